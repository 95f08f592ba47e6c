"""How many comments are in each state: signed numbers, summed.

The same comments are counted several times, each time split by less: what is asked is read from
few rows, however many comments there are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.store.database.tables import comment_counts, participants, submissions
from comments_service.store.statements.counted_rows import CountedRows
from comments_service.store.statements.gathered_counts import count
from comments_service.store.statements.prepared import Prepared
from comments_service.store.statements.streaming import streamed
from interface.command_line import said


class Split(StrEnum):
    """What is counted: comments, by more or less; submissions by window, people by windows."""

    WHOLE = "whole"
    CLAUSE = "clause"
    RANK = "rank"
    DAY = "day"
    SUBMISSION = "submission"
    PARTICIPANT = "participant"


_C, _S = comment_counts.c, submissions.c
_COUNTED = tuple(each.name for each in _C if each.name not in {"id", "merged", "number"})
_GROUPS = {"policy", "sealed", "window", "stage", "channel", "kind", "late", "disposition"}
_SPLITS = {
    Split.WHOLE: {*_GROUPS, "state", "unchecked", "released"},
    Split.CLAUSE: {*_GROUPS, "rank"},
    Split.RANK: {"policy", "sealed", "window", "rank"},
    Split.DAY: {"policy", "day"},
    Split.SUBMISSION: {"policy", "window"},
}
_PLACES = {
    split: [(_COUNTED.index(name), name) for name in ("split", *names)]
    for split, names in _SPLITS.items()
}
_COLUMNS = [_C[name] for name in _COUNTED]
# Fewer new rows than this, some five of a comment, are not worth putting together.
_WORTH = 750
_ROWS = CountedRows(comment_counts, ["number"])
_SENT = select(_S.window_id).where(
    _S.participant_id == bindparam("participant"), _S.policy == bindparam("policy")
)
# Two look-ups in an index, however much somebody sent; nearly always it is one window.
_EDGES = Prepared(
    select(
        *(
            _SENT.with_only_columns(edge(_S.window_id)).scalar_subquery()
            for edge in (func.min, func.max)
        )
    )
)
_EVERY = Prepared(_SENT.distinct())
_SENDERS = (
    select(_S.policy, participants.c.kind, participants.c.id, _S.window_id)
    .join(participants, participants.c.id == _S.participant_id)
    .distinct()
    .order_by(_S.policy, participants.c.kind, participants.c.id)
)

Change = tuple[CommentState | None, CommentState]
"""(before, after) of one comment; before is None for a new one."""
_Key = tuple[Any, ...]


def sums(columns: Sequence[ColumnElement[Any]], *which: ColumnElement[bool]) -> Select[Any]:
    """Return a query for (values of these columns, number) counted, where that is anything."""
    # On PostgreSQL a sum of large numbers would be a decimal one.
    number = cast(func.sum(_C.number), BigInteger)
    return select(*columns, number).where(*which).group_by(*columns).having(number != 0)


_OF_POLICY = _C.policy == bindparam("of_policy")
_BY_DAY = Prepared(sums([_C.day], _OF_POLICY, _C.split == Split.DAY))
_BY_CHANNEL = Prepared(sums([_C.channel], _OF_POLICY, _C.split == Split.WHOLE))
_WHOLE_OR_SENT = or_(_C.split == Split.WHOLE, _C.split == Split.SUBMISSION)
_BY_WINDOW = Prepared(sums([_C.split, _C.window], _OF_POLICY, _WHOLE_OR_SENT))
_OF_POLICIES = _C.policy.in_(bindparam("policies", expanding=True))
_OF_ROUNDS = sums(
    [_C.policy, _C.split, _C.window, _C.kind, _C.state, _C.released],
    _OF_POLICIES,
    or_(_WHOLE_OR_SENT, _C.split == Split.PARTICIPANT),
)
_ALL_SUMS = sums(_COLUMNS)
_PROGRESS = sums([_C.policy, _C.split, _C.sealed, _C.state, _C.stage], _OF_POLICIES, _WHOLE_OR_SENT)


def by_day(connection: Connection, policy: str) -> list[tuple[date, int]]:
    """Return how many comments came on each day on which any came, sealed ones left out."""
    return sorted((row[0], row[1]) for row in _BY_DAY.all(connection, of_policy=policy))


def by_channel(connection: Connection, policy: str) -> dict[str, int]:
    """Return how many comments came by each channel."""
    return {row[0]: row[1] for row in _BY_CHANNEL.all(connection, of_policy=policy)}


def by_window(connection: Connection, policy: str) -> dict[str, Counter[str]]:
    """Count ``submissions`` and ``comments`` of each round that brought any, by its window."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for split, window, number in _BY_WINDOW.all(connection, of_policy=policy):
        found[window]["comments" if split == Split.WHOLE else "submissions"] += number
    return found


def submissions_in_all(connection: Connection) -> int:
    """Return how many submissions there are."""
    counted = select(func.coalesce(func.sum(_C.number), 0)).where(_C.split == Split.SUBMISSION)
    return int(connection.execute(counted).scalar_one())


def of_rounds(
    connection: Connection,
    policies: Collection[str],
    rounds: Collection[tuple[str, str]] | None = None,
) -> dict[str, Counter[str]]:
    """Count by policy, of all its rounds or of these, (policy, window) each.

    ``submissions``, ``comments``, ``participants`` and ``departments``; of comments those that
    are ``withdrawn``, and others by the code released.
    """
    rows = connection.execute(_OF_ROUNDS, {"policies": [*policies]})
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for policy, split, windows, *what, number in rows:
        among = {(policy, window) for window in windows.split()}
        if rounds is None or not among.isdisjoint(rounds):
            found[policy].update(dict.fromkeys(_figures(split, *what), number))
    return found


def _figures(split: str, kind: str, state: str, released: str | None) -> tuple[str, ...]:
    if split == Split.WHOLE:
        return "comments", state if state == CommentProgress.WITHDRAWN else released or ""
    if split == Split.SUBMISSION:
        return ("submissions",)
    return ("departments" if kind == ParticipantKind.DEPARTMENT else "participants",)


@dataclass(frozen=True, slots=True)
class Progress:
    """来件 and comments, none sealed: by what is done (a partition), and by stage."""

    submissions: int = 0
    comments: int = 0
    undecided: int = 0
    proposed: int = 0
    released: int = 0
    withdrawn: int = 0
    stages: Counter[str] = field(default_factory=Counter)


_PARTS = {
    **dict.fromkeys(CommentProgress, "undecided"),
    CommentProgress.DECIDED: "proposed",
    CommentProgress.ANSWERED: "released",
    CommentProgress.WITHDRAWN: "withdrawn",
}


def progress_of(connection: Connection, policies: Collection[str]) -> dict[str, Progress]:
    """Return how far those policies are that have comments, by their id."""
    rows = connection.execute(_PROGRESS, {"policies": [*policies]})
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    stages: dict[str, Counter[str]] = defaultdict(Counter)
    for policy, split, sealed, state, stage, number in rows:
        if split == Split.SUBMISSION:
            parts[policy]["submissions"] += number
        elif not sealed:
            parts[policy].update({"comments": number, _PARTS[state]: number})
            stages[policy][stage] += number
    return {policy: Progress(**counted, stages=stages[policy]) for policy, counted in parts.items()}


def note(connection: Connection, changes: Iterable[Change]) -> None:
    """Count what changed."""
    counted: Counter[_Key] = Counter()
    for before, after in changes:
        counted.update(_keys(after))
        if before:
            counted.subtract(_keys(before))
    count(connection, _write, counted)


def note_participant(
    connection: Connection, sent: StoredSubmission, *, is_first: bool = False
) -> bool:
    """Count who sent a submission, before that is written; whether they sent any on its policy."""
    policy, kind = sent.policy, sent.participant
    asked = {"policy": policy, "participant": sent.participant_id}
    # One who is new need not be looked for.
    before: set[str] = set() if is_first else set(*_EDGES.all(connection, **asked)) - {None}
    if len(before) > 1:
        before = {window for (window,) in _EVERY.all(connection, **asked)}
    if sent.window not in before:
        counted = Counter({_participant(policy, kind, {*before, sent.window}): 1})
        if before:
            counted[_participant(policy, kind, before)] = -1
        count(connection, _write, counted)
    return bool(before)


def to_merge(connection: Connection) -> Sequence[str]:
    """Return the policies of which so many changes came that it is worth to put them together."""
    return _ROWS.to_merge(connection, _WORTH)


def merge(connection: Connection) -> bool:
    """Put rows of equal keys together where many came since the last time, and return whether."""
    return _ROWS.merge(connection, _WORTH)


def faults(connection: Connection, states: Iterable[CommentState]) -> Iterator[str]:
    """Yield each number that is not what the states, and the submissions' senders, come to."""
    right: Counter[_Key] = Counter()
    for (policy, kind, _), rows in groupby(streamed(connection, _SENDERS), key=lambda row: row[:3]):
        right[_participant(policy, kind, {window for *_, window in rows})] += 1
    for each in states:
        right.update(_keys(each))
    for *key, number in connection.execute(_ALL_SUMS):
        right[tuple(key)] -= number
    for columns, number in right.items():
        if number:
            told = zip(_COUNTED, columns, strict=True)
            words = ", ".join(f"{name} {value}" for name, value in told if value is not None)
            differ = said("differ by %(number)s from the entries", number=number)
            yield f"{comment_counts.name} ({words}): {differ}"


def _keys(state: CommentState) -> Iterator[_Key]:
    # No day may tell of an accusation.
    left_out = {Split.DAY: state.sealed, Split.SUBMISSION: state.position > 0}
    for split, places in _PLACES.items():
        if not left_out.get(split):
            key: list[Any] = [None] * len(_COUNTED)
            for place, name in places:
                key[place] = split if name == "split" else getattr(state, name)
            yield tuple(key)


def _participant(policy: str, kind: str, windows: set[str]) -> _Key:
    every = " ".join(sorted(windows))
    return _key(Split.PARTICIPANT, {"policy": policy, "kind": kind, "window": every})


def _key(split: Split, values: Mapping[str, Any]) -> _Key:
    return tuple(split if name == "split" else values.get(name) for name in _COUNTED)


def _write(connection: Connection, counted: Counter[_Key]) -> None:
    _ROWS.change(connection, _rows(counted))


def _rows(counted: Counter[_Key]) -> list[dict[str, Any]]:
    return [
        {**dict(zip(_COUNTED, key, strict=True)), "number": number}
        for key, number in counted.items()
        if number
    ]
