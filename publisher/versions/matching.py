"""Recognising the clauses of one version in the next.

Articles (条) are compared over the whole text, all else inside the clauses above that
were matched before, since boilerplate repeats: by identical text, by the words of a heading
or of what leads to a list, by text that was joined or split word for word, by likeness.
What is left over is looked for anywhere by a line that occurs once in each version. A number
is never evidence, and nothing is asked that these answer.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from catalogue.model import Clause
from publisher.versions.clause_tree import SCOPES, ClauseNode, build_tree
from publisher.versions.decisions import Decisions
from publisher.versions.evidence import GramIndex
from publisher.versions.grouping import AHEAD, CONTAINED, SURE, match_group, same_lines
from publisher.versions.twins import Twins

_LONG_ENOUGH = 10
_LONG_ENOUGH_TO_ASK = 20
_NEARLY_THE_SAME = 0.8
_WORTH_NAMING = 0.3
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new clause; ``similarity`` from 0 to 1, ``sure`` if it may be carried."""

    old: ClauseNode
    new: ClauseNode
    similarity: float
    sure: bool


def pair_of(old: ClauseNode, new: ClauseNode, *, sure: bool) -> Pair:
    """Return a pair; lines that are the same are alike, whatever is below them."""
    if (old.line and old.line == new.line) or old.whole == new.whole:
        return Pair(old, new, 1.0, sure)
    likeness = old.grams.likeness(new.grams)
    is_led = old.lead and old.lead == new.lead
    return Pair(old, new, max(likeness, SURE) if is_led else likeness, sure)


@dataclass(slots=True)
class Matching:
    """How two versions correspond, by eId.

    ``pairs`` by the old clause, ``back`` the same by the new one. ``merged`` holds by the
    old clause what it went into, ``split`` by the new clause what it came from; what is
    not sure there waits for the drafter's word.
    """

    old: ClauseNode
    new: ClauseNode
    pairs: dict[str, Pair] = field(default_factory=dict)
    back: dict[str, Pair] = field(default_factory=dict)
    merged: dict[str, Pair] = field(default_factory=dict)
    split: dict[str, Pair] = field(default_factory=dict)

    def add(self, pair: Pair) -> None:
        """Note that the old clause lives on as the new one."""
        self.pairs[pair.old.eid] = self.back[pair.new.eid] = pair

    @property
    def open_pairs(self) -> list[Pair]:
        """What the drafter has to decide, without what a clause above will settle."""
        links = [*self.pairs.values(), *self.merged.values(), *self.split.values()]
        unsure = [pair for pair in links if not pair.sure]
        asked = {(pair.old.eid, pair.new.eid) for pair in unsure}
        return sorted((p for p in unsure if not _implied(p, asked)), key=_line)

    def rivals(self, pair: Pair) -> list[tuple[ClauseNode, float]]:
        """Return other new clauses of the kind that an old one may live on as, likest first."""
        sure = {other.new.eid for other in self.pairs.values() if other.sure}
        free = [
            node
            for node in self.new.walk()
            if node.kind == pair.new.kind and node.eid not in sure | {pair.new.eid}
        ]
        nearest = (free[at] for at in GramIndex([b.grams for b in free]).nearest(pair.old.grams))
        scored = [(node, pair.old.grams.likeness(node.grams)) for node in nearest]
        alike = [each for each in scored if each[1] >= _WORTH_NAMING]
        return sorted(alike, key=lambda each: -each[1])[:_MOST_NAMED]


def match(
    old: Sequence[Clause], new: Sequence[Clause], decisions: Decisions | None = None
) -> Matching:
    """Match the clauses of two versions, both in document order."""
    return _Matcher(build_tree(old), build_tree(new), decisions or Decisions()).run()


def _line(pair: Pair) -> int:
    return pair.new.clause.line if pair.new.clause else 0


def _implied(pair: Pair, asked: set[tuple[str, str]]) -> bool:
    above = product(_ancestors(pair.old), _ancestors(pair.new))
    return any((old.eid, new.eid) in asked for old, new in above)


def _ancestors(node: ClauseNode) -> list[ClauseNode]:
    found = []
    while node.parent and node.parent.clause:
        node = node.parent
        found.append(node)
    return found


class _Matcher:
    def __init__(self, old: ClauseNode, new: ClauseNode, decisions: Decisions) -> None:
        self.found = Matching(old, new)
        self.decisions = decisions
        self.gone = _below(old, {b.eid for b in old.walk() if b.wid in decisions.deleted})
        self.fresh = _below(new, decisions.new)
        self.twins = Twins(old, new)
        self.queue: deque[tuple[ClauseNode, ClauseNode, bool]] = deque()
        self.waiting: deque[tuple[ClauseNode, ClauseNode, bool]] = deque()
        self.contained: list[tuple[dict[str, Pair], ClauseNode, ClauseNode, bool]] = []

    def run(self) -> Matching:
        """Go from what is certain to what has to be asked."""
        root = (self.found.old, self.found.new, True)
        self._decided()
        self.queue.appendleft(root)
        self._work()
        self._anywhere()
        self._work()
        self._inside()
        self._held()
        self._work()
        self.queue = self.waiting
        self._work()
        self._held()
        self._work()
        self._anywhere_alike()
        return self.found

    def _decided(self) -> None:
        olds = {node.wid: node for node in self.found.old.walk()}
        news = {node.eid: node for node in self.found.new.walk()}
        for wid, eid in self.decisions.same.items():
            self._join_decided(olds[wid], news[eid])
        for wid, eid in self.decisions.merged.items():
            self._hold(self.found.merged, olds[wid], news[eid], sure=True)
        for eid, wid in self.decisions.split.items():
            self._hold(self.found.split, olds[wid], news[eid], sure=True)

    def _join_decided(self, old: ClauseNode, new: ClauseNode) -> None:
        """Follow a decision down while there is one clause below: it decided that one too."""
        self._join(old, new, sure=True)
        while len(old.children) == len(new.children) == 1:
            (old,), (new,) = old.children, new.children
            if not (old.kind == new.kind and self._free_old(old) and self._free_new(new)):
                return
            self._join(old, new, sure=True)

    def _join(self, old: ClauseNode, new: ClauseNode, *, sure: bool) -> None:
        pair = pair_of(old, new, sure=sure)
        if not sure and pair.similarity >= _WORTH_NAMING and self.twins.join(old, new):
            pair, sure = pair_of(old, new, sure=True), True
        self.found.add(pair)
        (self.queue if sure else self.waiting).append((old, new, sure))

    def _hold(
        self, where: dict[str, Pair], old: ClauseNode, new: ClauseNode, *, sure: bool
    ) -> None:
        key = old.eid if where is self.found.merged else new.eid
        where[key] = pair_of(old, new, sure=sure)
        (self.queue if sure else self.waiting).append((old, new, sure))

    def _work(self) -> None:
        while self.queue:
            old, new, sure = self.queue.popleft()
            if old.kind in SCOPES and new.kind == old.kind:
                self._group(list(old.articles()), list(new.articles()), sure=sure)
            below = [child for child in old.children if child.kind != "art"]
            self._group(below, [c for c in new.children if c.kind != "art"], sure=sure)

    def _group(self, olds: list[ClauseNode], news: list[ClauseNode], *, sure: bool) -> None:
        olds = [old for old in olds if self._free_old(old)]
        news = [new for new in news if self._free_new(new)]
        group = match_group(olds, news, self.twins)
        for i, j in group.sure.items():
            self._join(olds[i], news[j], sure=sure)
        for i, j in group.unsure.items():
            self._join(olds[i], news[j], sure=False)
        merged, split = self.found.merged, self.found.split
        for i, (j, verbatim) in group.inside_new.items():
            self.contained.append((merged, olds[i], news[j], verbatim and sure))
        for j, (i, verbatim) in group.inside_old.items():
            self.contained.append((split, olds[i], news[j], verbatim and sure))

    def _held(self) -> None:
        """Note what is held by another clause: that one's successor, if it has none yet."""
        for where, old, new, sure in self.contained:
            if self._free_old(old) and self._free_new(new):
                self._join(old, new, sure=False)
            elif where is self.found.merged:
                heir = self.found.back.get(new.eid)
                if self._free_old(old) and not (heir and _holds(heir.old, old)):
                    self._hold(where, old, new, sure=sure)
            elif self._free_new(new):
                heir = self.found.pairs.get(old.eid)
                if not (heir and _holds(heir.new, new)):
                    self._hold(where, old, new, sure=sure)
        self.contained.clear()

    def _free_old(self, old: ClauseNode) -> bool:
        known = old.eid in self.found.pairs or old.eid in self.found.merged
        return not known and old.eid not in self.gone

    def _free_new(self, new: ClauseNode) -> bool:
        known = new.eid in self.found.back or new.eid in self.found.split
        return not known and new.eid not in self.fresh

    def _anywhere(self) -> None:
        """Carry what occurs word for word, once in each version, under another clause."""
        here, there = _once(self.found.old), _once(self.found.new)
        same = [(old, there[key]) for key, old in here.items() if key in there]
        for old, new in (*same, *self.twins.pairs):
            if self._free_old(old) and self._free_new(new):
                self._join(old, new, sure=True)

    def _inside(self) -> None:
        """Carry what stands once below each of a pair, though one level up or down."""
        for pair in reversed([pair for pair in self.found.pairs.values() if pair.sure]):
            olds = [node for node in pair.old.walk() if self._free_old(node)]
            news = [node for node in pair.new.walk() if self._free_new(node)] if olds else []
            for old, new in same_lines(olds, news):
                self._join(old, new, sure=True)
        self._work()

    def _anywhere_alike(self) -> None:
        """Find what moved under another clause and changed there; ask where it changed much."""
        olds = [b for b in self.found.old.walk() if _worth_asking(b) and self._free_old(b)]
        news = [b for b in self.found.new.walk() if _worth_asking(b) and self._free_new(b)]
        index = GramIndex([new.grams for new in news])
        for old in olds:
            nearest = [news[at] for at in index.nearest(old.grams) if self._free_new(news[at])]
            scored = [(old.grams.likeness(new.grams), new) for new in nearest]
            scored.sort(key=lambda each: -each[0])
            if scored and scored[0][0] >= SURE:
                best, after = scored[0][0], scored[1][0] if len(scored) > 1 else 0.0
                sure = best >= _NEARLY_THE_SAME and best - after >= AHEAD
                self._join(old, scored[0][1], sure=sure)


def _holds(other: ClauseNode, part: ClauseNode) -> bool:
    """Return whether a clause held a part already, so that nothing came or went."""
    return part.grams.contained_in(other.grams) >= CONTAINED


def _below(root: ClauseNode, eids: set[str]) -> set[str]:
    """Return the eIds of some clauses and of all below them."""
    return {inner.eid for node in root.walk() if node.eid in eids for inner in node.walk()}


def _once(root: ClauseNode) -> dict[tuple[bool, str], ClauseNode]:
    """Return the clauses whose text occurs once; an article is set against articles only."""
    keyed = [((b.kind == "art", b.whole), b) for b in root.walk() if b.clause]
    counts = Counter(key for key, _ in keyed)
    return {
        key: node for key, node in keyed if counts[key] == 1 and len(node.whole) >= _LONG_ENOUGH
    }


def _worth_asking(node: ClauseNode) -> bool:
    return bool(node.clause) and node.kind != "art" and len(node.whole) >= _LONG_ENOUGH_TO_ASK
