"""Whether rows and ledger agree on a policy, before anything about it leaves the house.

A million comments have no room in memory. What was received is folded and compared submission by
submission, in the order of receipt; of what changed comments later, the outcome alone is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from comments_service.domain.errors import NotReconciled
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, RebuiltStates
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.submission_entries import RECEIVED
from comments_service.domain.states.comment_state import COMPARED, SHARED
from comments_service.domain.states.reconciliation import Standing
from comments_service.services.ledger.later_changes import LaterChanges, StoredState, progress_of
from comments_service.store.comments import submissions
from comments_service.store.exporting import exported_comments
from comments_service.store.exporting.exported_comments import ExportedSender
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said
from interface.long_work import reported

# At most so many are named; `db check` names them all.
_NAMED = 10
_POSITION = COMPARED.index("position")
_shared = attrgetter(*SHARED)
SharedFields: TypeAlias = tuple[Any, ...]
"""The fields of ``SHARED``."""
_Fold: TypeAlias = Callable[[LedgerEntry, EntryBody], None]


class LedgerComparison:
    """A policy's rows held against its entries, submission by submission in order of receipt."""

    def __init__(self, cut: PolicyCut) -> None:
        """Fold what came after receipts; ``NotReconciled`` where an entry cannot be read."""
        self._names: list[str] = []
        self._sent = self._comments = 0
        self._later = LaterChanges()
        self._states = RebuiltStates()
        others = ledger.of_other_types(cut, RECEIVED)
        for entry in reported(others, said("entries"), cut.progress):
            self._comments += self._folded(entry, self._later.fold).comments_added()
        self._received = ledger.of_stream(cut, RECEIVED)
        self._next = next(self._received, None)

    @property
    def finds_any(self) -> bool:
        """Whether anything was received, before what is compared next."""
        return self._next is not None

    def compare(self, entry: int, shared: SharedFields, stored: Iterable[StoredState]) -> None:
        """Compare the states of all comments of the submission that an entry received."""
        while self._next and self._next.id < entry:
            self._take()
            self._name_missing()
        if self._next and self._next.id == entry:
            self._take()
        right = self._states.states
        first = next(iter(right.values()), None)
        # What is received together is as far, and of one day.
        day, progress = (first.day.isoformat(), progress_of(first)) if first else ("", ())
        alike = first is not None and _shared(first) == shared
        for each in stored:
            # One that was split off: what its submission says is what the first one says.
            received = right.pop(each[0], first)
            leads = received and self._later.lead_to(each, received, day, progress)
            if not (leads and alike):
                self._names.append(_name(each[0], entry, each[_POSITION]))
        if right:
            self._name_missing()

    def counts(self) -> tuple[int, int]:
        """Return (submissions, comments) by the ledger alone; ``NotReconciled`` names other rows.

        To be called once all submissions have been compared.
        """
        while self._next:
            self._take()
            self._name_missing()
        names = self._names + self._later.left()
        if names:
            raise NotReconciled(names[:_NAMED])
        return self._sent, self._comments

    def _take(self) -> None:
        """Fold what is received next."""
        assert self._next is not None  # noqa: S101 - for mypy
        body = self._folded(self._next, self._receive)
        self._sent += 1
        self._comments += body.comments_added()
        self._next = next(self._received, None)

    def _receive(self, entry: LedgerEntry, body: EntryBody) -> None:
        body.fold(entry, self._states)

    def _folded(self, entry: LedgerEntry, fold: _Fold) -> EntryBody:
        try:
            body = body_of(entry)
            fold(entry, body)
        except (ValueError, LookupError):
            raise NotReconciled([f"#{entry.id}"]) from None
        return body

    def _name_missing(self) -> None:
        for each in self._states.states.values():
            self._later.forget(each.comment)
            self._names.append(_name(each.comment, each.serial, each.position))
        self._states.states.clear()


def reconciled_counts(cut: PolicyCut) -> tuple[int, int]:
    """Count (submissions, comments) by the ledger alone; ``NotReconciled`` names other rows."""
    comparison = LedgerComparison(cut)
    rows = submissions.whole_states(cut)
    for entry, shared, states in reported(rows, said("submissions compared"), cut.progress):
        comparison.compare(entry, shared, states)
    return comparison.counts()


def exported_counts(cut: PolicyCut) -> tuple[int, int]:
    """Count the same by the rows that an export reads."""
    comparison = LedgerComparison(cut)
    for sender, states in exported_comments.states_of_policy(cut):
        comparison.compare(sender.serial, shared_fields(sender, cut.policy), states)
    return comparison.counts()


def standings(cut: PolicyCut) -> Iterator[Standing]:
    """Yield how each comment stands by its rows, and report how far that is."""
    return reported(submissions.standings(cut), said("comments counted"), cut.progress)


def shared_fields(sender: ExportedSender, policy: str) -> SharedFields:
    """Return what the rows of a submission say of all its comments."""
    return sender.submission, policy, sender.channel, sender.kind


def _name(comment: str | None, serial: int, position: int) -> str:
    return f"{serial}-{position + 1} ({comment})"
