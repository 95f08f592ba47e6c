"""Putting a transcription right: which points say something else, are new, or are taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comments_service.domain.comments.decision_rules import CitedClauses
from comments_service.domain.comments.submission import NewComment, StoredComment
from comments_service.domain.intake.new_entry import NewPoint

# What a transcription does not show of a comment.
_KEPT = ("stance", "proposed_text", "reason", "confidential")


@dataclass(frozen=True, slots=True)
class PointChanges:
    """What changes in a submission: comments by id, further ones, ids of those taken back."""

    changed: tuple[tuple[str, NewComment], ...]
    added: tuple[NewComment, ...]
    taken_back: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.changed or self.added or self.taken_back)


def correction(
    points: Sequence[NewPoint], before: Sequence[StoredComment], cited: CitedClauses
) -> PointChanges:
    """Return what is to be changed; the points have no faults by now, empty ones are taken back."""
    known = {each.id: each for each in before}
    changed = tuple(_changed(points, known, cited))
    added = tuple(each.comment(cited) for each in points if not each.id and not each.is_empty)
    taken_back = tuple(each.id for each in points if each.id in known and each.is_empty)
    return PointChanges(changed, added, taken_back)


def _changed(
    points: Sequence[NewPoint], known: dict[str, StoredComment], cited: CitedClauses
) -> Iterator[tuple[str, NewComment]]:
    for point in points:
        old = known.get(point.id)
        if old is None or point.is_empty:
            continue
        new = point.comment(cited)
        if (new.clause, new.body) != (old.clause.wid, old.body):
            same = {name: getattr(old, name) for name in _KEPT}
            yield old.id, replace(new, **same)
