"""Matching two lists of clauses that may correspond, such as the 款 of a matched article."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.versions.clause_tree import ClauseNode
from publisher.versions.evidence import GramIndex
from publisher.versions.twins import Twins

SURE = 0.6
AHEAD = 0.15
POSSIBLE = 0.4
CONTAINED = 0.6
_ENOUGH_GRAMS = 8
# How much of a text is looked up to find what begins alike; no part is shorter.
_OPENING = 2


@dataclass(slots=True)
class Group:
    """The outcome, by place in the two lists.

    ``sure`` and ``unsure`` are pairs; ``inside_new`` gives for an old clause without a
    match the new one that holds most of it, ``inside_old`` the reverse, each with whether
    it is held word for word.
    """

    sure: dict[int, int] = field(default_factory=dict)
    unsure: dict[int, int] = field(default_factory=dict)
    inside_new: dict[int, tuple[int, bool]] = field(default_factory=dict)
    inside_old: dict[int, tuple[int, bool]] = field(default_factory=dict)


def match_group(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], twins: Twins) -> Group:
    """Match by identical text, by heading, by joined text, by likeness; then by containment."""
    group = Group()
    group.sure = _identical([old.whole for old in olds], [new.whole for new in news])
    if olds and news:
        _same_line(olds, news, group)
        _joined(olds, news, group)
        _alike(olds, news, group, twins)
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
    there = {id(new): j for j, new in enumerate(news)}
    here = {id(old): i for i, old in enumerate(olds)}
    taken = set(group.sure.values())
    for old, new in same_lines(olds, news):
        i, j = here[id(old)], there[id(new)]
        if i not in group.sure and j not in taken:
            group.sure[i] = j


def same_lines(
    olds: Sequence[ClauseNode], news: Sequence[ClauseNode]
) -> Iterator[tuple[ClauseNode, ClauseNode]]:
    """Yield the clauses that begin with a line that stands once on each side."""
    here, there = _places([old.lead for old in olds]), _places([new.lead for new in news])
    for line, places in here.items():
        if line and len(places) == 1 == len(there.get(line, ())):
            old, new = olds[places[0]], news[there[line][0]]
            # An article is no paragraph, and a table no row.
            if bool(old.line) == bool(new.line):
                yield old, new


def _alike(
    olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group, twins: Twins
) -> None:
    taken = set(group.sure.values())
    left = [place for place in range(len(olds)) if place not in group.sure]
    right = [place for place in range(len(news)) if place not in taken]
    scores = {
        (i, j): olds[i].grams.likeness(news[j].grams)
        for i, j in _near(olds, news, left, right)
        if not twins.part(olds[i], news[j])
    }
    _settle(scores, group)
    _between(scores, group, len(olds), len(news))
    taken = set(group.sure.values())
    ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    for (i, j), score in ranked:
        free = i not in group.sure and i not in group.unsure and j not in taken
        if free and score >= POSSIBLE:
            group.unsure[i] = j
            taken.add(j)


def _near(
    olds: Sequence[ClauseNode], news: Sequence[ClauseNode], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    """Return the pairs that are worth comparing."""
    ahead = GramIndex([news[j].grams for j in right])
    back = GramIndex([olds[i].grams for i in left])
    pairs = {(i, right[at]) for i in left for at in ahead.nearest(olds[i].grams)}
    return sorted(pairs | {(left[at], j) for j in right for at in back.nearest(news[j].grams)})


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


def _between(scores: Mapping[tuple[int, int], float], group: Group, olds: int, news: int) -> None:
    """Take what is alike enough between neighbours that are matched, whatever else is alike."""
    met = {**group.sure, -1: -1, olds: news}
    taken = set(group.sure.values())
    for (i, j), score in scores.items():
        between = met.get(i - 1) == j - 1 and met.get(i + 1) == j + 1
        if between and score >= SURE and i not in met and j not in taken:
            group.sure[i] = j


def _leads(score: float, rivals: list[float]) -> bool:
    best = sorted(rivals, reverse=True)[:2]
    return score == best[0] and (len(best) == 1 or score - best[1] >= AHEAD)


def _joined(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group) -> None:
    """Match neighbours that were written together word for word, or what was split so.

    The longest of the parts carries the name on.
    """
    before, after = [old.whole for old in olds], [new.whole for new in news]
    left = set(range(len(olds))) - set(group.sure)
    right = set(range(len(news))) - set(group.sure.values())
    for j, run in _runs(before, left, after, right):
        if left.issuperset(run):
            heir = max(run, key=lambda i: len(before[i]))
            group.sure[heir] = j
            group.inside_new |= {i: (j, True) for i in run if i != heir}
            left -= {*run}
            right.discard(j)
    for i, run in _runs(after, right, before, left):
        if right.issuperset(run):
            heir = max(run, key=lambda j: len(after[j]))
            group.sure[i] = heir
            group.inside_old |= {j: (i, True) for j in run if j != heir}
            right -= {*run}


def _runs(
    parts: Sequence[str], free: set[int], wholes: Sequence[str], unmatched: set[int]
) -> list[tuple[int, list[int]]]:
    """Return each whole that several parts make up, with the places of these parts."""
    starts: dict[str, list[int]] = defaultdict(list)
    for at in sorted(free):
        starts[parts[at][:_OPENING]].append(at)
    runs = ((place, _run(wholes[place], parts, starts)) for place in sorted(unmatched))
    return [(place, run) for place, run in runs if len(run) > 1]


def _run(whole: str, parts: Sequence[str], starts: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the places of parts that follow each other in a whole, and fill it."""
    for first in starts.get(whole[:_OPENING], ()):
        run: list[int] = []
        at: int | None = first if whole.startswith(parts[first]) else None
        end = 0
        while at is not None:
            run.append(at)
            end += len(parts[at])
            here = starts.get(whole[end : end + _OPENING], ())
            fitting = [p for p in here if p not in run and whole.startswith(parts[p], end)]
            # Of parts that read the same the next one is meant.
            at = min(fitting, key=lambda place: abs(place - run[-1]), default=None)
        if end == len(whole):
            return run
    return []


def _contained(olds: Sequence[ClauseNode], news: Sequence[ClauseNode], group: Group) -> None:
    met = {**group.sure, **group.unsure}
    left = [place for place in range(len(olds)) if place not in met]
    right = sorted(set(range(len(news))) - set(met.values()))
    group.inside_new = _holders(olds, left, news) | group.inside_new
    group.inside_old = _holders(news, right, olds) | group.inside_old


def _holders(
    nodes: Sequence[ClauseNode], places: list[int], others: Sequence[ClauseNode]
) -> dict[int, tuple[int, bool]]:
    if not places:
        return {}
    index = GramIndex([other.grams for other in others])
    found = {}
    for place in places:
        whole = nodes[place].whole
        grams = nodes[place].grams
        shares = Counter({at: grams.contained_in(others[at].grams) for at in index.nearest(grams)})
        for at, share in shares.most_common(1):
            if share >= CONTAINED and grams.total >= _ENOUGH_GRAMS:
                found[place] = at, whole in others[at].whole
    return found
