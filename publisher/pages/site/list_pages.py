"""The lists: every policy and document, and those of one kind, in pages of a hundred."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from catalogue.model import Policy
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import PageColumn
from publisher.pages.shell.page_renderer import marked
from publisher.pages.site.consultations import next_turn
from publisher.pages.site.filters import Field, filter_fields
from publisher.pages.site.items import ROOT, Items

PER_PAGE = 100
# Fewer are read through faster than they are filtered.
_OPEN_FROM = 20


def list_pages(
    policies: Sequence[Policy],
    items: Items,
    columns: Sequence[PageColumn],
    answered: PageColumn,
) -> Iterator[tuple[Page, PageColumn]]:
    """Yield the pages of every list in one language; ``policies`` are in the order of the lists.

    The first column is that of everything, the others are those of one kind each; ``answered``
    is that of the consultations with an outcome, which no tab but the head of the page leads to.
    """
    written = [(policy.kind, items.item(policy)) for policy in policies]
    every = columns[0].kind
    counts = Counter(policy.kind for policy in policies) + Counter({every: len(policies)})
    tabs = [
        Tab("" if column.kind == every else column.kind, column.name, counts[column.kind])
        for column in columns
    ]
    for tab, column in zip(tabs, columns, strict=True):
        lines = [line for kind, line in written if tab.kind in ("", kind)]
        listed = [policy for policy in policies if tab.kind in ("", policy.kind)]
        turn = next_turn(listed, items.now)
        list_ = _List(tab, lines, filter_fields(listed, items), tabs, items, turn)
        yield from ((page, column) for page in list_.pages())
    told = sorted(filter(_outcome_day, policies), key=_outcome_day, reverse=True)
    tab = Tab(answered.kind, answered.name, len(told))
    lines = [items.item(policy) for policy in told]
    list_ = _List(tab, lines, filter_fields(told, items), tabs, items, turn=None)
    yield from ((page, answered) for page in list_.pages())


def _outcome_day(policy: Policy) -> int:
    """Return the day of a policy's outcome as a number, 0 where there is none."""
    return policy.outcome.published_on.toordinal() if policy.outcome else 0


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to a list: the kind ("" is every kind), its name and how much is in it."""

    kind: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class _List:
    tab: Tab
    lines: list[str]
    filters: list[Field]
    tabs: list[Tab]
    items: Items
    turn: datetime | None

    def pages(self) -> Iterator[Page]:
        last = max(1, ceil(len(self.lines) / PER_PAGE))
        for number in range(1, last + 1):
            yield self._page(number, last)

    def _page(self, number: int, last: int) -> Page:
        translate, prefix = self.items.locale.translate, self.items.locale.prefix
        folder = f"list/{self.tab.kind}" if self.tab.kind else "list"
        path = folder if number == 1 else f"{folder}/{number}"
        root = "../" * (path.count("/") + 1 + bool(prefix))
        shown = self.lines[(number - 1) * PER_PAGE : number * PER_PAGE]
        values = {
            "kind": self.tab.kind,
            "heading": self.tab.name,
            "base": f"{root}{prefix}{folder}/",
            "tabs": self.tabs,
            "filters": self.filters,
            "folded": len(self.lines) < _OPEN_FROM,
            "total": len(self.lines),
            "first": (number - 1) * PER_PAGE + 1,
            "number": number,
            "last": last,
            "numbers": near(number, last),
            "items": marked("\n".join(shown).replace(ROOT, root)),
        }
        of = translate("（第%(number)s页）", number=number) if number > 1 else ""
        return Page(path, "list", self.tab.name + of, "list.html", values, holds_until=self.turn)


def near(number: int, last: int) -> list[int]:
    """Return the pages that a pager names: the first, the last and some between; 0 for a gap."""
    named = sorted({1, *range(max(1, number - 2), min(last, number + 2) + 1), last})
    out: list[int] = []
    for one in named:
        if out and one > out[-1] + 1:
            out.append(0)
        out.append(one)
    return out
