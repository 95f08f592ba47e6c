"""Which clauses moved, and which only have another number because others came or went.

Clauses that lived on and still are in the order in which they were only follow in the count
(条序顺延). Whatever is in no way of taking the longest such order, or not in every one, moved.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from publisher.versions.clause_tree import SCOPES, ClauseNode
from publisher.versions.matching import Matching


def moved_clauses(matching: Matching) -> frozenset[str]:
    """Return the eIds in the new version of the clauses that moved.

    Articles are counted through a whole text, any other clause among those below one clause.
    """
    place = {node.eid: at for at, node in enumerate(matching.old.walk())}
    moved: set[str] = set()
    for above in matching.new.walk():
        if above.kind in SCOPES:
            moved |= _out_of_order(matching, above, above.articles(), place)
        below = (child for child in above.children if child.kind != "art")
        moved |= _out_of_order(matching, above, below, place)
    return frozenset(moved)


def _out_of_order(
    matching: Matching, above: ClauseNode, clauses: Iterable[ClauseNode], place: dict[str, int]
) -> set[str]:
    """Return what moved among clauses of one count; what came from elsewhere did."""
    pairs = [pair for clause in clauses if (pair := matching.back.get(clause.eid))]
    whole = matching.back.get(above.eid)
    origin = (whole.old if whole else None) if above.clause else matching.old
    here = [pair for pair in pairs if _counted_below(pair.old) is origin]
    kept = _in_every_longest_run([place[pair.old.eid] for pair in here])
    return {pair.new.eid for pair in pairs} - {here[at].new.eid for at in kept}


def _counted_below(node: ClauseNode) -> ClauseNode | None:
    """Return the clause below which a clause is counted."""
    above = node.parent
    while node.kind == "art" and above and above.kind not in SCOPES:
        above = above.parent
    return above


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
