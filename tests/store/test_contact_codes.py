"""A code by e-mail makes it surer who comments: once, for one address, for ten minutes."""

from typing import Any

import pytest
from sqlalchemy import func, select

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.judging import PublishedText
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import (
    Invalid,
    NotOffered,
    TooMany,
    UnknownComment,
    UnknownPolicy,
    WindowClosed,
)
from comments_service.services.accounts.contact_codes import forget_codes, send_code
from comments_service.services.database.check import check
from comments_service.services.intake import submit as submit_module
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.flood_limits import NOBODY, Caller
from comments_service.services.ledger.recording import published_text
from comments_service.services.register.phone_back import note_phone_back
from comments_service.services.service import Service
from comments_service.services.upkeep.retention import run_retention
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.comments import histories, message_rows, submissions
from comments_service.store.database.tables import contact_codes, messages
from comments_service.store.database.tables import submissions as submissions_table
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy
from tests.servers.moved_clock import DAY, HOUR, MINUTE, SECOND, SHOWN, TO_THE_END, Hands, held_by
from tests.worlds.contact_codes import EMAIL, MAIL, outbox, with_code

WRONG = "not-it"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def service(world: World, database_url: str, hands: Hands) -> Service:
    """Return a service that sends codes, for a policy that asks for them."""
    publish(world.site, the_policy(assurance="contact_verified"))
    env = {**MAIL, "YANLU_DATABASE": database_url, "YANLU_CLOCK": "running", "YANLU_NOW": SHOWN}
    return held_by(world.service(**env), hands)


def ask(service: Service, email: str = EMAIL, caller: Caller = NOBODY) -> str:
    return send_code(service, POLICY, email, "zh-CN", caller)


def send(service: Service, sent: dict[str, Any]) -> StoredSubmission:
    return submit(service, parse_submission(sent))


def refused(service: Service, sent: dict[str, Any]) -> str:
    with pytest.raises(Invalid) as refusal:
        send(service, sent)
    return refusal.value.faults[0].field


def count(service: Service, table: Any) -> int:
    with service.database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def test_with_the_code_that_came_the_contact_is_verified(world: World, service: Service) -> None:
    assert refused(service, world.citizen()) == "contact_code"
    code = ask(service, " LIN@Example.test ")
    [digits] = outbox(service)
    assert len(digits) == 6
    shown = f" {digits[:3]} {digits[3:]}".translate({ord("1"): "１"})
    sent = with_code(world.citizen(), code, shown)
    taken = send(service, sent)
    assert taken.assurance == "contact_verified"
    with service.database.read() as connection:
        kept = submissions.by_id(connection, service.keyring, taken.id)
        told = [(each.type, each.actor) for each in histories.of_submission(connection, taken.id)]
    assert kept
    assert kept.assurance == "contact_verified"
    assert told == [("submission.received", "public"), ("contact.verified", "public")]
    assert check(service).differences == []
    # Sent again, it is the first answer; another submission needs another code.
    assert send(service, sent).receipt_no == taken.receipt_no
    assert refused(service, with_code(world.citizen(), code, digits)) == "contact_code"


def test_the_same_one_sent_twice_at_once_has_one_answer(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = ask(service)
    [digits] = outbox(service)
    sent, looks, twins = with_code(world.citizen(), code, digits), iter(range(9)), []

    def twin_comes_between(*given: Any) -> PublishedText:
        if next(looks) == 0:
            twins.append(send(service, sent))
        return published_text(*given)

    monkeypatch.setattr(submit_module, "published_text", twin_comes_between)
    taken = send(service, sent)
    assert [taken.receipt_no] == [each.receipt_no for each in twins]
    assert count(service, submissions_table) == 1
    other = with_code(world.citizen(), code, digits)
    assert refused(service, other) == "contact_code"


def test_five_wrong_tries_are_the_end_of_a_code(world: World, service: Service) -> None:
    code = ask(service)
    [digits] = outbox(service)
    for _ in range(5):
        assert refused(service, with_code(world.citizen(), code, WRONG)) == "contact_code"
    assert refused(service, with_code(world.citizen(), code, digits)) == "contact_code"


def test_a_code_is_good_for_its_address_alone(world: World, service: Service) -> None:
    code = ask(service)
    [digits] = outbox(service)
    other = with_code(world.citizen(), code, digits) | {"email": "zhou@example.test"}
    assert refused(service, other) == "contact_code"
    assert refused(service, with_code(world.citizen(), "0" * 32, digits)) == "contact_code"
    assert send(service, with_code(world.citizen(), code, digits)).assurance == "contact_verified"


def test_a_code_is_good_for_ten_minutes_and_gone_after_a_day(
    world: World, service: Service, hands: Hands
) -> None:
    code = ask(service)
    [digits] = outbox(service)
    hands.passed += 10 * MINUTE
    assert refused(service, with_code(world.citizen(), code, digits)) == "contact_code"
    hands.passed += DAY - 10 * MINUTE
    forget_codes(service)
    assert (count(service, contact_codes), count(service, messages)) == (1, 1)
    keep_time(service)
    hands.passed += SECOND
    run_retention(service)
    assert (count(service, contact_codes), count(service, messages)) == (0, 0)


def test_a_submission_that_is_refused_uses_no_code_up(world: World, service: Service) -> None:
    code = ask(service)
    [digits] = outbox(service)
    words = world.citizen()["comments"][0] | {"selector": {"exact": "没有这些字"}}
    sent = with_code(world.citizen(comments=[words]), code, digits)
    assert refused(service, sent) == "comments[0].selector.exact"
    assert send(service, with_code(world.citizen(), code, digits)).assurance == "contact_verified"


def test_that_the_window_is_closed_says_more_than_that_a_code_is_wrong(
    world: World, service: Service, hands: Hands
) -> None:
    code = ask(service)
    hands.passed += TO_THE_END
    with pytest.raises(WindowClosed):
        send(service, with_code(world.citizen(), code, WRONG))


def test_an_address_gets_few_codes_and_nobody_is_told(service: Service, hands: Hands) -> None:
    every = {ask(service) for _ in range(8)}
    assert len(every) == 8
    assert len(outbox(service)) == 5
    ask(service, "zhou@example.test")
    assert len(outbox(service)) == 6
    hands.passed += HOUR
    ask(service)
    assert len(outbox(service)) == 7


def test_a_caller_asks_for_so_many_codes_an_hour(
    world: World, service: Service, database_url: str
) -> None:
    caller = Caller("203.0.113.5")
    service = world.service(**MAIL, YANLU_DATABASE=database_url, YANLU_LIMIT_CODES_HOUR="2")
    for number in range(2):
        ask(service, f"lin{number}@example.test", caller)
    with pytest.raises(TooMany, match="验证码过多"):
        ask(service, EMAIL, caller)


def test_the_address_is_kept_encrypted_and_the_digits_as_a_digest(service: Service) -> None:
    code = ask(service)
    [digits] = outbox(service)
    with service.database.read() as connection:
        assert message_rows.code_address(connection, service.keyring, code) == EMAIL
        rows = [*connection.execute(select(contact_codes)), *connection.execute(select(messages))]
    assert EMAIL not in str(rows)
    assert digits not in {each for row in rows for each in row}


def test_what_no_code_can_be_sent_for_is_refused(world: World, service: Service) -> None:
    with pytest.raises(Invalid):
        ask(service, "no address")
    with pytest.raises(UnknownPolicy):
        send_code(service, "no-such", EMAIL, "zh-CN", NOBODY)
    with pytest.raises(NotOffered):
        ask(world.service())


def test_the_office_phones_back_once(world: World, service: Service, heli: Officer) -> None:
    publish(world.site, the_policy())
    taken = send(service, world.citizen())
    assert taken.assurance == "declared"
    for _ in range(2):
        note_phone_back(service, heli, POLICY, taken.id)
    with service.database.read() as connection:
        kept = submissions.by_id(connection, service.keyring, taken.id)
        told = [(each.type, each.actor) for each in histories.of_submission(connection, taken.id)]
    assert kept
    assert kept.assurance == "contact_verified"
    assert told[1:] == [("contact.verified", heli.id)]
    assert check(service).differences == []
    by_mail = send(service, world.citizen(phone="", email=EMAIL))
    with pytest.raises(Invalid, match="有误"):
        note_phone_back(service, heli, POLICY, by_mail.id)
    with pytest.raises(UnknownComment):
        note_phone_back(service, heli, "another", taken.id)
