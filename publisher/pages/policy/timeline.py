"""The timeline of a policy: its dated events, from its own data alone.

Nothing here asks what day it is: the page of a policy is the same on every day. What is
past, the scripts mark in the browser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from catalogue.model import Policy, Version
from catalogue.states import answers
from catalogue.window import Window, china_day, day_end, day_start, rfc3339
from look.language import Say
from look.quoting import quoting
from publisher.compile.related import NamingText
from publisher.wording import labels
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
    say: Say
    due_days: int

    def events(self) -> list[TimelineItem]:
        """Return every dated event, those to come too, the earliest first."""
        found = [*self._versions(), *self._windows(), *self._outcome(), *self._explained()]
        return sorted(found, key=lambda event: (event.at, _ORDER.index(event.kind)))

    def shown(self) -> list[dict[str, Any]]:
        """Return the events by what is written as their date: ``at`` in RFC 3339."""
        return [
            {"when": when, "at": rfc3339(found[0].at), "events": found}
            for when, group in groupby(self.events(), key=lambda event: event.when)
            if (found := list(group))
        ]

    def _versions(self) -> Iterator[TimelineItem]:
        for version in self.policy.versions:
            path = f"{self.policy.id}/{version.id}/"
            if version.published_on:
                say = quoting(self.say) if version.label else self.say
                name = say("公布%(what)s", what=version.label or self.say("文本"))
                yield TimelineItem("published", *self._on(version.published_on), name, path=path)
            if version.issued_on:
                yield self._issued(version, version.issued_on, path)

    def _issued(self, version: Version, on: date, path: str) -> TimelineItem:
        latest = version == self.policy.latest
        number = self.policy.doc_no if latest else ""
        detail = quoting(self.say)("文号：%(number)s", number=number) if number else ""
        return TimelineItem("issued", *self._on(on), self.say("印发"), detail, path=path)

    def _windows(self) -> Iterator[TimelineItem]:
        for window in self.policy.windows:
            opens, closes = labels.opens(window, self.say), labels.closes(window, self.say)
            yield TimelineItem("opens", window.opens_at, opens, self.say("开始征求意见"))
            yield TimelineItem("closes", window.closes_at, closes, self.say("征求意见截止"))
            yield from self._changes(window)

    def _changes(self, window: Window) -> Iterator[TimelineItem]:
        """Yield each change of a window: what was announced until then, and what came next."""
        announced = [labels.period(limits, self.say) for limits in window.history]
        announced.append(labels.period(window, self.say))
        for number, change in enumerate(window.history):
            old, new = announced[number : number + 2]
            detail = self.say("由%(old)s调整为%(new)s。", old=old, new=new)
            if change.reason:
                detail += quoting(self.say)("理由：%(reason)s", reason=change.reason)
            day = self._on(china_day(change.at))
            yield TimelineItem("changed", *day, self.say("调整征集时间"), detail)

    def _outcome(self) -> Iterator[TimelineItem]:
        outcome = self.policy.outcome
        if outcome:
            detail = headline(outcome.counts, self.say)
            name = self.say("反馈采纳情况")
            path = f"{self.policy.id}/results/"
            yield TimelineItem(
                "answered", *self._on(outcome.published_on), name, detail, path=path, bilingual=True
            )
            if outcome.corrected_on:
                name = self.say("更正采纳情况反馈")
                day = self._on(outcome.corrected_on)
                yield TimelineItem("corrected", *day, name, path=path, bilingual=True)
        left = [window for window in self.policy.windows if not answers(self.policy, window)]
        if left and not any(version.issued_on for version in self.policy.versions):
            due = max(window.last_day for window in left) + timedelta(days=self.due_days)
            when = self.say("%(day)s前", day=self._day(due))
            yield TimelineItem("expected", day_end(due), when, self.say("预计反馈采纳情况"))

    def _explained(self) -> Iterator[TimelineItem]:
        for text in self.naming:
            if text.rel == "interprets" and text.day:
                day = self._on(date.fromisoformat(text.day))
                name, page = self.say("解读"), f"{text.id}/"
                yield TimelineItem("explained", *day, name, "", text.title, page, text.bilingual)

    def _on(self, day: date) -> tuple[datetime, str]:
        return day_start(day), self._day(day)

    def _day(self, day: date) -> str:
        return labels.day(day, self.say)
