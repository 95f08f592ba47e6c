"""What only one may do, or use, is done by one, however many try it at once on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from comments_service.domain.comments import receipt_number
from comments_service.domain.errors import IdempotencyConflict, Invalid, TooMany
from comments_service.services.accounts.contact_codes import send_code
from comments_service.services.database.check import check
from comments_service.services.intake.challenges import new_challenge
from comments_service.services.intake.erasure import erase
from comments_service.services.intake.submit import submit
from comments_service.services.intake.uploads import keep_upload, kept_uploads
from comments_service.services.ledger.flood_limits import NOBODY
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service
from comments_service.store.database.tables import contact_codes
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.servers.identity_providers import KnownProvider, knowing
from tests.servers.waiting import wait_for
from tests.store.test_attachments import sent, upload
from tests.store.test_identity_proofs import ticket_of
from tests.worlds.attached_files import word_file
from tests.worlds.contact_codes import EMAIL, MAIL, outbox, with_code
from tests.worlds.writers import Open, blocked, size, somebody, uncommitted

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])


def test_one_person_who_sends_twice_at_once_is_one_participant(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))) as earlier:
        later = threads.submit(submit, other, somebody(world, 1))
        wait_for(lambda: blocked(first) == 1, "the same person")
    assert earlier.result().participant_id == later.result().participant_id
    counts = public_tally(other, POLICY)
    assert (counts["submissions"], counts["participants"]) == (2, 1)
    assert check(other).differences == []


def test_the_limit_of_a_participant_is_exact(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = (opened(YANLU_LIMIT_PARTICIPANT_HOUR="1") for _ in range(2))
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))):
        later = threads.submit(submit, other, somebody(world, 1))
        wait_for(lambda: blocked(first) == 1, "the same person")
    with pytest.raises(TooMany):
        later.result()


def test_the_same_key_twice_at_once_gives_one_answer(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    body = somebody(world, 1)
    with uncommitted(threads, first, lambda: submit(first, body)) as earlier:
        later = threads.submit(submit, other, body)
        wait_for(lambda: blocked(first) == 1, "the same key")
    assert earlier.result() == later.result()
    assert size(other) == 1


def test_the_same_key_of_two_people_at_once_is_one_of_them(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    key = {"idempotency_key": "the-same-key-0001"}
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1, **key))) as earlier:
        later = threads.submit(submit, other, somebody(world, 2, **key))
        wait_for(lambda: blocked(first) == 1, "the same key")
    assert earlier.result().receipt_no
    with pytest.raises(IdempotencyConflict):
        later.result()


def coded(world: World, service: Service) -> list[Any]:
    """Return two submissions by two people with one code for one address."""
    code = send_code(service, POLICY, EMAIL, "zh-CN", NOBODY)
    [digits] = outbox(service)
    people = (world.citizen(phone=f"1380728121{number}") for number in range(2))
    return [parse_submission(with_code(each, code, digits)) for each in people]


def tokened(world: World, service: Service) -> list[Any]:
    token = new_challenge(service)
    return [somebody(world, number, challenge=token) for number in range(2)]


def filed(world: World, service: Service) -> list[Any]:
    file = upload(service)
    first = sent(world, file)
    return [first, somebody(world, 1, comments=[
        {**world.citizen()["comments"][0], "attachments": [file]}
    ])]  # fmt: skip


def proved(world: World, service: Service) -> list[Any]:
    ticket = ticket_of(knowing(service, KnownProvider()))
    return [somebody(world, number, identity=ticket) for number in range(2)]


@pytest.mark.parametrize(("pair", "field", "at"), [
    (coded, "contact_code", 2),
    (proved, "identity", 1),
    (tokened, "challenge", 1),
    (filed, "comments[0].attachments[0]", 1),
])  # fmt: skip
def test_what_is_good_for_one_submission_is_used_by_one(  # noqa: PLR0913, PLR0917
    world: World,
    opened: Open,
    threads: ThreadPoolExecutor,
    pair: Callable[[World, Service], list[Any]],
    field: str,
    at: int,
) -> None:
    first, other = (opened(**MAIL, YANLU_CHALLENGE="on") for _ in range(2))
    one, two = pair(world, first)
    with uncommitted(threads, first, lambda: submit(first, one), at=at) as earlier:
        later = threads.submit(submit, other, two)
        wait_for(lambda: blocked(first) == 1, "the other")
    assert earlier.result().receipt_no
    with pytest.raises(Invalid) as refused:
        later.result()
    assert [fault.field for fault in refused.value.faults] == [field]
    assert check(other).differences == []


def test_a_code_is_tried_by_one_at_a_time(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = (opened(**MAIL) for _ in range(2))
    code = send_code(first, POLICY, EMAIL, "zh-CN", NOBODY)
    [digits] = outbox(first)
    with writing(first.database) as connection:
        connection.execute(contact_codes.update().values(tries=4))
    wrong, right = (
        parse_submission(with_code(world.citizen(), code, each)) for each in ("not-it", digits)
    )
    with uncommitted(threads, first, lambda: submit(first, wrong)) as earlier:
        later = threads.submit(submit, other, right)
        wait_for(lambda: blocked(first) == 1, "the right guess")
    for each in (earlier, later):
        with pytest.raises(Invalid):
            each.result()


def test_a_code_more_than_an_address_may_have_is_not_sent(
    opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = (opened(**MAIL) for _ in range(2))
    for _ in range(4):
        send_code(first, POLICY, EMAIL, "zh-CN", NOBODY)
    with uncommitted(threads, first, lambda: send_code(first, POLICY, EMAIL, "zh-CN", NOBODY)):
        threads.submit(send_code, other, POLICY, EMAIL, "zh-CN", NOBODY)
        wait_for(lambda: blocked(first) == 1, "the other code")
    wait_for(lambda: blocked(first) == 0, "its end")
    threads.shutdown()
    assert len(outbox(first)) == 5


def test_a_file_that_is_sent_twice_at_once_is_one_upload(
    opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    file = POLICY, "a.docx", word_file("一"), NOBODY, "place"
    with uncommitted(threads, first, lambda: keep_upload(first, *file)) as earlier:
        later = threads.submit(keep_upload, other, *file)
        wait_for(lambda: blocked(first) == 1, "the same file")
    assert earlier.result().id == later.result().id
    assert len(kept_uploads(other, POLICY, [later.result().id])) == 1


def test_a_receipt_number_that_somebody_gets_meanwhile_is_drawn_again(
    world: World, opened: Open, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = opened(), opened()
    drawn = receipt_number.make
    same = drawn(submit(first, somebody(world, 9)).received_on)
    numbers = iter([same, same])
    monkeypatch.setattr(receipt_number, "make", lambda day: next(numbers, None) or drawn(day))
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))) as earlier:
        later = threads.submit(submit, other, somebody(world, 2))
        wait_for(lambda: blocked(first) == 1, "the same number")
    assert earlier.result().receipt_no == same != later.result().receipt_no
    assert check(other).differences == []


def test_who_sends_again_while_the_last_is_erased_stays_the_same_person(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    before = submit(first, somebody(world, 1))

    def erased() -> None:
        with writing(other.database) as connection:
            erase(other, connection, POLICY, before.id, "system", other.clock.now(connection))

    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))) as again:
        erasing = threads.submit(erased)
        wait_for(lambda: blocked(first) == 1, "the erasure")
    erasing.result()
    later = submit(other, somebody(world, 1))
    assert {before.participant_id, again.result().participant_id} == {later.participant_id}
    assert check(other).differences == []
