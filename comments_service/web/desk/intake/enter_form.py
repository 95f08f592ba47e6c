"""What was typed into the form by which staff enter a submission."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from comments_service.domain.comments.judging import WindowRule
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.errors import FieldFault
from comments_service.domain.intake.new_entry import NewEntry, NewPoint
from comments_service.domain.intake.point_numbers import split_points
from comments_service.web.forms.form_draft import KEY, new_key

TEXTS = ("name", "organisation", "contact", "place")
_TYPED = (*TEXTS, "version", "channel", "posted_on", "received_on", "window_rule", "kind",
          "paste", "unit", "key")  # fmt: skip
_POINT = re.compile(r"points\[(\d{1,3})\]\.(clause|body|proposed_text|id)")
NO_DAY = "请填日期，例如2026-11-30"


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """The whole form as typed; ``scans`` are ids of uploads."""

    typed: Mapping[str, str]
    points: tuple[NewPoint, ...] = ()
    scans: tuple[str, ...] = ()
    faults: tuple[FieldFault, ...] = field(default=(), compare=False)

    def split(self) -> "EntryDraft":
        """Return it with the pasted text in rows after those that are filled."""
        rest, bodies = split_points(self.typed["paste"])
        rows = tuple(NewPoint(body=each) for each in bodies)
        typed = {**self.typed, "paste": rest}
        return replace(self, typed=typed, points=self.compact().points + rows)

    def compact(self) -> "EntryDraft":
        """Return it without empty rows, so that a fault's number is that of its row."""
        return replace(self, points=tuple(each for each in self.points if not each.is_empty))

    def entry(self, policy_id: str) -> NewEntry:
        """Return what the rules take; days that cannot be read are None."""
        typed = self.typed
        return NewEntry(
            policy=policy_id,
            received_on=day_of(typed["received_on"]),
            posted_on=day_of(typed["posted_on"]),
            window_rule=WindowRule(typed["window_rule"]),
            kind=ParticipantKind(typed["kind"]) if typed["kind"] in list(ParticipantKind) else None,
            points=self.points,
            idempotency_key=typed["key"],
            scans=self.scans,
            **{name: typed[name] for name in (*TEXTS, "version", "channel", "unit")},
        )


def draft_of(sent: Mapping[str, str]) -> EntryDraft:
    """Return what a form holds; line ends are LF."""
    typed = {name: _lines(sent.get(name, "")) for name in _TYPED}
    if not KEY.fullmatch(typed["key"]):
        typed["key"] = new_key()
    if typed["window_rule"] not in {WindowRule.POSTED, WindowRule.RECEIVED}:
        typed["window_rule"] = WindowRule.POSTED
    scans = tuple(dict.fromkeys(re.findall(r"[0-9a-f]{32}", sent.get("scans", ""))))
    return EntryDraft(typed, points_of(sent), scans)


def points_of(sent: Mapping[str, str]) -> tuple[NewPoint, ...]:
    """Return the rows of points in their order."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in sent.items():
        found = _POINT.fullmatch(name)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = _lines(value)
    return tuple(NewPoint(**rows[number]) for number in sorted(rows))


def day_of(text: str) -> date | None:
    """Read a day; None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
