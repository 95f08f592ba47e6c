"""Messages on the outcome: to whom they go, what they say, and what nothing tells of."""

from dataclasses import replace
from pathlib import Path

import pytest

from comments_service.domain.comments.message import DropReason
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.clock.clock import clock_of
from comments_service.services.database.check import check
from comments_service.services.intake.erasure import erase, restrict
from comments_service.services.intake.own_submission import stop_messages, withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.messages import message_stops
from comments_service.services.service import Service
from tests.conftest import POLICY, World
from tests.worlds.decided import decide, seal
from tests.worlds.outboxes import (
    AFTER,
    counts,
    mailing,
    outbox,
    outcomes,
    published,
    sends,
)


@pytest.fixture
def posting(service: Service) -> Service:
    return mailing(service)


def test_the_outcome_is_told_once_to_whom_it_concerns(
    world: World, posting: Service, tmp_path: Path
) -> None:
    told = sends(world, posting)
    stopped, withdrawn, restricted, erased = (sends(world, posting) for _ in range(4))
    silent = sends(world, posting, email="")
    stop_messages(posting, ShownReceipt(stopped.receipt_no, stopped.query_code))
    shown = ShownReceipt(withdrawn.receipt_no, withdrawn.query_code)
    withdraw(posting, shown, withdrawn.comments[0].id)
    with posting.database.write() as connection:
        at = posting.clock.now(connection)
        restrict(connection, POLICY, restricted.id, SYSTEM, at)
        erase(posting, connection, POLICY, erased.id, SYSTEM, at)
    for each in (told, stopped, restricted, erased, silent):
        decide(posting, POLICY, each.comments[0].id, "adopted")
    published(world, posting, tmp_path)
    assert outcomes(posting) == {told.id}
    published(world, posting, tmp_path, refresh=True)
    published(world, posting, tmp_path)
    box, carrier = outbox(posting)
    box.send_due()
    # Of the others only what was due before, and is needed no more, is left out.
    assert [each.subject for each in carrier.sent] == ["您的意见已登记"]
    later, carrier = outbox(replace(posting, clock=clock_of(world.settings(YANLU_NOW=AFTER))))
    assert later.send_due() == 1
    assert [each.subject for each in carrier.sent] == ["意见采纳情况已公布"]
    assert counts(posting).dropped == {"stopped": 1, "moot": 2}
    assert check(posting).differences == []


@pytest.mark.parametrize(
    ("dispositions", "said"),
    [
        (["adopted", "partly_adopted"], ["被采纳或者部分采纳"]),
        (["adopted", "not_adopted"], ["被采纳或者部分采纳", "理由可以查询"]),
        (["already_provided", "invalid"], ["理由可以查询"]),
        (["referred", "petition"], ["转请有关部门", "转送信访部门"]),
        (["sealed", "adopted"], ["被采纳或者部分采纳"]),
    ],
)
def test_the_words_are_by_what_became_of_the_comments(
    world: World, posting: Service, tmp_path: Path, dispositions: list[str], said: list[str]
) -> None:
    [comment] = world.citizen()["comments"]
    sent = sends(world, posting, comments=[comment] * len(dispositions))
    outbox(posting)[0].send_due()
    for each, disposition in zip(sent.comments, dispositions, strict=True):
        if disposition == "sealed":
            seal(posting, POLICY, each.id)
        else:
            decide(posting, POLICY, each.id, disposition, reason="已研究。")
    published(world, posting, tmp_path)
    later, carrier = outbox(replace(posting, clock=clock_of(world.settings(YANLU_NOW=AFTER))))
    later.send_due()
    [mail] = carrier.sent
    lines = [each for each in mail.text.split("\n\n") if each.startswith("您的意见中")]
    assert [part in line for part, line in zip(said, lines, strict=True)] == [True] * len(said)
    assert "已研究" not in mail.text
    assert "纪检" not in mail.text


@pytest.mark.parametrize("early", [True, False])
def test_nobody_is_told_of_an_outcome_all_of_which_is_sealed(
    world: World, posting: Service, tmp_path: Path, *, early: bool
) -> None:
    sent, other = sends(world, posting), sends(world, posting, email="")
    outbox(posting)[0].send_due()
    decide(posting, POLICY, other.comments[0].id, "adopted")
    if early:
        seal(posting, POLICY, sent.comments[0].id)
    else:
        decide(posting, POLICY, sent.comments[0].id, "adopted")
    published(world, posting, tmp_path)
    assert outcomes(posting) == (set() if early else {sent.id})
    if not early:
        # While its message waits.
        seal(posting, POLICY, sent.comments[0].id)
    later, carrier = outbox(replace(posting, clock=clock_of(world.settings(YANLU_NOW=AFTER))))
    assert (later.send_due(), carrier.sent) == (0, [])


def test_a_link_stops_what_waits_and_what_would_come(
    world: World, posting: Service, tmp_path: Path
) -> None:
    sent = sends(world, posting)
    with posting.database.read() as connection:
        token = message_stops.stop_token(connection, sent.id)
    assert token
    assert message_stops.told_by(posting, token) == sent.id
    for _ in range(2):
        message_stops.stop_messages(posting, sent.id)
    decide(posting, POLICY, sent.comments[0].id, "adopted")
    published(world, posting, tmp_path)
    box, carrier = outbox(posting)
    assert (box.send_due(), carrier.sent, outcomes(posting)) == (0, [], set())
    assert counts(posting).dropped == {DropReason.STOPPED: 1}
