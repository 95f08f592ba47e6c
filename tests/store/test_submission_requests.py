"""What senders ask of the office about their own data, and what comes of the answers."""

from typing import Any

import pytest
from sqlalchemy import text

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.errors import (
    ChangedMeanwhile,
    IdempotencyConflict,
    Invalid,
    UnknownComment,
)
from comments_service.domain.register.filter import Hint, Order, RegisterFilter
from comments_service.domain.register.submission_request import (
    RequestKind,
    RequestState,
    read_request,
)
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register import register
from comments_service.services.register import submission_requests as requests
from comments_service.services.register.deciding import seal
from comments_service.services.register.submission_requests import OpenRequests
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.store.test_retention import keeping
from tests.worlds.officers import add_officer


class Holder:
    """Somebody who sent two comments and holds the receipt."""

    def __init__(self, world: World, service: Service) -> None:
        self.service = service
        comments = [*world.citizen()["comments"], {"stance": "support", "body": "好。"}]
        self.sent = parse_submission(world.citizen(comments=comments))
        taken = submit(service, self.sent)
        self.shown = ShownReceipt(taken.receipt_no, taken.query_code)
        self.id, self.comments = taken.id, [each.id for each in taken.comments]

    def asks(self, kind: str, **more: str) -> str:
        return requests.ask(self.service, self.shown, read_request({"kind": kind, **more})).id

    def own(self) -> Any:
        return requests.of_sender(self.service, self.id)


@pytest.fixture
def holder(world: World, service: Service) -> Holder:
    return Holder(world, service)


@pytest.fixture
def handler(service: Service) -> Officer:
    return add_officer(service, "zhoumin", Role.HANDLER)


def answers(
    service: Service, handler: Officer, request: str, state: str, words: str = "好。"
) -> None:
    requests.answer(service, handler, POLICY, request, {"state": state, "words": words})


def test_a_request_is_listed_and_its_answer_is_seen_at_the_receipt(
    service: Service, holder: Holder, handler: Officer
) -> None:
    asked = holder.asks("not_mine", comment=holder.comments[1], words="不是我写的。\r\n")
    assert holder.asks("not_mine", comment=holder.comments[1], words="不是我写的。\n") == asked
    [listed] = requests.of_policy(service, POLICY)
    assert (listed.submission_number, listed.comment_number) == ("1", "1-2")
    assert requests.open_requests(service, [POLICY]) == [
        OpenRequests(POLICY, 1, listed.request.due_on)
    ]
    assert listed.request.due_on.isoformat() == "2018-08-14"
    answers(service, handler, asked, "granted", "已作无效处理。")
    [own] = holder.own()
    assert (own.kind, own.state, own.answer) == (
        RequestKind.NOT_MINE, RequestState.GRANTED, "已作无效处理。"
    )  # fmt: skip
    assert requests.open_requests(service, [POLICY]) == []
    with pytest.raises(ChangedMeanwhile):
        answers(service, handler, asked, "refused")
    assert check(service).differences == []


def test_a_granted_erasure_erases_and_the_ledger_agrees(
    service: Service, holder: Holder, handler: Officer
) -> None:
    asked = holder.asks("erasure")
    answers(service, handler, asked, "granted")
    found = look_up(service, holder.shown.number, holder.shown.code).submission
    assert (found.personal.name, [each.body for each in found.comments]) == ("", ["", ""])
    [own] = holder.own()
    assert (own.state, own.answer) == (RequestState.GRANTED, "")
    with pytest.raises(IdempotencyConflict):
        submit(service, holder.sent)
    assert check(service).differences == []
    with pytest.raises(Invalid) as refused:
        holder.asks("access")
    assert [each.field for each in refused.value.faults] == ["kind"]


def test_what_is_open_or_with_the_inspector_keeps_from_erasing_and_not_from_restricting(
    service: Service, holder: Holder, handler: Officer
) -> None:
    seal(service, handler.id, [holder.comments[1]], "检举")
    asked = holder.asks("erasure")
    with pytest.raises(Invalid) as refused:
        answers(service, handler, asked, "granted")
    assert [each.field for each in refused.value.faults] == ["state"]
    assert holder.own()[0].state is RequestState.OPEN
    answers(service, handler, asked, "restricted")
    assert look_up(service, holder.shown.number, holder.shown.code).submission.restricted_at
    # Of what the inspector has no number is shown.
    holder.asks("access", comment=holder.comments[1])
    assert [each.comment_number for each in requests.of_policy(service, POLICY)] == ["", ""]
    assert check(service).differences == []


def test_where_it_must_be_archived_nothing_is_erased(
    world: World, service: Service, holder: Holder, handler: Officer
) -> None:
    keeping(world, archive="restrict")
    asked = holder.asks("erasure")
    with pytest.raises(Invalid) as refused:
        answers(service, handler, asked, "granted")
    assert [each.field for each in refused.value.faults] == ["state"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "praise"}, "kind"),
        ({"kind": "correction", "words": " \n"}, "words"),
        ({"kind": "access", "words": "长" * 2001}, "words"),
    ],
)
def test_what_cannot_be_asked_is_named(fields: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_request(fields)
    assert [each.field for each in refused.value.faults] == [field]


@pytest.mark.parametrize(("state", "words", "field"), [
    ("open", "好。", "state"), ("restricted", "好。", "state"), ("refused", " ", "words"),
])  # fmt: skip
def test_what_cannot_be_answered_is_named(  # noqa: PLR0913, PLR0917 - three fixtures
    service: Service, holder: Holder, handler: Officer, state: str, words: str, field: str
) -> None:
    asked = holder.asks("access")
    with pytest.raises(Invalid) as refused:
        answers(service, handler, asked, state, words)
    assert [each.field for each in refused.value.faults] == [field]


def test_somebody_else_s_comment_is_unknown_and_so_is_another_request(
    world: World, service: Service, holder: Holder, handler: Officer
) -> None:
    other = Holder(world, service)
    with pytest.raises(UnknownComment):
        holder.asks("not_mine", comment=other.comments[0])
    with pytest.raises(UnknownComment):
        answers(service, handler, "0" * 32, "granted")


def test_the_words_of_requests_are_nowhere_in_clear(
    service: Service, holder: Holder, handler: Officer
) -> None:
    asked = holder.asks("correction", words="种下的请求")
    answers(service, handler, asked, "refused", "种下的答复")
    with service.database.read() as connection:
        rows = connection.execute(text("SELECT * FROM submission_requests")).all()
    assert "种下的" not in repr(rows)


def test_the_register_lists_what_is_said_not_to_be_the_senders_until_that_is_answered(
    world: World, service: Service, handler: Officer
) -> None:
    one, whole, sealed = (Holder(world, service) for _ in range(3))
    asked = one.asks("not_mine", comment=one.comments[1])
    one.asks("not_mine", comment=one.comments[1], words="真不是我。")
    one.asks("access")
    whole.asks("not_mine")
    sealed.asks("not_mine", comment=sealed.comments[0])
    seal(service, handler.id, sealed.comments, "检举")
    policy = service.published.policy(POLICY)

    def listed() -> tuple[set[str], int | None]:
        wanted = RegisterFilter(hint=Hint.DISOWNED)
        found, _ = register.list_of(service, policy, wanted, Order.RECEIVED)
        page = register.register_page(service, found, register.Turn())
        assert page.total == len(page.comments)
        return {each.state.comment for each in page.comments}, page.hints.get(Hint.DISOWNED)

    assert listed() == ({one.comments[1], *whole.comments}, 3)
    for request in (asked, *(each.id for each in one.own() if each.words), whole.own()[0].id):
        answers(service, handler, request, "granted")
    assert listed() == (set(), None)
