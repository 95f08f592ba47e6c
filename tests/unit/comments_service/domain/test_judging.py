"""One judge for what comes from the web and what staff enter."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from catalogue.model import ClauseSet
from catalogue.window import Window, parse_instant
from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.comments.judging import (
    FROM_THE_WEB,
    Accepted,
    Intake,
    PublishedText,
    WindowRule,
    judge,
)
from comments_service.domain.comments.participant import ParticipantKind, Personal
from comments_service.domain.comments.submission import NewComment, NewSubmission, Stance
from comments_service.domain.comments.window_rules import Closings
from comments_service.domain.errors import (
    Invalid,
    NoWindow,
    Refusal,
    UnknownClause,
    WindowClosed,
    WrongVersion,
)
from tests.conftest import CLAUSES, CLOSES, INSIDE, OPENS, POLICY, the_policy

AFTER = datetime(2018, 7, 25, 2, tzinfo=UTC)


def judged(intake: Intake, at: datetime, clause: str | None = "part_2", **policy: Any) -> Accepted:
    facts = the_policy(**policy)
    version = facts.versions[0] if facts.versions else None
    text = PublishedText(facts, version, ClauseSet(POLICY, "v1", CLAUSES))
    new = NewSubmission(
        policy=POLICY,
        version="v1",
        participant=ParticipantKind.PERSON,
        personal=Personal("林晓芸"),
        consent_publish_name=False,
        comments=(NewComment(clause, Stance.SUGGEST, "好"),),
        idempotency_key="k" * 16,
    )
    return judge(intake, text, new, at, Closings())


def letter(rule: WindowRule, posted: date | None, received: date) -> Intake:
    return Intake("letter", "registrar1", posted, received, rule)


def test_from_the_web_the_window_must_be_open_now() -> None:
    taken = judged(FROM_THE_WEB, parse_instant(INSIDE))
    assert (taken.window.id, taken.late, taken.received_on) == ("w1", False, date(2018, 7, 15))
    with pytest.raises(WindowClosed):
        judged(FROM_THE_WEB, AFTER)


@pytest.mark.parametrize(
    ("rule", "posted", "received", "late"),
    [
        (WindowRule.POSTED, date(2018, 7, 18), date(2018, 7, 20), ""),
        (WindowRule.POSTED, date(2018, 7, 19), date(2018, 7, 20), "late"),
        (WindowRule.POSTED, None, date(2018, 7, 18), ""),
        (WindowRule.POSTED, None, date(2018, 7, 19), "late"),
        (WindowRule.RECEIVED, date(2018, 7, 17), date(2018, 7, 19), "late"),
        (WindowRule.RECEIVED, date(2018, 7, 1), date(2018, 7, 10), ""),
    ],
)
def test_what_is_entered_after_the_window_is_taken_and_late_by_the_day_that_decides(
    rule: WindowRule, posted: date | None, received: date, late: str
) -> None:
    taken = judged(letter(rule, posted, received), AFTER)
    assert (taken.window.id, taken.late, taken.received_on) == ("w1", bool(late), received)


def test_a_letter_belongs_to_the_round_of_its_day() -> None:
    first = Window("w1", "v1", parse_instant(OPENS), parse_instant(CLOSES))
    ends = parse_instant("2018-09-01T00:00:00+08:00")
    second = Window("w2", "v1", parse_instant("2018-08-01T00:00:00+08:00"), ends)
    windows: dict[str, Any] = {"windows": (first, second)}
    at = parse_instant("2018-08-10T10:00:00+08:00")
    by_post = letter(WindowRule.POSTED, date(2018, 7, 18), date(2018, 8, 5))
    assert judged(by_post, at, **windows).window.id == "w1"
    assert (
        judged(letter(WindowRule.POSTED, None, date(2018, 8, 5)), at, **windows).window.id == "w2"
    )


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        judged(letter(WindowRule.POSTED, None, date(2018, 7, 26)), AFTER)
    assert [fault.field for fault in refused.value.faults] == ["received_on"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"windows": ()}, NoWindow),
        (
            {"windows": (Window("w1", "v2", parse_instant(OPENS), parse_instant(CLOSES)),)},
            WrongVersion,
        ),
        ({"clause": "part_9"}, UnknownClause),
    ],
)
def test_what_cannot_be_entered_is_refused(changes: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        judged(letter(WindowRule.POSTED, None, date(2018, 7, 18)), AFTER, **changes)


def test_a_comment_knows_its_clause_and_its_place_in_the_text() -> None:
    at = parse_instant(INSIDE)
    [(clause, place)] = judged(FROM_THE_WEB, at).clauses
    assert (clause.wid, place) == ("v1.part_2", 2)
    [(whole, place)] = judged(FROM_THE_WEB, at, None).clauses
    assert (whole.wid, whole.citation, place) == (None, "全文", -1)


@pytest.mark.parametrize(
    ("asked", "field"), [("contact_verified", "contact_code"), ("identity_verified", "identity")]
)
def test_whoever_comments_by_the_web_is_as_sure_as_the_policy_asks(asked: str, field: str) -> None:
    now = parse_instant(INSIDE)
    with pytest.raises(Invalid) as refused:
        judged(FROM_THE_WEB, now, assurance=asked)
    assert [each.field for each in refused.value.faults] == [field]
    sure = Intake(assurance=Assurance.IDENTITY_VERIFIED)
    assert judged(sure, now, assurance=asked).intake is sure
    # What the office enters came in another way.
    entered = letter(WindowRule.POSTED, None, date(2018, 7, 14))
    assert judged(entered, now, assurance=asked).late is False
    with pytest.raises(WindowClosed):
        judged(FROM_THE_WEB, AFTER, assurance=asked)
