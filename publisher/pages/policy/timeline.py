"""The timeline of a policy: its dated events, from its own data alone.

Nothing here asks what day it is: the page of a policy is the same on every day. What is
past, the scripts mark in the browser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from catalogue.model import Policy
from catalogue.states import answers
from catalogue.window import Window, WindowChange, china_day, day_end, day_start, rfc3339
from interface import dates
from interface.language import Translate
from interface.quoting import quoting
from publisher.compile.related import NamingText
from publisher.wording import events
from publisher.wording.outcome_words import headline

# The order of what happens at one instant.
_ORDER = (
    "published", "opens", "changed", "closes", "answered", "corrected", "expected", "issued",
    "explained",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something that happens to a policy at an aware instant.

    ``kind`` is one of ``_ORDER``; ``when``, ``name`` and ``detail`` are words of the
    interface, ``Markup`` where they quote a Chinese text; ``title`` is another text's. ``path``
    is the page with more on it, below the pages of the language where it is ``bilingual``,
    else below the Chinese ones.
    """

    kind: str
    at: datetime
    when: str
    name: str
    detail: str = ""
    title: str = ""
    path: str = ""
    bilingual: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of a policy; an outcome is due ``due_days`` days after the last day."""

    policy: Policy
    naming: tuple[NamingText, ...]
    translate: Translate
    due_days: int

    def items(self) -> list[TimelineItem]:
        """Return every dated event, those to come too, the earliest first."""
        own = (item for event in events.events_of(self.policy) if (item := self._item(event)))
        found = [*own, *self._expected(), *self._explained()]
        return sorted(found, key=lambda item: (item.at, _ORDER.index(item.kind)))

    def days(self) -> list[dict[str, Any]]:
        """Return the events by what is written as their date: ``at`` in RFC 3339."""
        return [
            {"when": when, "at": rfc3339(found[0].at), "events": found}
            for when, group in groupby(self.items(), key=lambda item: item.when)
            if (found := list(group))
        ]

    def _item(self, event: events.Event) -> TimelineItem | None:
        """Return an event as it is shown; None for a text whose own day is not known."""
        translate, path, on = self.translate, event.path, self._on(china_day(event.at))
        item = None
        match event:
            case events.VersionPublished(version=version) if version.published_on:
                name = quoting(translate)("公布%(what)s", what=version.label or translate("文本"))
                item = TimelineItem("published", *on, name, path=path)
            case events.VersionIssued(version=version):
                number = self.policy.doc_no if version == self.policy.latest else ""
                detail = quoting(translate)("文号：%(number)s", number=number) if number else ""
                item = TimelineItem("issued", *on, translate("印发"), detail, path=path)
            case events.WindowOpens(at=at, window=window):
                item = TimelineItem(
                    "opens", at, dates.opens(window, translate), translate("开始征求意见")
                )
            case events.WindowCloses(at=at, window=window):
                item = TimelineItem(
                    "closes", at, dates.closes(window, translate), translate("征求意见截止")
                )
            case events.WindowAdjusted(old=old, new=new):
                item = TimelineItem(
                    "changed", *on, translate("调整征集时间"), self._adjusted(old, new)
                )
            case events.OutcomeGiven(corrected=True):
                name = translate("更正采纳情况反馈")
                item = TimelineItem("corrected", *on, name, path=path, bilingual=True)
            case events.OutcomeGiven(outcome=outcome):
                detail, name = headline(outcome.counts, translate), translate("反馈采纳情况")
                item = TimelineItem("answered", *on, name, detail, path=path, bilingual=True)
        return item

    def _adjusted(self, old: WindowChange, new: Window | WindowChange) -> str:
        periods = {
            "old": dates.period(old, self.translate),
            "new": dates.period(new, self.translate),
        }
        detail = self.translate("由%(old)s调整为%(new)s。", **periods)
        if old.reason:
            detail += quoting(self.translate)("理由：%(reason)s", reason=old.reason)
        return detail

    def _expected(self) -> Iterator[TimelineItem]:
        left = [window for window in self.policy.windows if not answers(self.policy, window)]
        if left and not any(version.issued_on for version in self.policy.versions):
            due = max(window.last_day for window in left) + timedelta(days=self.due_days)
            when = self.translate("%(day)s前", day=dates.day(due, self.translate))
            yield TimelineItem("expected", day_end(due), when, self.translate("预计反馈采纳情况"))

    def _explained(self) -> Iterator[TimelineItem]:
        for text in self.naming:
            if text.rel == "interprets" and text.day:
                on = self._on(date.fromisoformat(text.day))
                name, page = self.translate("解读"), f"{text.id}/"
                yield TimelineItem("explained", *on, name, "", text.title, page, text.bilingual)

    def _on(self, day: date) -> tuple[datetime, str]:
        return day_start(day), dates.day(day, self.translate)
