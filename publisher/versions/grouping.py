"""Matching two lists of clauses that may correspond, such as the 款 of a matched article."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from publisher.versions.clause_tree import ClauseNode
from publisher.versions.evidence import GramIndex

SURE = 0.6
AHEAD = 0.15
POSSIBLE = 0.4
CONTAINED = 0.6
_ENOUGH_GRAMS = 8
_SHORTEST_HEADING = 2
_SHORTEST_LEAD = 5


@dataclass(slots=True)
class Group:
    """The outcome, by place in the two lists.

    ``sure`` and ``unsure`` are pairs; ``inside_new`` gives for an old clause without a
    match the new one that holds most of it, ``inside_old`` the reverse.
    """

    sure: dict[int, int] = field(default_factory=dict)
    unsure: dict[int, int] = field(default_factory=dict)
    inside_new: dict[int, int] = field(default_factory=dict)
    inside_old: dict[int, int] = field(default_factory=dict)


def match_group(olds: Sequence[ClauseNode], news: Sequence[ClauseNode]) -> Group:
    """Match by identical text, by heading, by likeness, then look for what was contained."""
    group = Group()
    group.sure = _identical([old.whole for old in olds], [new.whole for new in news])
    if olds and news:
        _same_line(olds, news, group)
        _alike(olds, news, group)
        _contained(olds, news, group)
    return group


def _identical(olds: list[str], news: list[str]) -> dict[int, int]:
    """Pair equal texts; those that repeat are distinguished by their matched neighbours."""
    here, there = _places(olds), _places(news)
    found = {
        places[0]: there[text][0]
        for text, places in here.items()
        if len(places) == 1 == len(there.get(text, ()))
    }
    _spread(found, olds, news)
    taken = set(found.values())
    for text, places in here.items():
        left = [place for place in places if place not in found]
        right = [place for place in there.get(text, ()) if place not in taken]
        if len(left) == len(right):
            found.update(zip(left, right, strict=True))
    return found


def _places(texts: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    return places


def _spread(found: dict[int, int], olds: list[str], news: list[str]) -> None:
    """Pair equal texts that are next to a pair; both ends of the lists count as pairs."""
    taken = set(found.values())
    edge = [*found.items(), (-1, -1), (len(olds), len(news))]
    while edge:
        old, new = edge.pop()
        for step in (1, -1):
            i, j = old + step, new + step
            inside = 0 <= i < len(olds) and 0 <= j < len(news)
            if inside and i not in found and j not in taken and olds[i] == news[j]:
                found[i] = j
                taken.add(j)
                edge.append((i, j))


def _same_line(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group) -> None:
    """Pair headings, and what leads to a list, whose words occur once, whatever is below them."""
    here, there = _places([_lead(old) for old in olds]), _places([_lead(new) for new in news])
    taken = set(group.sure.values())
    for line, places in here.items():
        if line and len(places) == 1 == len(there.get(line, ())):
            old, new = places[0], there[line][0]
            if old not in group.sure and new not in taken:
                group.sure[old] = new


def _lead(node: ClauseNode) -> str:
    is_heading = node.clause and node.clause.heading and not node.clause.text
    enough = _SHORTEST_HEADING if is_heading else _SHORTEST_LEAD
    return node.line if node.kind != "art" and len(node.line) >= enough else ""


def _alike(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group) -> None:
    taken = set(group.sure.values())
    left = [place for place in range(len(olds)) if place not in group.sure]
    right = [place for place in range(len(news)) if place not in taken]
    scores = _scores(olds, news, left, right)
    _settle(scores, group)
    taken = set(group.sure.values())
    ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    for (i, j), score in ranked:
        free = i not in group.sure and i not in group.unsure and j not in taken
        if free and score >= POSSIBLE:
            group.unsure[i] = j
            taken.add(j)


def _scores(
    olds: Sequence[ClauseNode], news: Sequence[ClauseNode], left: list[int], right: list[int]
) -> dict[tuple[int, int], float]:
    ahead = GramIndex([news[j].grams for j in right])
    back = GramIndex([olds[i].grams for i in left])
    pairs = {(i, right[at]) for i in left for at in ahead.nearest(olds[i].grams)}
    pairs |= {(left[at], j) for j in right for at in back.nearest(news[j].grams)}
    return {(i, j): olds[i].grams.likeness(news[j].grams) for i, j in sorted(pairs)}


def _settle(scores: dict[tuple[int, int], float], group: Group) -> None:
    """Take what is each other's best, alike enough, and well ahead of the next."""
    by_old: dict[int, list[float]] = defaultdict(list)
    by_new: dict[int, list[float]] = defaultdict(list)
    for (i, j), score in scores.items():
        by_old[i].append(score)
        by_new[j].append(score)
    for (i, j), score in scores.items():
        if score >= SURE and _leads(score, by_old[i]) and _leads(score, by_new[j]):
            group.sure[i] = j


def _leads(score: float, rivals: list[float]) -> bool:
    best = sorted(rivals, reverse=True)[:2]
    return score == best[0] and (len(best) == 1 or score - best[1] >= AHEAD)


def _contained(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group) -> None:
    met = {**group.sure, **group.unsure}
    left = [place for place in range(len(olds)) if place not in met]
    right = sorted(set(range(len(news))) - set(met.values()))
    group.inside_new = _holders(olds, left, news)
    group.inside_old = _holders(news, right, olds)


def _holders(
    nodes: Sequence[ClauseNode], places: list[int], others: Sequence[ClauseNode]
) -> dict[int, int]:
    if not places:
        return {}
    index = GramIndex([other.grams for other in others])
    found = {}
    for place in places:
        grams = nodes[place].grams
        shares = Counter({at: grams.contained_in(others[at].grams) for at in index.nearest(grams)})
        for at, share in shares.most_common(1):
            if share >= CONTAINED and grams.total >= _ENOUGH_GRAMS:
                found[place] = at
    return found
