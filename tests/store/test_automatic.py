"""What looks as if a program had sent it: told of at the desk and in the office's export."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from comments_service.domain.comments.automatic_signs import FROM_MANY
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.register.filter import Order, RegisterFilter
from comments_service.services.intake.challenges import new_challenge
from comments_service.services.intake.own_submission import revise
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.export import export_file
from comments_service.services.register.register import (
    ListedComment,
    Turn,
    list_of,
    register_page,
)
from comments_service.services.service import Service
from comments_service.store.comments.automatic_marks import ANY_AUTOMATIC
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.moved_clock import SECOND, Hands, held_by

WORDS = "建议把专项资金的门槛从五千万元降到一千万元。"


def send(world: World, service: Service, words: str, who: int, **changes: Any) -> StoredSubmission:
    comment = {"clause": "part_1", "stance": "suggest", "body": words}
    body = world.citizen(phone=f"138 0728 {who:04}", comments=[comment], **changes)
    return submit(service, parse_submission(body))


def listed(service: Service, **wanted: str) -> list[ListedComment]:
    policy = service.published.policy(POLICY)
    found, _ = list_of(service, policy, RegisterFilter(**wanted), Order.RECEIVED)
    page = register_page(service, found, Turn())
    assert page.total == len(page.comments)
    return page.comments


def marked(service: Service) -> list[bool]:
    return [each.automatic for each in listed(service)]


def test_the_same_words_from_five_people_are_told_of_with_each(
    world: World, service: Service
) -> None:
    for who in range(4):
        send(world, service, WORDS, who)
    assert marked(service) == [False] * 4
    send(world, service, f" {WORDS.replace('，', '')}　！", 4)
    send(world, service, "这一条只有我一个人说，没有别人这样说过。", 5)
    assert marked(service) == [*[True] * 5, False]
    assert len(listed(service, hint="automatic")) == 5
    assert listed(service, hint="automatic", channel="fax") == []
    assert len(listed(service, hint="automatic", q="门槛")) == 5


def test_one_person_who_repeats_and_many_who_say_little_are_not(
    world: World, service: Service
) -> None:
    for _ in range(5):
        send(world, service, WORDS, 1)
    for who in range(6):
        send(world, service, "同意。", who)
    assert not any(marked(service))


def test_what_says_something_else_by_now_is_not_any_more(world: World, service: Service) -> None:
    sent = [send(world, service, WORDS, who) for who in range(5)]
    shown = ShownReceipt(sent[0].receipt_no, sent[0].query_code)
    revise(service, shown, sent[0].comments[0].id, {"stance": "oppose", "body": "不同意。"})
    assert marked(service) == [False, *[True] * 4]
    send(world, service, WORDS, 6)
    assert marked(service) == [False, *[True] * 5]


def test_what_comes_as_soon_as_its_token_may_be_used_is(
    world: World, started: Service, hands: Hands
) -> None:
    held = held_by(replace(started, challenge=True), hands)
    for wait in (3, 60):
        token = new_challenge(held)
        hands.passed += wait * SECOND
        send(world, held, f"等了{wait}秒", wait, challenge=token)
    send(world, held, "没有令牌", 7)
    assert marked(held) == [True, False, False]


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_the_office_has_it_in_its_export_and_the_public_has_not(
    world: World, service: Service, tmp_path: Path, edition: str
) -> None:
    for who in range(5):
        send(world, service, WORDS, who)
    send(world, service, "另一条。", 9)
    path = tmp_path / "export.json"
    export_file(service, POLICY, edition, "json", path)
    rows = json.loads(path.read_text("utf-8"))["comments"]
    found = [each.get("automatic") for each in rows]
    assert found == ([None] * 6 if edition == "public" else [*[True] * 5, False])


def test_whether_any_looks_automatic_is_planned_by_what_the_signs_are(service: Service) -> None:
    """Of a sign that is not written out PostgreSQL's generic plan knows nothing."""
    said: list[str] = []
    event.listen(
        service.database.engine, "before_cursor_execute", lambda *given: said.append(given[2])
    )
    with service.database.read() as connection:
        connection.execute(select(ANY_AUTOMATIC), {"policy": POLICY}).all()
    assert [each for each in said if "text_mark" in each and f"'{FROM_MANY}" in each]
