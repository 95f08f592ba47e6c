"""The figures of each policy's tally, kept as sums of changes.

Every figure is a sum over participants of what each of them brought to it, so a change is what
one of them brings after it less what they brought before.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from operator import add
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from catalogue.window import CHINA, china_day
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance, StoredSubmission
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.store.comments.comment_versions import LATEST_VERSION
from comments_service.store.database.tables import (
    comment_states,
    comment_versions,
    comments,
    participant_lookups,
    participants,
    submissions,
    tally_counts,
)
from comments_service.store.locks.writer_locks import hold
from comments_service.store.statements.counted_rows import CountedRows
from comments_service.store.statements.gathered_counts import count
from comments_service.store.statements.prepared import Prepared
from comments_service.store.statements.streaming import streamed
from interface.command_line import said


class TallySplit(StrEnum):
    """By what comments are counted: each of them once by each."""

    CLAUSE = "clause"
    DAY = "day"
    KIND = "kind"


FIGURES = ("submissions", "comments", "participants", "withdrawn", *map(str, Stance))
"""What is counted; of a clause no submissions, of all but clauses no stances.

Participants are people and organisations; where it is by kind, departments too.
"""

Key: TypeAlias = tuple[TallySplit, str]
"""(split, name): of a clause its wId, "" for the whole draft; of a day, it in Beijing; a kind."""


class Tallied(NamedTuple):
    """The figures under one key; ``eid`` and ``citation`` as one of a clause's comments has it."""

    split: TallySplit
    name: str
    eid: str | None
    citation: str | None
    figures: Mapping[str, int]


class _Said(NamedTuple):
    """One comment, as far as it is counted."""

    submission: str
    at: datetime
    kind: str
    wid: str | None
    eid: str | None
    citation: str
    stance: str
    is_withdrawn: bool

    @property
    def keys(self) -> tuple[Key, Key, Key]:
        """What it counts under: its clause, the day it came, and the kind of its sender."""
        day = china_day(self.at).isoformat()
        named = (self.wid or "", day, self.kind)
        return tuple(zip(TallySplit, named, strict=True))  # type: ignore[return-value] # three


NOTHING = {"submissions": 0, "comments": 0, "participants": 0, "departments": 0}
"""The totals of a policy without comments."""
_Text: TypeAlias = tuple[str | None, str | None]
_Brought: TypeAlias = dict[tuple[Key, _Text], Counter[str]]
_Place: TypeAlias = tuple[str, str, str]
_Row: TypeAlias = tuple[str, str, str, str | None, str | None]
_Figure: TypeAlias = tuple[_Row, str]
_ROW = ("policy", "split", "name", "eid", "citation")
_NO_TEXT = None, None
_COMMENTS = FIGURES.index("comments")
_C, _S, _T = comments.c, submissions.c, tally_counts.c
# Fewer rows than this, some three of a submission, are summed as quickly as they are put together.
_WORTH = 300
_ROWS = CountedRows(tally_counts, FIGURES)
# On PostgreSQL a sum of large numbers would be a decimal one.
_SUMS = [cast(func.sum(_T[name]), BigInteger) for name in FIGURES]
# So that the index, which begins with them, is used.
_ANY_SPLIT = or_(*(_T.split == each.value for each in TallySplit))
_BY_TEXT = _T.split, _T.name, _T.eid, _T.citation
_BY_KEY = Prepared(
    select(*_BY_TEXT, *_SUMS)
    .where(_ANY_SPLIT, _T.policy == bindparam("of_policy"))
    .group_by(*_BY_TEXT)
    .order_by(_T.eid, _T.citation)
)
_BY_KIND = Prepared(
    select(_T.policy, _T.name, *_SUMS)
    .where(_T.split == TallySplit.KIND.value)
    .group_by(_T.policy, _T.name)
)
_OF_PARTICIPANT = _S.participant_id == bindparam("participant"), _S.policy == bindparam("of_policy")
_SENT_THEN = Prepared(
    select(_S.id)
    .where(*_OF_PARTICIPANT)
    .where(_S.received_at >= bindparam("since"), _S.received_at < bindparam("until"))
    .limit(1)
)
_SENT_ON = Prepared(
    select(_C.id)
    .join(submissions, _S.id == _C.submission_id)
    .where(*_OF_PARTICIPANT, func.coalesce(_C.wid, "") == bindparam("clause"))
    .limit(1)
)
_SAID = (
    select(
        *(_S.id, _S.received_at, participants.c.kind, _C.wid, _C.eid, _C.citation),
        comment_versions.c.stance,
        (comment_states.c.state == CommentProgress.WITHDRAWN).label("is_withdrawn"),
    )
    .select_from(submissions)
    .join(participants, participants.c.id == _S.participant_id)
    .join(comments, _C.submission_id == _S.id)
    .join(comment_versions, LATEST_VERSION)
    .join(comment_states, comment_states.c.comment == _C.id)
)


class Tally(NamedTuple):
    """All figures of a policy, those under one key together, in no order."""

    rows: list[Tallied]

    def split(self, by: TallySplit) -> list[Tallied]:
        """Return those of one split."""
        return [each for each in self.rows if each.split is by]

    def of_kind(self, kind: ParticipantKind) -> Mapping[str, int]:
        """Return the figures of a kind of participant."""
        found = (each.figures for each in self.split(TallySplit.KIND) if each.name == kind)
        return next(found, Counter())

    def counts(self) -> dict[str, int]:
        """Return 件数, 条数, 人数 (without 机关单位), and how many 机关单位 took part."""
        kinds = {kind: self.of_kind(kind) for kind in ParticipantKind}
        departments = kinds[ParticipantKind.DEPARTMENT]["participants"]
        every = Counter[str]()
        for figures in kinds.values():
            every.update(figures)
        people = every["participants"] - departments
        both = {"submissions": every["submissions"], "comments": every["comments"]}
        return {**both, "participants": people, "departments": departments}


def of_policies(connection: Connection, policies: Collection[str]) -> dict[str, dict[str, int]]:
    """Return the totals of those of these policies that have any comments."""
    by_kind = defaultdict(list)
    for policy, name, *sums in _BY_KIND.all(connection):
        figures = dict(zip(FIGURES, sums, strict=True))
        by_kind[policy].append(Tallied(TallySplit.KIND, name, None, None, figures))
    return {policy: Tally(by_kind[policy]).counts() for policy in policies if policy in by_kind}


def of_policy(connection: Connection, policy: str) -> Tally:
    """Return the figures of a policy."""
    figures: dict[tuple[str, str], list[int]] = {}
    texts: dict[tuple[str, str], _Text] = {}
    for split, name, eid, citation, *sums in _BY_KEY.all(connection, of_policy=policy):
        key = split, name
        others = figures.get(key)
        figures[key] = sums if others is None else [*map(add, others, sums)]
        # Of a text that no comment is on any more, nothing is left but what cancels out.
        if sums[_COMMENTS] > 0:
            texts[key] = eid, citation
    return Tally(
        [
            Tallied(
                TallySplit(split), name, *texts.get((split, name), _NO_TEXT),
                dict(zip(FIGURES, sums, strict=True)),
            )
            for (split, name), sums in figures.items()
            if any(sums)
        ]
    )  # fmt: skip


def note_new(connection: Connection, sent: StoredSubmission, *, came_before: bool) -> None:
    """Count a submission before it is written; whether its sender came before on its policy."""
    said = [
        _Said(
            *(sent.id, sent.received_at, sent.participant, each.clause.wid, each.clause.eid),
            *(each.clause.citation, each.stance, False),
        )
        for each in sent.comments
    ]
    keys = {key for each in said for key in each.keys}
    before = _before(connection, sent, keys) if came_before else set()
    _count(connection, sent.policy, _brought(said, before))


@contextmanager
def changing(connection: Connection, sent: StoredSubmission) -> Iterator[None]:
    """Count what the block changes of what a submission's participant said on its policy.

    Nothing else of theirs is written meanwhile: it would be counted here too.
    """
    known = participant_lookups.c.participant_id == sent.participant_id
    hold(connection, connection.scalars(select(participant_lookups.c.digest).where(known)).all())
    # In the order in which they came: a participant counts where their first comment does.
    of_them = _SAID.where(*_OF_PARTICIPANT).order_by(_S.entry, _C.position)
    asked = {"participant": sent.participant_id, "of_policy": sent.policy}
    before = [_Said(*row) for row in connection.execute(of_them, asked)]
    yield
    after = [_Said(*row) for row in connection.execute(of_them, asked)]
    changed = _brought(after)
    for key, figures in _brought(before).items():
        changed[key].subtract(figures)
    _count(connection, sent.policy, changed)


def to_merge(connection: Connection) -> Sequence[str]:
    """Return the policies of which so many changes came that it is worth to put them together."""
    return _ROWS.to_merge(connection, _WORTH)


def merge(connection: Connection) -> bool:
    """Put rows of equal keys together where many came since the last time, and return whether."""
    return _ROWS.merge(connection, _WORTH)


def faults(connection: Connection) -> Iterator[str]:
    """Yield each figure that is not what the comments come to, and each text that none has."""
    right: dict[_Place, Counter[str]] = defaultdict(Counter)
    texts: dict[_Place, set[str | None]] = defaultdict(set)
    for policy, voiced in _by_participant(connection):
        for each in voiced:
            texts[policy, TallySplit.CLAUSE, each.wid or ""] |= {each.eid, each.citation}
        for (key, _), brought in _brought(voiced).items():
            right[policy, *key].update(brought)
    for place, shown, figures in _kept(connection):
        right[place].subtract(figures)
        if figures["comments"] > 0 and not shown <= texts.get(place, {None}):
            words = said("no comment is on such a clause")
            yield f"{tally_counts.name} ({', '.join(place)}): {words}"
    for place, figures in right.items():
        for name in (each for each in FIGURES if figures[each]):
            told = ", ".join((*place, name))
            words = said("differs by %(number)s from the comments", number=figures[name])
            yield f"{tally_counts.name} ({told}): {words}"


def _kept(connection: Connection) -> Iterator[tuple[_Place, set[str | None], dict[str, int]]]:
    said = (_T.policy, _T.split, _T.name, _T.eid, _T.citation)
    query = select(*said, *_SUMS).group_by(*said)
    for policy, split, name, eid, citation, *sums in connection.execute(query):
        yield (policy, split, name), {eid, citation}, dict(zip(FIGURES, sums, strict=True))


def _by_participant(connection: Connection) -> Iterator[tuple[str, list[_Said]]]:
    whose = (_S.policy, _S.participant_id)
    query: Select[*tuple[Any, ...]] = _SAID.add_columns(*whose).order_by(*whose)
    for (policy, _), rows in groupby(streamed(connection, query), key=lambda row: row[-2:]):
        yield policy, [_Said(*row[:-2]) for row in rows]


def _before(connection: Connection, sent: StoredSubmission, keys: Iterable[Key]) -> set[Key]:
    """Return under which of these keys the participant counts already."""
    asked = {"participant": sent.participant_id, "of_policy": sent.policy}
    return {key for key in keys if _counts(connection, key, asked)}


def _counts(connection: Connection, key: Key, asked: Mapping[str, str]) -> bool:
    split, name = key
    if split is TallySplit.KIND:
        return True
    if split is TallySplit.CLAUSE:
        return bool(_SENT_ON.all(connection, clause=name, **asked))
    since = datetime.combine(datetime.fromisoformat(name), time(), CHINA).astimezone(UTC)
    until = since + timedelta(days=1)
    return bool(_SENT_THEN.all(connection, since=since, until=until, **asked))


def _brought(said: Iterable[_Said], before: Collection[Key] = ()) -> _Brought:
    """Return what one participant's comments bring, who counts ``before`` under some keys.

    Under one clause by the text that each comment is on, so that what goes leaves no text behind.
    """
    found: _Brought = defaultdict(Counter)
    counted, sent = set(before), set[str]()
    for each in said:
        for key in each.keys:
            is_clause = key[0] is TallySplit.CLAUSE
            figures = found[key, (each.eid, each.citation) if is_clause else _NO_TEXT]
            figures["comments"] += 1
            if is_clause:
                figures["withdrawn" if each.is_withdrawn else each.stance] += 1
            elif each.submission not in sent:
                figures["submissions"] += 1
            is_person = each.kind != ParticipantKind.DEPARTMENT
            if key not in counted and (is_person or key[0] is TallySplit.KIND):
                figures["participants"] += 1
            counted.add(key)
        sent.add(each.submission)
    return found


def _count(connection: Connection, policy: str, brought: _Brought) -> None:
    changes = Counter[_Figure]()
    for ((split, name), text), numbers in brought.items():
        for figure, number in numbers.items():
            changes[(policy, split, name, *text), figure] = number
    count(connection, _write, changes)


def _write(connection: Connection, changes: Counter[_Figure]) -> None:
    _ROWS.change(connection, _rows(changes))


def _rows(changes: Counter[_Figure]) -> list[dict[str, Any]]:
    figures: dict[_Row, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for (row, figure), number in changes.items():
        if number:
            figures[row][figure] = number
    return [{**dict(zip(_ROW, row, strict=True)), **numbers} for row, numbers in figures.items()]
