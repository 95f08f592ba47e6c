"""The partition of all comments that shows that nothing was lost (勾稽核对)."""

from collections import Counter
from collections.abc import Hashable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from catalogue.results import Disposition
from comments_service.domain.states.comment_state import CommentProgress

Standing = tuple[Hashable, str, str | None, bool, str | None]
"""(submission id, state, disposition's code, is it released?, reason for withholding)."""


class Bucket(StrEnum):
    """The parts of the partition, in the order in which they are tried."""

    WITHDRAWN = "withdrawn"
    INVALID = "invalid"
    TRANSFERRED = "transferred"
    UNRESOLVED = "unresolved"
    WITHHELD = "withheld"
    PUBLISHED = "published"


_Place = tuple[Bucket, str]
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
        self._by_comment: Counter[_Place] = Counter()
        self._by_submission: Counter[_Place] = Counter()

    def add(self, submission: Iterable[Standing]) -> None:
        """Count the comments of a submission, all of them at once."""
        places = [_place(*standing) for _, *standing in submission]
        for place in places:
            self._by_comment[place] += 1
        self._by_submission[min(places, key=_rank)] += 1

    def add_mixed(self, comments: Iterable[Standing]) -> None:
        """Count whole submissions whose comments come in any order."""
        # By the hashes of submissions: of hundreds of thousands the ids are three times as large.
        leading: dict[int, _Place] = {}
        for submission, *standing in comments:
            place, sent = _place(*standing), hash(submission)
            self._by_comment[place] += 1
            leading[sent] = min(leading.get(sent, place), place, key=_rank)
        self._by_submission.update(leading.values())

    def figures(self, received: tuple[int, int] | None = None) -> dict[str, Any]:
        """Return ``{"submissions": part, "comments": part, "balanced": bool}``.

        A part has ``received``, one count for each ``Bucket`` and ``withheld_by_reason``
        (reason: count). ``received`` is (submissions, comments) counted elsewhere, from the
        log of entries; without it the rows count themselves. ``balanced`` says whether both
        counts are the sum of their parts.
        """
        by_comment, by_submission = self._by_comment, self._by_submission
        submissions, rows = received or (by_submission.total(), by_comment.total())
        return {
            "submissions": _part(by_submission, submissions),
            "comments": _part(by_comment, rows),
            "balanced": (submissions, rows) == (by_submission.total(), by_comment.total()),
        }


def reconcile(
    comments: Iterable[Standing], *, received: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Return the figures of the partition of these comments."""
    reconciler = Reconciler()
    reconciler.add_mixed(comments)
    return reconciler.figures(received)


@lru_cache(maxsize=256)
def _place(
    state: str,
    disposition: str | None,
    released: bool,  # noqa: FBT001 - in the order of a standing
    withheld: str | None,
) -> _Place:
    standing = bucket(state, disposition, released=released, withheld=withheld)
    return standing, withheld if withheld and standing is Bucket.WITHHELD else ""


def _rank(place: _Place) -> int:
    return _LEADING.index(place[0])


def _part(found: Counter[_Place], received: int) -> dict[str, Any]:
    counts = {part.value: sum(n for (at, _), n in found.items() if at is part) for part in Bucket}
    reasons = {reason: n for (at, reason), n in sorted(found.items()) if at is Bucket.WITHHELD}
    return {"received": received, **counts, "withheld_by_reason": reasons}
