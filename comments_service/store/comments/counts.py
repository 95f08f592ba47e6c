"""Counting: submissions (件), comments (条) and participants (人), never mixed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, select

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.store.comments.comment_versions import LATEST_VERSION
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import (
    comment_states,
    comment_versions,
    comments,
    participants,
    submissions,
)
from comments_service.store.ledger.ledger import PolicyCut


@dataclass(frozen=True, slots=True)
class Counts:
    """件数, 条数, 人数 (without 机关单位), and how many 机关单位 took part."""

    submissions: int = 0
    comments: int = 0
    participants: int = 0
    departments: int = 0


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """The comments on one clause; wid and eid None: on the whole draft.

    ``stances`` are of those that stand; ``withdrawn`` are the others.
    """

    wid: str | None
    eid: str | None
    citation: str
    comments: int
    participants: int
    withdrawn: int
    stances: dict[str, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a submission came, from which participant (None: a 机关单位), with how many comments."""

    at: datetime
    participant: str | None
    comments: int


_DEPARTMENT = participants.c.kind == ParticipantKind.DEPARTMENT.value
_PUBLIC_PARTICIPANT = case((~_DEPARTMENT, participants.c.id))
_FIGURES = (
    func.count(distinct(submissions.c.id)),
    func.count(comments.c.id),
    func.count(distinct(_PUBLIC_PARTICIPANT)),
    func.count(distinct(case((_DEPARTMENT, participants.c.id)))),
)


def of_policy(cut: PolicyCut) -> Counts:
    """Return the counts of the policy."""
    return Counts(*cut.connection.execute(_counted(cut, *_FIGURES)).one())


def by_clause(cut: PolicyCut) -> list[ClauseCount]:
    """Return the counts of each clause with comments, in no order."""
    clause, stance = comments.c, comment_versions.c.stance
    gone = comment_states.c.state == CommentProgress.WITHDRAWN
    query = _counted(
        cut,
        clause.wid,
        func.max(clause.eid),
        func.max(clause.citation),
        func.count(),
        func.count(distinct(_PUBLIC_PARTICIPANT)),
        func.count(case((gone, 1))),
        *(func.count(case((and_(stance == each.value, ~gone), 1))) for each in Stance),
    )
    query = query.join(comment_versions, LATEST_VERSION)
    query = query.join(comment_states, comment_states.c.comment == clause.id).group_by(clause.wid)
    found = []
    for row in cut.connection.execute(query):
        stances = dict(zip(map(str, Stance), row[6:], strict=True))
        found.append(ClauseCount(row[0], row[1], row[2], row[3], row[4], row[5], stances))
    return found


def by_kind(cut: PolicyCut) -> dict[str, Counts]:
    """Return the counts of each kind of participant; of departments they are ``departments``."""
    return _by(cut, participants.c.kind)


def by_window(cut: PolicyCut) -> dict[str, Counts]:
    """Return the counts of each round that brought anything, by its window's id."""
    return _by(cut, submissions.c.window_id)


def by_channel(cut: PolicyCut) -> dict[str, int]:
    """Return the number of comments that came by each channel."""
    query = _counted(cut, submissions.c.channel, func.count()).group_by(submissions.c.channel)
    return {row[0]: row[1] for row in cut.connection.execute(query)}


def arrivals(cut: PolicyCut) -> Iterator[Arrival]:
    """Yield every submission's arrival in the order of their entries."""
    sent = submissions.c
    columns = sent.received_at, func.max(_PUBLIC_PARTICIPANT), func.count(comments.c.id)
    query = _counted(cut, *columns).group_by(sent.entry, sent.received_at).order_by(sent.entry)
    return (Arrival(*row) for row in streamed(cut.connection, query))


def _by(cut: PolicyCut, key: ColumnElement[Any]) -> dict[str, Counts]:
    query = _counted(cut, key, *_FIGURES).group_by(key)
    return {row[0]: Counts(*row[1:]) for row in cut.connection.execute(query)}


def _counted(cut: PolicyCut, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return these columns of every comment, with its submission and sender."""
    sent = submissions.c
    whole = submissions.join(participants).join(comments, comments.c.submission_id == sent.id)
    return select(*columns).select_from(whole).where(sent.policy == cut.policy)
