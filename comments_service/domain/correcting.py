"""Putting a transcription right: which points say something else, are new, or are taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.entering import NewPoint
from comments_service.domain.submission import NewComment, Stance, StoredComment
from comments_service.domain.text_rules import is_blank, many_lines, one_line


@dataclass(frozen=True, slots=True)
class CorrectedPoint:
    """A point as it should be; ``comment`` is empty for one split off, blank takes it back."""

    comment: str
    clause: str
    body: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left of it."""
        return is_blank(self.body) and not self.clause.strip()

    def value(self) -> NewPoint:
        """Return the point as rules take it."""
        return NewPoint(one_line(self.clause).strip(), many_lines(self.body))


@dataclass(frozen=True, slots=True)
class Correction:
    """What changes in a submission: comments by id, further ones, ids of those taken back."""

    changed: tuple[tuple[str, NewComment], ...]
    added: tuple[NewComment, ...]
    taken_back: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.changed or self.added or self.taken_back)


def correction(
    points: Sequence[CorrectedPoint], before: Sequence[StoredComment], cited: CitedClauses
) -> Correction:
    """Return what is to be changed; the points have no faults by now."""
    known = {each.id: each for each in before}
    changed = tuple(_changed(points, known, cited))
    added = tuple(
        _new(each, None, cited) for each in points if not each.comment and not each.is_blank
    )
    taken_back = tuple(each.comment for each in points if each.comment in known and each.is_blank)
    return Correction(changed, added, taken_back)


def _changed(
    points: Sequence[CorrectedPoint], known: dict[str, StoredComment], cited: CitedClauses
) -> Iterator[tuple[str, NewComment]]:
    for point in points:
        old = known.get(point.comment)
        if old is None or point.is_blank:
            continue
        new = _new(point, old, cited)
        if (new.clause, new.body) != (old.clause.wid, old.body):
            yield old.id, new


def _new(point: CorrectedPoint, old: StoredComment | None, cited: CitedClauses) -> NewComment:
    value = point.value()
    clause = cited.find(value.clause) if value.clause else None
    wid = clause.wid if clause else None
    if old is None:
        return NewComment(wid, Stance.SUGGEST, value.body)
    return NewComment(wid, old.stance, value.body, old.proposed_text, old.reason, old.confidential)
