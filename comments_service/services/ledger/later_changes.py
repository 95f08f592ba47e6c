"""What entries made of comments after their receipt: of a million, so the outcome alone is kept.

Entries are folded here as everywhere. But their receipts are not at hand, and thousands of comments
go the same way: what becomes of one is made out once, and shared by all of which it is true.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from struct import Struct
from typing import Any, TypeAlias, cast

from comments_service.domain.ledger.decision_entries import DecisionProposed, DecisionsReleased
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.states.comment_state import COMPARED, CommentState

StoredState: TypeAlias = Sequence[Any]
"""The fields of ``COMPARED`` as the database has them: days as text."""
_FIELDS = CommentState._fields
_CHANGED, _ANSWERED, _PROPOSAL, _DECISION, _DAY, _SERIAL, _UNCHECKED = map(
    COMPARED.index,
    ("changed", "answered", "proposal", "decision", "day", "serial", "unchecked"),
)
# What a comment keeps, and what says how far it is; of a row that is held against the ledger.
_KEPT, _PROGRESS = slice(_SERIAL, _UNCHECKED), slice(_UNCHECKED, len(COMPARED))
_kept_of, progress_of = (
    itemgetter(*map(_FIELDS.index, COMPARED[each])) for each in (_KEPT, _PROGRESS)
)
_NEW = CommentState._field_defaults
_SAME: Any = object()


class LaterFields:
    """The fields that changed, but those that each comment has its own of; many share one."""

    def __init__(
        self,
        fields: dict[str, Any],
        known: dict[frozenset[Any], "LaterFields"],
        every: list["LaterFields"],
    ) -> None:
        """Keep it among those that are known, and under its number in the list of all."""
        self.fields, self._known, self._every = fields, known, every
        self.number = len(every)
        every.append(self)
        known[frozenset(fields.items())] = self
        self._next: dict[tuple[Any, ...], LaterFields] = {}
        self._progress: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.is_progress = fields.keys() <= {*COMPARED[_PROGRESS]}

    def after(self, changes: dict[str, Any]) -> "LaterFields":
        """Return what is left after these changes."""
        key = tuple(changes.items())
        found = self._next.get(key)
        if found is None:
            fields = {**self.fields, **changes}
            found = self._known.get(frozenset(fields.items()))
            found = found or LaterFields(fields, self._known, self._every)
            self._next[key] = found
        return found

    def progress_after(self, received: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what the fields of progress are that were this when it was received."""
        found = self._progress.get(received)
        if found is None:
            pairs = zip(COMPARED[_PROGRESS], received, strict=True)
            found = tuple(self.fields.get(name, value) for name, value in pairs)
            self._progress[received] = found
        return found


class LaterState:
    """A comment's state, but for what its receipt says, as folds ask for it and replace it."""

    __slots__ = ("answered", "changed", "comment", "decision", "outcome", "proposal")

    def __init__(  # noqa: PLR0913, PLR0917 - six values that it is kept as
        self,
        comment: str,
        changed: int,
        outcome: LaterFields,
        answered: int | None,
        proposal: int | None,
        decision: int | None,
    ) -> None:
        """Take decisions by their hashes."""
        self.comment, self.changed, self.outcome = comment, changed, outcome
        self.answered, self.proposal, self.decision = answered, proposal, decision

    def __getattr__(self, name: str) -> Any:
        """Return a field that changed, or as it is of a new comment."""
        fields = self.outcome.fields
        return fields[name] if name in fields else _NEW[name]

    def _replace(
        self,
        *,
        changed: int,
        comment: str = _SAME,
        answered: int | None = _SAME,
        proposal: str | None = _SAME,
        decision: str | None = _SAME,
        **others: Any,
    ) -> "LaterState":
        return LaterState(
            self.comment if comment is _SAME else comment,
            changed,
            self.outcome.after(others) if others else self.outcome,
            self.answered if answered is _SAME else answered,
            self.proposal if proposal is _SAME else _hash(proposal),
            self.decision if decision is _SAME else _hash(decision),
        )

    unproposed = CommentState.unproposed


# When it changed last, the last release, what waits and what was released by their hashes, and
# the number of its outcome; 0: none. A tuple of as many numbers takes three times as much.
_PACKED = Struct("<qqqqI")
_pack, _unpack = _PACKED.pack, _PACKED.unpack


class LaterChanges:
    """What entries are folded into that came after receipts.

    Comments and decisions are known by their hashes: a million ids would be half of the memory.
    """

    def __init__(self) -> None:
        self._known: dict[frozenset[Any], LaterFields] = {}
        self._outcomes: list[LaterFields] = []
        self._new = _pack(0, 0, 0, 0, LaterFields({}, self._known, self._outcomes).number)
        self._kept: dict[int, bytes] = {}
        self._proposed: dict[tuple[Any, ...], int] = {}
        self._released: dict[int, int] = {}

    def fold(self, entry: LedgerEntry, body: EntryBody) -> None:
        """Fold an entry with this body."""
        if isinstance(body, DecisionProposed):
            self._propose(entry, body)
        elif isinstance(body, DecisionsReleased):
            for pair in body.decisions:
                self._release(entry, pair)
        else:
            body.fold(entry, cast("States", self))

    def comments(self, ids: Collection[str]) -> Mapping[str, LaterState]:
        """Return what is known of these comments."""
        return {each: self._state(each) for each in ids}

    def put(self, states: Iterable[LaterState]) -> None:
        """Keep states."""
        self._kept.update({
            hash(each.comment): _pack(
                each.changed, each.answered or 0, each.proposal or 0, each.decision or 0,
                each.outcome.number,
            )
            for each in states
        })  # fmt: skip

    def lead_to(
        self, stored: StoredState, received: CommentState, day: str, progress: tuple[Any, ...]
    ) -> bool:
        """Return, once, whether a comment came from what was received to what is stored.

        ``day`` is that of its receipt as the database has it, ``progress`` its ``progress_of``.
        """
        kept = self._kept.pop(hash(stored[0]), None)
        proposal, decision = stored[_PROPOSAL], stored[_DECISION]
        if kept is None:
            changed, answered, waits, released = received.changed, 0, 0, 0
        else:
            changed, answered, waits, released, number = _unpack(kept)
            outcome = self._outcomes[number]
            progress = outcome.progress_after(progress)
            if not outcome.is_progress:
                received = received._replace(**outcome.fields)
        return (
            stored[_PROGRESS] == progress
            and stored[_KEPT] == _kept_of(received)
            and stored[_DAY] == day
            and stored[_CHANGED] == changed
            and stored[_ANSWERED] == (answered or None)
            and (_hash(proposal) if proposal else 0) == waits
            and (_hash(decision) if decision else 0) == released
        )

    def forget(self, comment: str) -> None:
        """Take away what is known of a comment."""
        self._kept.pop(hash(comment), None)

    def left(self) -> list[str]:
        """Return the entries that last changed comments of which nothing was received."""
        return [f"#{_unpack(kept)[0]}" for kept in self._kept.values()]

    def _state(self, comment: str) -> LaterState:
        kept = self._kept.get(hash(comment), self._new)
        changed, answered, proposal, decision, number = _unpack(kept)
        outcome = self._outcomes[number]
        return LaterState(
            comment, changed, outcome, answered or None, proposal or None, decision or None
        )

    # Of proposals and releases there is one for nearly every comment. What they make of it follows
    # from little, apart from the numbers that they bring: it is folded once for all alike.

    def _propose(self, entry: LedgerEntry, made: DecisionProposed) -> None:
        key, kept = hash(made.comment), self._kept
        _, answered, _, decision, before = _unpack(kept.get(key, self._new))
        way = before, bool(decision), made.disposition, entry.actor
        after = self._proposed.get(way)
        if after is None:
            made.fold(entry, cast("States", self))
            *_, self._proposed[way] = _unpack(kept[key])
        else:
            kept[key] = _pack(entry.id, answered, _hash(made.decision), decision, after)

    def _release(self, entry: LedgerEntry, pair: tuple[str, str]) -> None:
        comment, decision = pair
        key, kept = hash(comment), self._kept
        *_, before = _unpack(kept.get(key, self._new))
        after = self._released.get(before)
        if after is None:
            DecisionsReleased(decisions=(pair,)).fold(entry, cast("States", self))
            *_, self._released[before] = _unpack(kept[key])
        else:
            kept[key] = _pack(entry.id, entry.id, 0, _hash(decision), after)


def _hash(name: str | None) -> int:
    """Return a number for a decision; none has 0."""
    return 0 if name is None else hash(name) or 1
