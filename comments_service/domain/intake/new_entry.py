"""A submission that came by letter, telephone or the like, as staff enter and correct it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalogue.text import fold_name
from comments_service.domain.comments.decision import CitedClauses
from comments_service.domain.comments.judging import Intake, WindowRule
from comments_service.domain.comments.participant import ParticipantKind, Personal, normalise_email
from comments_service.domain.comments.submission import (
    WEB,
    NewComment,
    NewSubmission,
    Stance,
    StoredComment,
)
from comments_service.domain.comments.submission_rules import (
    MOST_COMMENTS,
    comment_faults,
    reach_faults,
)
from comments_service.domain.errors import FieldFault
from comments_service.domain.register.code_words import CHANNELS
from comments_service.domain.text_rules import is_blank, many_lines, one_line, text_faults

LONGEST = {
    "name": 100, "organisation": 200, "contact": 254, "phone": 40, "email": 254, "place": 200,
}  # fmt: skip
"""Characters that each text about the sender may have."""
_TEXTS = ("body", "proposed_text", "reason")
# What a transcription does not show of a comment, so that correcting it changes none of these.
_KEPT = ("stance", "proposed_text", "reason", "confidential")
ENTERED_CHANNELS = tuple(code for code in CHANNELS if code != WEB)


@dataclass(frozen=True, slots=True)
class NewPoint:
    """One point of it; ``clause`` as typed (citation, wId or eId), empty: the whole draft.

    ``id`` is of the comment that it corrects, empty for a new one.
    """

    clause: str = ""
    body: str = ""
    proposed_text: str = ""
    reason: str = ""
    id: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it is empty."""
        return not self.clause.strip() and is_blank(self.body + self.proposed_text)

    def kept(self) -> "NewPoint":
        """Return it as it is kept."""
        texts = {name: many_lines(getattr(self, name)) for name in _TEXTS}
        return replace(self, clause=one_line(self.clause).strip(), **texts)

    def comment(self, cited: CitedClauses) -> NewComment:
        """Return the comment that it is, which has no faults."""
        clause = cited.find(self.clause) if self.clause else None
        said = self.body, self.proposed_text, self.reason
        return NewComment(clause.wid if clause else None, Stance.SUGGEST, *said)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What staff enter; ``scans`` are uploads, ``unit`` is who replies.

    ``contact`` is as written; where it is known which, it is ``phone`` and ``email``.
    """

    policy: str
    version: str
    channel: str
    received_on: date | None
    kind: ParticipantKind | None
    points: tuple[NewPoint, ...]
    idempotency_key: str
    posted_on: date | None = None
    window_rule: WindowRule = WindowRule.POSTED
    name: str = ""
    organisation: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    place: str = ""
    scans: tuple[str, ...] = ()
    unit: str = ""

    def kept(self) -> "NewEntry":
        """Return it as it is kept: line ends and controls as in every text that is sent."""
        lines: dict[str, Any] = {name: one_line(getattr(self, name)).strip() for name in LONGEST}
        return replace(self, points=tuple(each.kept() for each in self.points), **lines)

    def intake(self, officer_id: str, scans: tuple[str, ...]) -> Intake:
        """Return how it came in; ``scans`` are digests."""
        return Intake(
            channel=self.channel,
            entered_by=officer_id,
            posted_on=self.posted_on,
            received_on=self.received_on,
            window_rule=self.window_rule,
            scans=scans,
        )

    def submission(self, cited: CitedClauses) -> NewSubmission:
        """Return the submission that it is; to be asked where it has no faults."""
        mail = self.email or normalise_email(self.contact) or ""
        return NewSubmission(
            policy=self.policy,
            version=self.version,
            participant=self.kind or ParticipantKind.PERSON,
            personal=Personal(
                name=self.name,
                phone=self.phone or ("" if mail else self.contact),
                email=mail,
                organisation=self.organisation,
                place=self.place,
            ),
            consent_publish_name=False,
            comments=tuple(each.comment(cited) for each in self.points),
            idempotency_key=self.idempotency_key,
        )


def point_faults(points: Sequence[NewPoint], cited: CitedClauses) -> Iterator[FieldFault]:
    """Yield what is wrong with points, as ``points[0].body``."""
    if not points:
        yield FieldFault("points[0].body", "请填写意见内容")
    if len(points) > MOST_COMMENTS:
        yield FieldFault("points", "一件来件不能超过%(count)s条", {"count": MOST_COMMENTS})
    for index, point in enumerate(points):
        path = f"points[{index}]"
        if point.clause and cited.find(point.clause) is None:
            values = {"clause": point.clause[:60]}
            yield FieldFault(f"{path}.clause", "文本中没有条款“%(clause)s”", values)
        said = {name: getattr(point, name) for name in _TEXTS}
        yield from comment_faults(path, {"stance": Stance.SUGGEST, **said})


def entry_faults(new: NewEntry, cited: CitedClauses) -> Iterator[FieldFault]:
    """Yield what keeps it from being entered, by the names of its fields."""
    if new.channel not in ENTERED_CHANNELS:
        yield FieldFault("channel", "请选择怎样来的")
    if new.received_on is None:
        yield FieldFault("received_on", "请填写收到日期")
    elif new.posted_on and new.posted_on > new.received_on:
        yield FieldFault("posted_on", "寄出日期不能晚于收到日期")
    if new.window_rule is WindowRule.OPEN:
        yield FieldFault("window_rule", "请从给定的选项中选择")
    yield from _sender_faults(new)
    yield from point_faults(new.points, cited)


def _sender_faults(new: NewEntry) -> Iterator[FieldFault]:
    if new.kind is None:
        yield FieldFault("kind", "请从给定的选项中选择")
    elif new.kind is ParticipantKind.PERSON and is_blank(fold_name(new.name)):
        yield FieldFault("name", "请填写姓名；来件没有署名的，写“未署名”")
    elif new.kind is not ParticipantKind.PERSON and is_blank(fold_name(new.organisation)):
        yield FieldFault("organisation", "请填写单位名称")
    yield from reach_faults(new.phone, new.email)
    for field, longest in LONGEST.items():
        yield from text_faults(field, getattr(new, field), longest)


@dataclass(frozen=True, slots=True)
class PointChanges:
    """What a corrected transcription changes: comments by id, new ones, ids of those taken back."""

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
    changed = []
    for point in points:
        old = known.get(point.id)
        if old and not point.is_empty:
            new = point.comment(cited)
            if (new.clause, new.body) != (old.clause.wid, old.body):
                same = {name: getattr(old, name) for name in _KEPT}
                changed.append((old.id, replace(new, **same)))
    added = tuple(each.comment(cited) for each in points if not each.id and not each.is_empty)
    taken_back = tuple(each.id for each in points if each.id in known and each.is_empty)
    return PointChanges(tuple(changed), added, taken_back)
