"""Which clauses moved, and which only have another number because others came or went.

Clauses that lived on and still are in the order in which they were only follow in the count
(条序顺延). Whatever is in no way of taking the longest such order, or not in every one, moved.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from publisher.versions.clause_tree import SCOPES, ClauseNode
from publisher.versions.matching import Matching, Pair


def moved_clauses(matching: Matching) -> frozenset[str]:
    """Return the eIds in the new version of the clauses that moved.

    Articles are counted through a whole text, any other clause among those below the nearest
    clause above that lived on: what was put between, or taken out, moves nothing.
    """
    place = {node.eid: at for at, node in enumerate(matching.old.walk())}
    counted: dict[str, list[Pair]] = defaultdict(list)
    moved: set[str] = set()
    for node in matching.new.walk():
        if pair := matching.back.get(node.eid):
            above = _counted_below(node, matching.back)
            before = matching.pairs.get(_counted_below(pair.old, matching.pairs))
            if above == (before.new.eid if before else ""):
                counted[above].append(pair)
            else:
                moved.add(node.eid)
    for here in counted.values():
        kept = _in_every_longest_run([place[pair.old.eid] for pair in here])
        moved |= {pair.new.eid for pair in here} - {here[at].new.eid for at in kept}
    return frozenset(moved)


def _counted_below(node: ClauseNode, known: Container[str]) -> str:
    """Return the eId of the clause below which a clause is counted; "" for the text itself."""
    above = node.parent
    while above and above.clause:
        if above.eid in known and (node.kind != "art" or above.kind in SCOPES):
            return above.eid
        above = above.parent
    return ""


def _in_every_longest_run(values: Sequence[int]) -> list[int]:
    """Return the indexes that every longest ascending run of values (all different) holds."""
    upto = _run_lengths(values)
    after = _run_lengths([-value for value in reversed(values)])[::-1]
    longest = max(upto, default=0)
    of_some = [at for at in range(len(values)) if upto[at] + after[at] - 1 == longest]
    ending = Counter(upto[at] for at in of_some)
    return [at for at in of_some if ending[upto[at]] == 1]


def _run_lengths(values: Sequence[int]) -> list[int]:
    """Return for each value the length of the longest ascending run that ends with it."""
    ends: list[int] = []
    lengths = []
    for value in values:
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
        lengths.append(at + 1)
    return lengths
