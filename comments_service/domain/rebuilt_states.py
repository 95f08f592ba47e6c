"""The states of comments, made anew from the ledger alone, in memory."""

from collections.abc import Collection, Iterable, Mapping

from comments_service.domain.comment_state import CommentState


class RebuiltStates:
    """What entries are folded into to be compared with what is stored."""

    def __init__(self) -> None:
        self.states: dict[str, CommentState] = {}
        self._serials: dict[str, int] = {}

    def comments(self, ids: Collection[str]) -> Mapping[str, CommentState]:
        """Return the states of these comments; ``LookupError`` where one is missing."""
        return {each: self.states[each] for each in ids}

    def put(self, states: Iterable[CommentState]) -> None:
        """Keep states."""
        self.states.update({each.comment: each for each in states})

    def next_serial(self, policy: str) -> int:
        """Return the number that the next submission of a policy gets."""
        self._serials[policy] = self._serials.get(policy, 0) + 1
        return self._serials[policy]
