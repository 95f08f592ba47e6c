"""From a matching to what became of each clause, and to the lasting names (wIds)."""

from collections.abc import Mapping, Sequence

from catalogue.ids import make_wid
from catalogue.model import Clause, ClauseChange
from publisher.versions.clause_tree import ClauseNode, build_tree
from publisher.versions.matching import Matching, Pair, pair_of
from publisher.versions.order import moved_clauses

_DIGITS = 3


def carried_wids(matching: Matching, version: str) -> dict[str, str]:
    """Return the wId of every clause of the new version, by eId.

    What is not surely an older clause has the wId of this version, provisionally so
    where the drafter has yet to decide.
    """
    return {
        node.eid: pair.old.wid
        if (pair := matching.back.get(node.eid)) and pair.sure
        else make_wid(version, node.eid)
        for node in matching.new.walk()
        if node.clause
    }


def change_map(matching: Matching, wids: Mapping[str, str]) -> tuple[ClauseChange, ...]:
    """Return the fate of every clause of both versions: the new in order, then the gone."""
    new = (node for node in matching.new.walk() if node.clause)
    old = (node for node in matching.old.walk() if node.clause)
    moved = moved_clauses(matching)
    arrived = [_of_new(matching, node, wids, moved) for node in new]
    gone = [_of_old(matching, node) for node in old if node.eid not in matching.pairs]
    return (*arrived, *gone)


def change_of(pair: Pair, moved: frozenset[str]) -> str:
    """Return what became of a clause that lives on; its own number is not one of its words.

    ``moved`` are the eIds of ``moved_clauses``.
    """
    if not pair.sure:
        return "unsure"
    if pair.old.wording != pair.new.wording:
        return "edited"
    return place_change(pair, moved)


def place_change(pair: Pair, moved: frozenset[str]) -> str:
    """Return whether a clause has its number, another one (条序顺延), or another place."""
    if pair.old.eid == pair.new.eid:
        return "unchanged"
    return "moved" if pair.new.eid in moved else "renumbered"


def _of_new(
    matching: Matching, new: ClauseNode, wids: Mapping[str, str], moved: frozenset[str]
) -> ClauseChange:
    if pair := matching.back.get(new.eid):
        change = change_of(pair, moved)
        return ClauseChange(pair.old.wid, pair.old.eid, new.eid, change, _rounded(pair))
    wid = wids[new.eid]
    if pair := matching.split.get(new.eid):
        change = "split" if pair.sure else "unsure"
        return ClauseChange(wid, pair.old.eid, new.eid, change, _rounded(pair))
    return ClauseChange(wid, None, new.eid, "new")


def _of_old(matching: Matching, old: ClauseNode) -> ClauseChange:
    if pair := matching.merged.get(old.eid):
        change = "merged" if pair.sure else "unsure"
        return ClauseChange(old.wid, old.eid, pair.new.eid, change, _rounded(pair))
    return ClauseChange(old.wid, old.eid, None, "deleted")


def _rounded(pair: Pair) -> float:
    return round(pair.similarity, _DIGITS)


def matching_by_wid(
    old: Sequence[Clause],
    new: Sequence[Clause],
    merged: Mapping[str, str],
    split: Mapping[str, str],
) -> Matching:
    """Rebuild the matching of a sealed version, whose clauses already bear their wIds.

    ``merged`` maps an old wId to the eId that it went into, ``split`` a new eId to the
    wId that it came from.
    """
    found = Matching(build_tree(old), build_tree(new))
    olds = {node.wid: node for node in found.old.walk() if node.clause}
    news = {node.eid: node for node in found.new.walk() if node.clause}
    for node in news.values():
        if node.wid in olds:
            found.add(pair_of(olds[node.wid], node, sure=True))
    # A clause that today's reader does not read any more has no pair.
    for wid, eid in merged.items():
        if wid in olds:
            found.merged[olds[wid].eid] = pair_of(olds[wid], news[eid], sure=True)
    for eid, wid in split.items():
        if wid in olds:
            found.split[eid] = pair_of(olds[wid], news[eid], sure=True)
    return found


def compose(first: Matching, second: Matching) -> Matching:
    """Join two matchings into one, over a version in between that is not shown."""
    found = Matching(first.old, second.new)
    for pair in first.pairs.values():
        if after := second.pairs.get(pair.new.eid):
            found.add(_joined(pair, after))
        elif after := second.merged.get(pair.new.eid):
            found.merged[pair.old.eid] = _joined(pair, after)
    for eid, pair in first.merged.items():
        if after := second.pairs.get(pair.new.eid):
            found.merged[eid] = _joined(pair, after)
    _compose_split(first, second, found)
    return found


def _compose_split(first: Matching, second: Matching, found: Matching) -> None:
    for pair in first.split.values():
        if after := second.pairs.get(pair.new.eid):
            found.split[after.new.eid] = _joined(pair, after)
    for eid, pair in second.split.items():
        if before := first.back.get(pair.old.eid):
            found.split[eid] = _joined(before, pair)


def _joined(first: Pair, second: Pair) -> Pair:
    return pair_of(first.old, second.new, sure=first.sure and second.sure)
