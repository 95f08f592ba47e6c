"""The lists: every policy and document, and those of one kind, in pages of a hundred."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from catalogue.model import Policy
from publisher.pages import words
from publisher.pages.filters import Field, filter_fields
from publisher.pages.items import ROOT, Items
from publisher.pages.page import Page
from publisher.pages.setting import marked

PER_PAGE = 100


def list_pages(policies: Sequence[Policy], items: Items) -> Iterator[Page]:
    """Yield the pages of every list in one language; ``policies`` are newest first."""
    written = [(policy.kind, items.item(policy)) for policy in policies]
    tabs = [("", "全部", len(policies)), *_kinds(policies)]
    for kind, name, _ in tabs:
        lines = [line for of, line in written if kind in ("", of)]
        listed = [policy for policy in policies if kind in ("", policy.kind)]
        filters = filter_fields(listed, items)
        yield from _List(kind, name, lines, filters, tabs, items).pages()


def _kinds(policies: Sequence[Policy]) -> list[tuple[str, str, int]]:
    """Return kind, name and number of policies of each kind that there is."""
    counts = {kind: sum(policy.kind == kind for policy in policies) for kind in words.KIND_NAMES}
    return [(kind, words.KIND_NAMES[kind], count) for kind, count in counts.items() if count]


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    name: str
    lines: list[str]
    filters: list[Field]
    tabs: list[tuple[str, str, int]]
    items: Items

    def pages(self) -> Iterator[Page]:
        last = max(1, ceil(len(self.lines) / PER_PAGE))
        for number in range(1, last + 1):
            yield self._page(number, last)

    def _page(self, number: int, last: int) -> Page:
        say, prefix = self.items.spoken.say, self.items.spoken.prefix
        folder = f"list/{self.kind}" if self.kind else "list"
        path = folder if number == 1 else f"{folder}/{number}"
        root = "../" * (path.count("/") + 1 + bool(prefix))
        shown = self.lines[(number - 1) * PER_PAGE : number * PER_PAGE]
        title = say(self.name) if self.kind else say("文件目录")
        values = {
            "kind": self.kind,
            "heading": title,
            "base": f"{root}{prefix}{folder}/",
            "tabs": self.tabs,
            "filters": self.filters,
            "total": len(self.lines),
            "first": (number - 1) * PER_PAGE + 1,
            "number": number,
            "last": last,
            "numbers": near(number, last),
            "items": marked("\n".join(shown).replace(ROOT, root)),
        }
        of = say("（第%(number)s页）", number=number) if number > 1 else ""
        return Page(path, "list", title + of, "list.html", values)


def near(number: int, last: int) -> list[int]:
    """Return the pages that a pager names: the first, the last and those around; 0 for a gap."""
    named = sorted({1, *range(max(1, number - 2), min(last, number + 2) + 1), last})
    out: list[int] = []
    for one in named:
        if out and one > out[-1] + 1:
            out.append(0)
        out.append(one)
    return out
