"""The first page: the consultation that closes next, the others, what became of earlier ones.

The script of the page places them by the same rule, for the instant at which it is read.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from catalogue.model import Policy
from catalogue.results import SPLIT_FROM, Disposition, ResultCounts
from catalogue.states import State
from catalogue.window import china_day
from interface.dates import day, month_day
from interface.language import Translate
from publisher.addresses.feeds import policy_calendar
from publisher.compile.neighbours import day_of
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import PageColumn
from publisher.pages.shell.page_renderer import marked
from publisher.pages.site.consultations import (
    data_attributes,
    next_turn,
    next_window,
    place_at,
    state_at,
)
from publisher.pages.site.items import ROOT, Items
from publisher.sources import SiteFile
from publisher.wording.outcome_words import lead

# More than can be open at a time; the rest is in the list.
_DRAFTS = 24
# Two stand side by side, and one more where the newest leads the page.
_RESULTS = 3
_NEWEST = 8
_PER_TAB = 5
# Fewer of a kind need no tab of their own.
_TAB_FROM = 3
_LIVE = (State.OPEN, State.UPCOMING, State.CLOSED)
_IN_BAR = {
    "adopted": (Disposition.ADOPTED,),
    "partly": (Disposition.PARTLY_ADOPTED,),
    "not": (Disposition.NOT_ADOPTED,),
    "other": tuple(Disposition)[3:],
}


def home_page(
    policies: Sequence[Policy], site: SiteFile, items: Items, columns: Sequence[PageColumn]
) -> Page:
    """Return the first page in one language; ``policies`` are newest first."""
    names = {column.kind: column.name for column in columns}
    states = {policy.id: state_at(policy, items.now) for policy in policies}
    drafts = [policy for policy in policies if states[policy.id] in _LIVE]
    drafts.sort(key=partial(place_at, now=items.now))
    results = [policy for policy in policies if policy.outcome and policy not in drafts]
    results.sort(key=lambda each: -_answered(each).toordinal())
    told = {policy.id for policy in (*drafts, *results)}
    rest = [policy for policy in policies if policy.id not in told]
    root = "../" if items.locale.prefix else "./"
    page = _HomePage(items, root, names, site.outcome_due_days)
    values = {
        "empty": not policies,
        "consultations": sum(policy.kind == "consultation" for policy in policies),
        "drafts": [page.draft(each, states[each.id]) for each in drafts[:_DRAFTS]],
        "leads": bool(drafts) and _leads(drafts[0], states[drafts[0].id], results),
        "results": [page.result(each) for each in results[:_RESULTS]],
        "answered": len(results),
        "tabs": _tabs(rest, names),
        "entries": [page.entry(each) for each in _newest(rest)],
        "texts": len(policies),
    }
    turn = next_turn(drafts, items.now)
    return Page("", "home", site.name, "home.html", values, holds_until=turn)


@dataclass(frozen=True, slots=True)
class _HomePage:
    items: Items
    root: str
    names: dict[str, str]
    due_days: int

    def draft(self, policy: Policy, state: State | None) -> dict[str, Any]:
        """Return a consultation that is not answered yet."""
        window = next_window(policy, self.items.now)
        return {
            "policy": policy,
            "state": state,
            "href": self._href(policy),
            "data": marked(data_attributes(policy)),
            "window": window,
            "due": window.last_day + timedelta(days=self.due_days),
            "published": self._day(policy.latest.published_on),
            "calendar": policy_calendar(policy),
        }

    def result(self, policy: Policy) -> dict[str, Any]:
        """Return a consultation with its outcome."""
        assert policy.outcome is not None  # noqa: S101 - said by who calls
        counts, translate = policy.outcome.counts, self.items.locale.translate
        return {
            "policy": policy,
            "href": self._href(policy),
            "answered": policy.outcome.published_on,
            "day": self._day(policy.outcome.published_on),
            "lead": lead(counts, translate),
            "parts": _parts(counts, translate),
        }

    def entry(self, policy: Policy) -> dict[str, Any]:
        """Return a text of the stream."""
        line = self.items.title(policy).replace(ROOT, self.root)
        name = self.names.get(policy.kind, "")
        return {"kind": policy.kind, "name": name, "day": day_of(policy), "title": marked(line)}

    def _day(self, at: date | None) -> str:
        """Write a day, with its year where that is another one than the year of the build."""
        if at is None:
            return ""
        write = month_day if at.year == china_day(self.items.now).year else day
        return write(at, self.items.locale.translate)

    def _href(self, policy: Policy) -> str:
        return self.items.href(policy).replace(ROOT, self.root)


def _leads(draft: Policy, state: State | None, results: Sequence[Policy]) -> bool:
    """Return whether the first consultation leads: what is closed gives way to a later result."""
    newest = _answered(results[0]) if results else date.min
    return state is not State.CLOSED or draft.windows[-1].last_day > newest


def _answered(policy: Policy) -> date:
    return policy.outcome.published_on if policy.outcome else date.min


def _parts(counts: ResultCounts, translate: Translate) -> list[dict[str, Any]]:
    """Return the parts of the bar, each from ``at`` in hundredths; none of a few comments."""
    if counts.comments < SPLIT_FROM:
        return []
    words = {"adopted": "采纳", "partly": "部分采纳", "not": "未采纳", "other": "其他"}
    parts, at = [], 0.0
    for name, dispositions in _IN_BAR.items():
        number = sum(counts.of(each) for each in dispositions)
        number += counts.withdrawn if name == "other" else 0
        width = 100 * number / counts.comments
        if number:
            label = translate("%(what)s%(count)s条", what=translate(words[name]), count=number)
            parts.append({"name": name, "at": at, "width": max(0.5, width - 0.5), "label": label})
        at += width
    return parts


def _newest(policies: Sequence[Policy]) -> list[Policy]:
    """Return the newest texts, and enough of each kind that has a tab, in their order."""
    seen: Counter[str] = Counter()
    kept = []
    for place, policy in enumerate(policies):
        seen[policy.kind] += 1
        if place < _NEWEST or seen[policy.kind] <= _PER_TAB:
            kept.append(policy)
    return kept


def _tabs(policies: Sequence[Policy], names: dict[str, str]) -> list[dict[str, str]]:
    counts = Counter(policy.kind for policy in policies)
    return [
        {"kind": kind, "name": name} for kind, name in names.items() if counts[kind] >= _TAB_FROM
    ]
