"""Which texts are alike: the same words but for a few, whatever is between them.

Two texts are alike where their pairs of neighbouring characters, folded as the search folds
them, agree by at least six in ten (Jaccard). The first of each group leads it: a text joins the
leader that it is most like, so the same texts in the same order give the same groups. Leaders
that may be alike are found by minima of hashes (Broder 1997, in one pass as by Li et al. 2012),
so that the work grows with the number of texts and not with its square; of two texts that are
barely alike one in some dozens is missed.
"""

from array import array
from collections import Counter
from itertools import pairwise
from zlib import crc32

from catalogue.text import fold

ALIKE = 0.6
"""The least likeness of two texts of one group, from 0 to 1."""
_SLOTS, _BAND = 64, 2
# Leaders in one bucket, and those that one text is compared with.
_FULL, _COMPARED = 16, 8
# So many that few of a hundred thousand texts' are taken for one; likeness tells them apart.
_BUCKETS = (1 << 22) - 3


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; two blank ones are alike."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / (len(first | second) or 1) if first or second else 1.0


class SimilarGroups:
    """Texts by groups of those that are alike, as they come; a group takes some hundred bytes."""

    def __init__(self) -> None:
        self._led: list[array[int]] = []
        # By bucket its last line, by line the one before it and its leader.
        self._last = array("i", [-1]) * _BUCKETS
        self._before, self._leader = array("i"), array("i")

    def group_of(self, text: str) -> int:
        """Return the number of a text's group, from 0; a blank text is always alone."""
        pairs = frozenset(crc32(each.encode("utf-8", "surrogatepass")) for each in _pairs(text))
        places = {hash(each) % _BUCKETS for each in _places(pairs)} if pairs else ()
        there = {place: self._leaders(place) for place in places}
        found = Counter(leader for leaders in there.values() for leader in leaders)
        near = [leader for leader, _ in found.most_common(_COMPARED)]
        best = max(near, key=lambda leader: self._likeness(leader, pairs), default=None)
        if best is not None and self._likeness(best, pairs) >= ALIKE:
            return best
        for place in (each for each, leaders in there.items() if len(leaders) < _FULL):
            self._before.append(self._last[place])
            self._last[place] = len(self._leader)
            self._leader.append(len(self._led))
        self._led.append(array("I", pairs))
        return len(self._led) - 1

    def _leaders(self, bucket: int) -> list[int]:
        """Return the leaders in a bucket, the first first."""
        found, at = [], self._last[bucket]
        while at >= 0:
            found.append(self._leader[at])
            at = self._before[at]
        return found[::-1]

    def _likeness(self, leader: int, pairs: frozenset[int]) -> float:
        led = self._led[leader]
        shared = len(pairs.intersection(led))
        return shared / (len(led) + len(pairs) - shared)


def _places(pairs: frozenset[int]) -> list[tuple[int, ...]]:
    """Return the buckets of a text: alike texts have most probably one in common."""
    least: dict[int, int] = {}
    for value in pairs:
        slot = value % _SLOTS
        least[slot] = min(value, least.get(slot, value))
    last = least[min(least)]
    values = []
    for slot in reversed(range(_SLOTS)):
        # An empty slot has the value of the one after it, the last that of the first.
        last = least.get(slot, last)
        values.append(last)
    return [(at, *values[at : at + _BAND]) for at in range(0, _SLOTS, _BAND)]


def _pairs(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(map("".join, pairwise(folded))) or frozenset([folded] if folded else [])
