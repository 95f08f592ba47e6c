"""Two versions side by side, unit by unit: what the 修改对照 page and table show.

A unit is an article (条) with all below it; outside articles each clause is one by its
own line. A deleted unit keeps its place, after the unit that was before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model import Clause
from interface.names import CHANGE_NAMES
from publisher.versions.change_map import change_of, place_change
from publisher.versions.clause_tree import ClauseNode
from publisher.versions.matching import Matching, Pair
from publisher.versions.order import moved_clauses

CHANGES = tuple(CHANGE_NAMES)


@dataclass(frozen=True, slots=True)
class Lines:
    """One line of a unit before and after; None where it is not there."""

    old: Clause | None
    new: Clause | None

    @property
    def differs(self) -> bool:
        """Return whether the two do not say the same."""
        return not self.old or not self.new or self.old.wording != self.new.wording


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """One unit: ``change`` is one of ``CHANGES``.

    ``related`` is what a merged unit went into, what a split one came from, or what an
    unsure one may belong to.
    """

    change: str
    old: Clause | None
    new: Clause | None
    lines: tuple[Lines, ...]
    similarity: float | None = None
    related: Clause | None = None

    @property
    def anchor(self) -> str:
        """The id of the unit on the page: its eId in the new version, else in the old one."""
        return self.new.eid if self.new else f"old-{self.old.eid if self.old else ''}"

    @property
    def before(self) -> str:
        """What the old unit said: its own line, and of those below it what differs."""
        return _said(self.old, (line.old for line in self.lines if line.differs))

    @property
    def after(self) -> str:
        """What the new unit says, in the same way."""
        return _said(self.new, (line.new for line in self.lines if line.differs))


def _said(unit: Clause | None, lines: Iterable[Clause | None]) -> str:
    below = (line.wording for line in lines if line and line is not unit)
    return " ".join([unit.wording, *below]) if unit else ""


def compare(matching: Matching) -> tuple[ComparedUnit, ...]:
    """Return the rows of a comparison in the order of the new version."""
    olds, news = list(_units(matching.old)), list(_units(matching.new))
    found = _interleaved(olds, news, _partners(matching, news))
    moved = moved_clauses(matching)
    return tuple(_row(matching, moved, old, new) for old, new in found)


def count_changes(rows: Sequence[ComparedUnit]) -> dict[str, int]:
    """Count the units by change, in the order of ``CHANGES``, without those that are none."""
    counts = Counter(row.change for row in rows)
    return {change: counts[change] for change in CHANGES if counts[change]}


def _units(node: ClauseNode) -> Iterator[ClauseNode]:
    for child in node.children:
        yield child
        if child.kind != "art":
            yield from _units(child)


def _interleaved(
    olds: Sequence[ClauseNode], news: Sequence[ClauseNode], partners: Mapping[str, ClauseNode]
) -> Iterator[tuple[ClauseNode | None, ClauseNode | None]]:
    """Walk the new ones with their olds; those that are gone follow what was before them."""
    here = {old.eid for old in olds}
    kept = {old.eid for old in partners.values() if old.eid in here}
    gone_after: dict[str, list[ClauseNode]] = defaultdict(list)
    last = ""
    for each in olds:
        if each.eid in kept:
            last = each.eid
        else:
            gone_after[last].append(each)
    yield from ((old, None) for old in gone_after[""])
    for new in news:
        partner = partners.get(new.eid)
        old = partner if partner and partner.eid in here else None
        yield old, new
        yield from ((gone, None) for gone in (gone_after[old.eid] if old else ()))


def _row(
    matching: Matching, moved: frozenset[str], old: ClauseNode | None, new: ClauseNode | None
) -> ComparedUnit:
    lines = tuple(_lines(matching, old, new))
    if old and new:
        pair = matching.pairs[old.eid]
        return ComparedUnit(_change(pair, moved), old.clause, new.clause, lines, pair.similarity)
    held = matching.merged.get(old.eid) if old else matching.split.get(new.eid) if new else None
    change = "deleted" if old else "new"
    if held:
        change = ("merged" if old else "split") if held.sure else "unsure"
    related = (held.new if old else held.old).clause if held else None
    similarity = held.similarity if held else None
    return ComparedUnit(change, _clause(old), _clause(new), lines, similarity, related)


def _change(pair: Pair, moved: frozenset[str]) -> str:
    """Judge an article on the whole of it, any other clause on its own line."""
    old, new = pair.old.clause, pair.new.clause
    if not pair.sure or pair.new.kind == "art" or not old or not new:
        return change_of(pair, moved)
    if (old.heading, old.text) != (new.heading, new.text):
        return "edited"
    return place_change(pair, moved)


def _lines(matching: Matching, old: ClauseNode | None, new: ClauseNode | None) -> Iterator[Lines]:
    olds, news = _unit_lines(old), _unit_lines(new)
    for before, after in _interleaved(olds, news, _partners(matching, news)):
        yield Lines(_clause(before), _clause(after))


def _partners(matching: Matching, news: Sequence[ClauseNode]) -> dict[str, ClauseNode]:
    return {new.eid: pair.old for new in news if (pair := matching.back.get(new.eid))}


def _unit_lines(node: ClauseNode | None) -> list[ClauseNode]:
    if node is None:
        return []
    return list(node.walk()) if node.kind == "art" else [node]


def _clause(node: ClauseNode | None) -> Clause | None:
    return node.clause if node else None
