"""The partition of all comments that shows that nothing was lost (勾稽核对)."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeAlias

from catalogue.results import Disposition
from comments_service.domain.states.comment_state import CommentProgress

Outlook: TypeAlias = tuple[str, str | None, bool, str | None]
"""(state, disposition's code, is it released?, reason for withholding)."""
Standing: TypeAlias = tuple[Hashable, str, str | None, bool, str | None]
"""A submission's id and the outlook of one of its comments."""


class Bucket(StrEnum):
    """The parts of the partition, in the order in which they are tried."""

    WITHDRAWN = "withdrawn"
    INVALID = "invalid"
    TRANSFERRED = "transferred"
    UNRESOLVED = "unresolved"
    WITHHELD = "withheld"
    PUBLISHED = "published"


DISCIPLINE = "discipline"
"""转纪检(密): the disposition of a sealed comment, which is in no file outside."""
UNSEALED = "unsealed"
"""Of the row that keeps why a comment was given back by the inspector: no disposition."""
DISPOSITION_CODES = tuple(each.name.lower() for each in Disposition)
_INVALID = Disposition.INVALID.name.lower()
_TRANSFERS = (Disposition.REFERRED.name.lower(), Disposition.PETITION.name.lower(), DISCIPLINE)
_DECIDED = frozenset([None, *DISPOSITION_CODES, DISCIPLINE])
_LEADING = (
    Bucket.UNRESOLVED,
    Bucket.PUBLISHED,
    Bucket.WITHHELD,
    Bucket.TRANSFERRED,
    Bucket.INVALID,
    Bucket.WITHDRAWN,
)


def bucket(state: str, disposition: str | None, *, released: bool, withheld: str | None) -> Bucket:
    """Return the first part that fits; only invalid and transferred need no release."""
    decided = disposition or None
    if decided not in _DECIDED:
        raise ValueError(f"no such disposition: {decided}")
    fits = (
        (CommentProgress(state) is CommentProgress.WITHDRAWN, Bucket.WITHDRAWN),
        (decided == _INVALID, Bucket.INVALID),
        (decided in _TRANSFERS, Bucket.TRANSFERRED),
        (decided is None or not released, Bucket.UNRESOLVED),
        (bool(withheld), Bucket.WITHHELD),
    )
    return next((part for fit, part in fits if fit), Bucket.PUBLISHED)


class Reconciler:
    """What was received, once by comments (条) and once by submissions (件).

    A submission is withdrawn if all its comments are; invalid if all are withdrawn or
    invalid; transferred if all are withdrawn, invalid or transferred; unresolved while any
    is unresolved; withheld if none is published; else published. Its reason is that of its
    first withheld comment.
    """

    def __init__(self) -> None:
        self._parts = _Parts()

    def add(self, submission: Sequence[Outlook]) -> None:
        """Count the comments of a submission, all of them at once."""
        found = [*map(self._parts.__getitem__, submission)]
        for part in found:
            part.comments += 1
        leading = found[0] if len(found) == 1 else min(found, key=_rank)
        leading.submissions += 1

    def add_mixed(self, comments: Iterable[Standing]) -> None:
        """Count whole submissions whose comments come in any order."""
        # By the hashes of submissions: of hundreds of thousands the ids are three times as large.
        leading: dict[int, _Part] = {}
        for submission, state, disposition, released, withheld in comments:
            part = self._parts[state, disposition, released, withheld]
            sent = hash(submission)
            part.comments += 1
            leading[sent] = min(leading.get(sent, part), part, key=_rank)
        for part in leading.values():
            part.submissions += 1

    def figures(self, received: tuple[int, int] | None = None) -> dict[str, Any]:
        """Return ``{"submissions": part, "comments": part, "balanced": bool}``.

        A part has ``received``, one count for each ``Bucket`` and ``withheld_by_reason``
        (reason: count). ``received`` is (submissions, comments) counted elsewhere, from the
        log of entries; without it the rows count themselves. ``balanced`` says whether both
        counts are the sum of their parts.
        """
        parts = self._parts.values()
        by_submission = [(part.bucket, part.reason, part.submissions) for part in parts]
        by_comment = [(part.bucket, part.reason, part.comments) for part in parts]
        counted = sum(n for *_, n in by_submission), sum(n for *_, n in by_comment)
        submissions, rows = received or counted
        return {
            "submissions": _figures(by_submission, submissions),
            "comments": _figures(by_comment, rows),
            "balanced": (submissions, rows) == counted,
        }


def reconcile(
    comments: Iterable[Standing], *, received: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Return the figures of the partition of these comments."""
    reconciler = Reconciler()
    reconciler.add_mixed(comments)
    return reconciler.figures(received)


class _Part:
    """How many comments and submissions count in one way; hundreds of thousands are counted."""

    __slots__ = ("bucket", "comments", "rank", "reason", "submissions")

    def __init__(self, outlook: Outlook) -> None:
        state, disposition, released, withheld = outlook
        self.bucket = bucket(state, disposition, released=released, withheld=withheld)
        self.reason = withheld if withheld and self.bucket is Bucket.WITHHELD else ""
        self.rank = _LEADING.index(self.bucket)
        self.comments = self.submissions = 0


class _Parts(dict[Outlook, _Part]):
    """The parts that were met."""

    def __missing__(self, outlook: Outlook) -> _Part:
        """Make out a part."""
        found = self[outlook] = _Part(outlook)
        return found


_rank = attrgetter("rank")


def _figures(found: list[tuple[Bucket, str, int]], received: int) -> dict[str, Any]:
    counts = {part.value: sum(n for at, _, n in found if at is part) for part in Bucket}
    reasons: Counter[str] = Counter()
    for at, reason, number in sorted(found):
        if at is Bucket.WITHHELD and number:
            reasons[reason] += number
    return {"received": received, **counts, "withheld_by_reason": dict(reasons)}
