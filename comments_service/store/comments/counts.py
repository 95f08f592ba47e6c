"""Counting: submissions (件), comments (条) and participants (人), never mixed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    distinct,
    func,
    select,
)

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.store.comments.comment_versions import LATEST_VERSION
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import (
    comment_versions,
    comments,
    participants,
    submissions,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """件数, 条数, 人数 (without 机关单位), and how many 机关单位 took part."""

    submissions: int = 0
    comments: int = 0
    participants: int = 0
    departments: int = 0


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """The comments on one clause; wid and eid None: on the whole draft."""

    wid: str | None
    eid: str | None
    citation: str
    comments: int
    participants: int
    stances: dict[str, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a submission came, from which participant (None: a 机关单位), with how many comments."""

    at: datetime
    participant: str | None
    comments: int


class Asked(NamedTuple):
    """What is counted: a policy's submissions up to the entry of that number."""

    policy: str
    log_size: int

    def rows(self) -> ColumnElement[bool]:
        """Return the condition that the rows fulfil."""
        return and_(submissions.c.policy == self.policy, submissions.c.entry <= self.log_size)


_WHOLE = submissions.join(participants).join(comments, comments.c.submission_id == submissions.c.id)
_DEPARTMENT = participants.c.kind == ParticipantKind.DEPARTMENT.value


def of_policy(connection: Connection, asked: Asked) -> Counts:
    """Return the counts of one policy."""
    query = select(*_figures()).select_from(_WHOLE).where(asked.rows())
    return Counts(*list(connection.execute(query).one()))


def by_clause(connection: Connection, asked: Asked) -> list[ClauseCount]:
    """Return the counts of each clause with comments, in no order."""
    stances = [
        _number(comment_versions.c.stance == stance.value).label(stance.value) for stance in Stance
    ]
    query = (
        select(
            comments.c.wid,
            func.max(comments.c.eid).label("eid"),
            func.max(comments.c.citation).label("citation"),
            func.count().label("comments"),
            func.count(distinct(_public_participant())).label("participants"),
            *stances,
        )
        .select_from(_WHOLE.join(comment_versions, LATEST_VERSION))
        .where(asked.rows())
        .group_by(comments.c.wid)
    )
    return [_clause_count(row) for row in connection.execute(query)]


def by_kind(connection: Connection, asked: Asked) -> dict[str, Counts]:
    """Return the counts of each kind of participant; of departments they are ``departments``."""
    return _by(connection, asked, participants.c.kind)


def by_window(connection: Connection, asked: Asked) -> dict[str, Counts]:
    """Return the counts of each round that brought anything, by its window's id."""
    return _by(connection, asked, submissions.c.window_id)


def by_channel(connection: Connection, asked: Asked) -> dict[str, int]:
    """Return the number of comments that came by each channel."""
    query = select(submissions.c.channel, func.count()).select_from(_WHOLE).where(asked.rows())
    return {row[0]: row[1] for row in connection.execute(query.group_by(submissions.c.channel))}


def arrivals(connection: Connection, asked: Asked) -> Iterator[Arrival]:
    """Yield every submission's arrival in the order of their entries."""
    query = (
        select(
            submissions.c.received_at,
            func.max(_public_participant()),
            func.count(comments.c.id),
        )
        .select_from(_WHOLE)
        .where(asked.rows())
        .group_by(submissions.c.entry, submissions.c.received_at)
        .order_by(submissions.c.entry)
    )
    return (Arrival(*row) for row in streamed(connection, query))


def _by(connection: Connection, asked: Asked, key: ColumnElement[Any]) -> dict[str, Counts]:
    query = select(key, *_figures()).select_from(_WHOLE).where(asked.rows()).group_by(key)
    return {row[0]: Counts(*row[1:]) for row in connection.execute(query)}


def _figures() -> list[ColumnElement[int]]:
    return [
        func.count(distinct(submissions.c.id)),
        func.count(comments.c.id),
        func.count(distinct(_public_participant())),
        func.count(distinct(case((_DEPARTMENT, participants.c.id)))),
    ]


def _public_participant() -> ColumnElement[Any]:
    return case((~_DEPARTMENT, participants.c.id))


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _clause_count(row: Row[Any]) -> ClauseCount:
    stances = {stance.value: getattr(row, stance.value) for stance in Stance}
    return ClauseCount(row.wid, row.eid, row.citation, row.comments, row.participants, stances)
