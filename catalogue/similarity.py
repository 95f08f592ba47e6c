"""Which texts say alike: the same words but for a few, whatever stands between them.

Two texts are alike where their pairs of neighbouring characters, folded as the search folds
them, agree by at least six in ten (Jaccard). The first of each group leads it: a text joins the
leader that it is most like, so the same texts in the same order give the same groups. Leaders
that may be alike are found by minima of hashes (Broder 1997, in one pass as by Li et al. 2012),
so that the work grows with the number of texts and not with its square; of two texts that are
barely alike one in some dozens is missed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from catalogue.text import fold

ALIKE = 0.6
"""The least likeness of two texts of one group, from 0 to 1."""
_SLOTS, _BAND = 64, 2
# Leaders in one bucket, and those that one text is compared with.
_FULL, _COMPARED = 16, 8

Pairs = frozenset[str]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; two blank ones are alike."""
    return _jaccard(_pairs(one), _pairs(other))


def similar_groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the indexes of the texts, by groups of those that are alike; blank ones are alone."""
    led: list[Pairs] = []
    groups: list[list[int]] = []
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, pairs in enumerate(map(_pairs, texts)):
        places = _places(pairs) if pairs else []
        found = Counter(leader for place in places for leader in buckets[place])
        near = [leader for leader, _ in found.most_common(_COMPARED)]
        best = max(near, key=lambda leader: _jaccard(led[leader], pairs), default=None)
        if best is not None and _jaccard(led[best], pairs) >= ALIKE:
            groups[best].append(index)
            continue
        for place in places:
            if len(buckets[place]) < _FULL:
                buckets[place].append(len(led))
        led.append(pairs)
        groups.append([index])
    return groups


def _places(pairs: Pairs) -> list[tuple[int, ...]]:
    """Return the buckets of a text: alike texts have most probably one in common."""
    least: dict[int, int] = {}
    for pair in pairs:
        value = crc32(pair.encode("utf-8", "surrogatepass"))
        slot = value % _SLOTS
        least[slot] = min(value, least.get(slot, value))
    last = least[min(least)]
    values = []
    for slot in reversed(range(_SLOTS)):
        # A slot that nothing fell into takes what stands behind it, the last the first.
        last = least.get(slot, last)
        values.append(last)
    return [(at, *values[at : at + _BAND]) for at in range(0, _SLOTS, _BAND)]


def _pairs(text: str) -> Pairs:
    folded = fold(text)
    return frozenset(map("".join, pairwise(folded))) or frozenset([folded] if folded else [])


def _jaccard(one: Pairs, other: Pairs) -> float:
    return len(one & other) / (len(one | other) or 1) if one or other else 1.0
