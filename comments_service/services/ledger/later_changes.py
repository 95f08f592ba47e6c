"""What entries made of comments after their receipt: of a million, so the outcome alone is kept.

Entries are folded here as everywhere. But their receipts are not at hand, and thousands of comments
go the same way: what becomes of one is made out once, and shared by all of which it is true.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from comments_service.domain.states.comment_state import CommentState

StoredState: TypeAlias = Sequence[Any]
"""The fields of ``CommentState`` as the database has them: days as text."""
_FIELDS = CommentState._fields
_CHANGED, _DAY, _ANSWERED, _PROPOSAL = (
    _FIELDS.index(name) for name in ("changed", "day", "answered", "proposal")
)
_NEW = CommentState._field_defaults
_SAME: Any = object()


class LaterFields:
    """The fields that changed, but those that each comment has its own of; many share one."""

    def __init__(self, fields: dict[str, Any], known: dict[frozenset[Any], "LaterFields"]) -> None:
        """Keep it among those that are known."""
        self.fields, self._known = fields, known
        self.places = [(_FIELDS.index(name), value) for name, value in fields.items()]
        self._next: dict[tuple[Any, ...], LaterFields] = {}

    def after(self, changes: dict[str, Any]) -> "LaterFields":
        """Return what is left after these changes."""
        key = tuple(changes.items())
        found = self._next.get(key)
        if found is None:
            fields = {**self.fields, **changes}
            found = LaterFields(fields, self._known)
            found = self._next[key] = self._known.setdefault(frozenset(fields.items()), found)
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

    @property
    def kept(self) -> tuple[int, LaterFields, int | None, int | None, int | None]:
        """All but the comment."""
        return self.changed, self.outcome, self.answered, self.proposal, self.decision

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


class LaterChanges:
    """What entries are folded into that came after receipts.

    Comments and decisions are known by their hashes: a million ids would be half of the memory.
    """

    def __init__(self) -> None:
        self._nothing = LaterFields({}, {})
        self._kept: dict[int, tuple[int, LaterFields, int | None, int | None, int | None]] = {}

    def comments(self, ids: Collection[str]) -> Mapping[str, LaterState]:
        """Return what is known of these comments."""
        kept, new = self._kept, (0, self._nothing, None, None, None)
        return {each: LaterState(each, *kept.get(hash(each), new)) for each in ids}

    def put(self, states: Iterable[LaterState]) -> None:
        """Keep states."""
        self._kept.update({hash(each.comment): each.kept for each in states})

    def lead_to(self, stored: StoredState, received: CommentState) -> bool:
        """Return, once, whether a comment came from what was received to what is stored."""
        expected: list[Any] = [*received]
        expected[_DAY] = received.day.isoformat()
        kept = self._kept.pop(hash(received.comment), None)
        if kept is None:
            return expected == [*stored]
        expected[_CHANGED], outcome, expected[_ANSWERED], *expected[_PROPOSAL:] = kept
        for place, value in outcome.places:
            expected[place] = value
        *others, proposal, decision = stored
        return expected == [*others, _hash(proposal), _hash(decision)]

    def forget(self, comment: str) -> None:
        """Take away what is known of a comment."""
        self._kept.pop(hash(comment), None)

    def left(self) -> list[str]:
        """Return the entries that last changed comments of which nothing was received."""
        return [f"#{changed}" for changed, *_ in self._kept.values()]


def _hash(name: str | None) -> int | None:
    return None if name is None else hash(name)
