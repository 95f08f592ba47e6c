"""The outbox: a message comes of its transaction, goes at least once, and says if it goes again."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from comments_service.domain.comments.message import MessageKind
from comments_service.keyring import parse_keys
from comments_service.services.database.backup import back_up, restore
from comments_service.services.database.identity import adopt_database
from comments_service.services.messages import message_stops
from comments_service.services.messages.carrier import DeliveryEnd
from comments_service.services.messages.outbox import queue_receipt
from comments_service.services.service import Service
from comments_service.services.upkeep.health import readiness
from comments_service.store.comments import message_rows
from comments_service.store.database.encrypted_columns import CODE_ADDRESS
from comments_service.store.database.tables import contact_codes, messages, submissions
from tests.conftest import POLICY, World
from tests.servers.moved_clock import DAY, HOUR, MINUTE, Hands, held_by
from tests.worlds.decided import decide
from tests.worlds.outboxes import (
    EMAIL,
    OWN,
    counts,
    mailing,
    outbox,
    published,
    sends,
)

AGAIN = "这封邮件可能重复"


@pytest.fixture
def posting(service: Service) -> Service:
    return mailing(service)


@pytest.fixture
def held(started: Service, hands: Hands) -> Service:
    """Return a service whose clock goes on by the hands alone."""
    return mailing(held_by(started, hands))


def test_what_is_taken_with_an_address_is_told_once(world: World, posting: Service) -> None:
    sent = sends(world, posting)
    sends(world, posting, email="")
    box, carrier = outbox(posting)
    assert (box.send_due(), box.send_due()) == (1, 0)
    [mail] = carrier.sent
    assert (mail.to, mail.subject, mail.attempt) == (EMAIL, "您的意见已登记", 1)
    assert f"《{sent.policy_title}》" in mail.text
    assert f"{OWN}receipts/?no={sent.receipt_no}" in mail.text
    assert mail.stop in mail.text
    for hidden in (sent.query_code, "林晓芸", "资金门槛偏高", AGAIN):
        assert hidden not in mail.text
    assert not carrier.is_open
    assert counts(posting)[2:] == (1, {})


def test_it_is_in_the_language_of_who_sent(world: World, posting: Service) -> None:
    sent = sends(world, posting, language="en")
    box, carrier = outbox(posting)
    box.send_due()
    [mail] = carrier.sent
    assert mail.subject == "Your comments are registered"
    assert f"{OWN}receipts/?lang=en&no={sent.receipt_no}" in mail.text
    assert mail.stop.startswith(f"{OWN}receipts/stop?lang=en&of=")


def test_without_a_mail_server_nothing_is_kept(
    world: World, service: Service, tmp_path: Path
) -> None:
    sent = sends(world, service)
    decide(service, POLICY, sent.comments[0].id, "adopted")
    published(world, service, tmp_path)
    assert counts(service) == (0, None, 0, {})


def test_nothing_is_sent_of_what_was_undone(world: World, posting: Service) -> None:
    sent = sends(world, replace(posting, mail=False))

    def undone() -> None:
        with posting.database.write() as connection:
            queue_receipt(posting, connection, sent)
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    box, carrier = outbox(posting)
    assert (box.send_due(), carrier.sent) == (0, [])


def test_what_may_have_arrived_goes_again_and_says_so(
    world: World, held: Service, hands: Hands
) -> None:
    sends(world, held)
    box, carrier = outbox(held, DeliveryEnd.UNKNOWN, DeliveryEnd.LATER)
    assert box.send_due() == 0
    for _ in range(2):
        hands.passed += 5 * MINUTE
        box.send_due()
    first, second, third = carrier.sent
    assert (first.id, [first.attempt, second.attempt, third.attempt]) == (second.id, [1, 2, 3])
    assert [AGAIN in each.text for each in carrier.sent] == [False, True, True]
    assert counts(held).sent == 1


def test_what_certainly_did_not_arrive_goes_again_without_a_mark(
    world: World, held: Service, hands: Hands
) -> None:
    sends(world, held)
    box, carrier = outbox(held, DeliveryEnd.LATER, DeliveryEnd.LATER)
    waits = []
    for _ in range(3):
        box.send_due()
        with held.database.read() as connection:
            [due_at] = connection.scalars(select(messages.c.due_at))
            waits.append(due_at - held.clock.now(connection))
        hands.passed += waits[-1]
    assert waits[:2] == [MINUTE, 5 * MINUTE]
    assert [AGAIN in each.text for each in carrier.sent] == [False] * 3


def test_a_sender_that_died_leaves_its_message_to_the_next_in_time(
    world: World, held: Service, hands: Hands
) -> None:
    sends(world, held)
    dying, _ = outbox(held)
    assert dying._begin()
    box, carrier = outbox(held)
    hands.passed += 14 * MINUTE
    # It may still be at it.
    assert box.send_due() == 0
    hands.passed += MINUTE
    assert box.send_due() == 1
    assert AGAIN in carrier.sent[0].text


def test_while_nobody_answers_one_message_is_tried_at_a_time(world: World, held: Service) -> None:
    for _ in range(3):
        sends(world, held)
    box, carrier = outbox(held, DeliveryEnd.UNREACHABLE)
    assert (box.send_due(), len(carrier.sent)) == (0, 1)
    assert box.send_due() == 2
    assert counts(held).waiting == 1


def test_one_by_which_the_carrier_fails_holds_up_no_other(
    world: World, held: Service, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    sends(world, held)
    sends(world, held)
    box, carrier = outbox(held, ValueError(EMAIL))
    assert (box.send_due(), len(carrier.sent)) == (1, 2)
    assert [each.rpartition(": ")[2] for each in caplog.messages] == ["ValueError"]
    assert EMAIL not in caplog.text
    hands.passed += MINUTE
    assert box.send_due() == 1
    assert AGAIN in carrier.sent[-1].text


def test_one_that_cannot_be_read_holds_up_no_other(
    world: World, held: Service, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    damaged, sound = sends(world, held), sends(world, held, email="zhou@mail.test")
    with held.database.write() as connection:
        [personal] = connection.scalars(
            select(submissions.c.personal).where(submissions.c.id == sound.id)
        )
        own = update(submissions).where(submissions.c.id == damaged.id)
        connection.execute(own.values(personal=personal))
    box, carrier = outbox(held)
    assert (box.send_due(), [each.to for each in carrier.sent]) == (1, ["zhou@mail.test"])
    assert [each.rpartition(": ")[2] for each in caplog.messages] == ["KeyringError"]
    assert box.send_due() == 0
    hands.passed += 4 * DAY
    assert box.send_due() == 0
    assert counts(held)[2:] == (1, {"expired": 1})


def test_it_ends_between_two_messages_when_it_is_told_to(world: World, posting: Service) -> None:
    for _ in range(2):
        sends(world, posting)
    box, carrier = outbox(posting)
    assert box.send_due(lambda: bool(carrier.sent)) == 1


def test_a_refused_one_is_dropped_at_once_and_one_too_old_in_the_end(
    world: World, held: Service, hands: Hands
) -> None:
    sends(world, held)
    box, carrier = outbox(held, DeliveryEnd.REFUSED, DeliveryEnd.LATER)
    box.send_due()
    sends(world, held)
    box.send_due()
    assert readiness(held).codes == []
    hands.passed += 2 * HOUR
    assert "messages_waiting" in readiness(held).codes
    assert readiness(replace(held, mail=False)).codes == []
    hands.passed += 3 * DAY
    assert box.send_due() == 0
    assert len(carrier.sent) == 2
    assert counts(held) == (0, None, 0, {"refused": 1, "expired": 1})


def test_a_code_goes_first_and_is_encrypted_until_then(world: World, posting: Service) -> None:
    service = posting
    sends(world, service)
    code, address = "48291307715", "zhou@mail.test"
    keyring = service.keyring
    with service.database.write() as connection:
        at = service.clock.now(connection)
        row = {"id": "c" * 32, "address_digest": "0", "code_digest": "0", "made_at": at}
        kept = CODE_ADDRESS.encrypt(keyring, "c" * 32, address)
        connection.execute(insert(contact_codes), {**row, "address": kept, "tries": 0})
        message_rows.add(
            connection, keyring, kind=MessageKind.CODE, language="zh-CN", at=at,
            contact_code="c" * 32, words=code,
        )  # fmt: skip
    with service.database.read() as connection:
        assert code not in str(connection.execute(select(messages)).all())
    box, carrier = outbox(service)
    # It goes before what was there already.
    assert box.send_due() == 2
    mail, _ = carrier.sent
    assert (mail.to, code in mail.text, mail.stop) == (address, True, "")
    with service.database.read() as connection:
        assert connection.scalars(select(messages.c.words)).all() == [None, None]


def test_a_link_holds_over_a_change_of_keys_and_cannot_be_made_up(
    world: World, posting: Service
) -> None:
    of = sends(world, posting).id
    silent = sends(world, posting, email="", phone="138 0728 1234").id
    with posting.database.read() as connection:
        token = message_stops.stop_token(connection, of)
        assert message_stops.stop_token(connection, silent) is None
    assert token
    changed = replace(posting, keyring=parse_keys(f"new:{'B' * 43}="))
    assert message_stops.told_by(changed, token) == of
    other = silent + token[32:]
    for wrong in ("", of, of * 2, token[:-1], token.upper(), other, "文" * 40, "\0" * 64):
        assert message_stops.told_by(changed, wrong) is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_database_that_was_put_back_marks_what_it_sends(
    world: World, posting: Service, tmp_path: Path
) -> None:
    sends(world, posting)
    adopt_database(posting)
    back_up(posting, tmp_path / "copy")
    outbox(posting)[0].send_due()
    restore(posting, tmp_path / "copy")
    box, carrier = outbox(posting)
    assert box.send_due() == 1
    assert AGAIN in carrier.sent[0].text


def test_codes_live_for_ten_minutes_and_other_messages_for_three_days(
    world: World, held: Service
) -> None:
    sends(world, held)
    with held.database.read() as connection:
        found = message_rows.first_due(connection, held.clock.now(connection))
    assert found
    assert found.expires_at - found.made_at == 3 * DAY
    assert replace(found, kind=MessageKind.CODE).expires_at - found.made_at == 10 * MINUTE
