"""Judging a submission: which window it falls into, whether in time, and on what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, ClauseSet, Policy, Version
from catalogue.window import Window, china_day
from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import (
    WEB,
    ClauseRef,
    NewComment,
    NewSubmission,
)
from comments_service.domain.comments.submission_rules import NO_CODE, NO_PROOF, NO_USCC
from comments_service.domain.comments.window_rules import Closings, deciding_window
from comments_service.domain.errors import (
    FieldFault,
    Invalid,
    NoWindow,
    UnknownClause,
    WrongVersion,
)
from comments_service.domain.states.comment_state import WHOLE_DRAFT_RANK
from comments_service.domain.text_rules import many_lines


class WindowRule(StrEnum):
    """What decides whether a submission is in time."""

    OPEN = "open"  # the window must be open at the instant of writing
    POSTED = "posted"  # the day it was sent (postmark); where unknown, the day it came
    RECEIVED = "received"  # the day it came


@dataclass(frozen=True, slots=True)
class Intake:
    """How a submission came in; ``entered_by`` is a staff id, ``scans`` are digests.

    ``assurance`` says how sure it is who sent it.
    """

    channel: str = WEB
    entered_by: str | None = None
    posted_on: date | None = None
    received_on: date | None = None
    window_rule: WindowRule = WindowRule.OPEN
    scans: tuple[str, ...] = ()
    assurance: Assurance = Assurance.DECLARED


FROM_THE_WEB = Intake()
_TOO_UNSURE = {Assurance.CONTACT_VERIFIED: NO_CODE, Assurance.IDENTITY_VERIFIED: NO_PROOF}


@dataclass(frozen=True, slots=True)
class PublishedText:
    """What is published under the version that a submission names."""

    policy: Policy
    version: Version | None
    clauses: ClauseSet | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What may be recorded as of ``now``; ``clauses`` with their places, in the comments' order."""

    new: NewSubmission
    intake: Intake
    policy: Policy
    window: Window
    received_on: date
    late: bool
    clauses: tuple[tuple[ClauseRef, int], ...]
    now: datetime


def judge(
    intake: Intake, text: PublishedText, new: NewSubmission, now: datetime, closings: Closings
) -> Accepted:
    """Return what may be recorded, or raise the refusal; ``Invalid`` for words and days."""
    received_on = intake.received_on or china_day(now)
    if intake.window_rule is WindowRule.OPEN:
        window, late = deciding_window(text.policy, new.version, now, closings), False
        Invalid.refuse(_unmet(intake, text.policy, new))
    else:
        if received_on > china_day(now):
            raise Invalid(FieldFault("received_on", "收到日期不能晚于今天"))
        posted = intake.posted_on if intake.window_rule is WindowRule.POSTED else None
        window, late = window_of_day(text.policy, new.version, posted or received_on)
    clauses = tuple(
        referred_clause(position, comment, text) for position, comment in enumerate(new.comments)
    )
    return Accepted(new, intake, text.policy, window, received_on, late, clauses, now)


def _unmet(intake: Intake, policy: Policy, new: NewSubmission) -> Iterator[FieldFault]:
    """Yield what a policy asks of whoever comments on the web, and is not there."""
    if not intake.assurance.reaches(policy.assurance):
        yield _TOO_UNSURE[Assurance(policy.assurance)]
    if policy.ask_uscc and new.participant is ParticipantKind.ORGANISATION:
        yield from () if new.personal.uscc else (NO_USCC,)


def window_of_day(policy: Policy, version: str, day: date) -> tuple[Window, bool]:
    """Return the first window on a version that a day is not after, else the last as late."""
    own = [window for window in policy.windows if window.version == version]
    own.sort(key=lambda window: window.closes_at)
    if not own:
        raise WrongVersion if policy.windows else NoWindow
    in_time = (each for each in own if day <= china_day(each.closes_at - timedelta(milliseconds=1)))
    window = next(in_time, None)
    return (window, False) if window else (own[-1], True)


def referred_clause(
    position: int, comment: NewComment, text: PublishedText
) -> tuple[ClauseRef, int]:
    """Return what a comment is on, with its place in the text; raises as ``judge`` does."""
    if text.version is None or text.clauses is None:
        raise WrongVersion
    if comment.clause is None:
        return ClauseRef(None, None, WHOLE_TEXT, text.version.digest, ""), WHOLE_DRAFT_RANK
    clause = text.clauses.resolve(comment.clause)
    if clause is None:
        raise UnknownClause(position, comment.clause)
    require_words(f"comments[{position}].", comment, clause)
    found = ClauseRef(clause.wid, clause.eid, clause.citation, clause.digest, clause.wording)
    return found, text.clauses.place(clause)


def require_words(path: str, comment: NewComment, clause: Clause) -> None:
    """Raise ``Invalid`` where the words that were selected are not the clause's."""
    # Of the page or of the source, with the line ends that are kept.
    texts = (many_lines(clause.words), many_lines(clause.heading + clause.text))
    if comment.selector and not any(comment.selector.exact in text for text in texts):
        raise Invalid(FieldFault(f"{path}selector.exact", "选定的文字不在这一条款中"))
