"""What a page of the latest version keeps of the older ones: tombstones and histories."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.model import Clause, ClauseChange, ClauseSet
from publisher.versions.change_map import change_map, compose
from publisher.versions.lineage import VersionState


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A clause that is in no later version.

    ``version`` is the last that held it, as ``eid``; ``into`` is the wId of what it was
    merged into, ``within`` the wId of the clause above if that is gone too.
    """

    wid: str
    version: str
    eid: str
    citation: str
    into: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class RetiredClauses:
    """Tombstones in the order of their end, and by eId the older wIds that lead there."""

    tombstones: tuple[Tombstone, ...]
    anchors: Mapping[str, tuple[str, ...]]


NONE_RETIRED = RetiredClauses((), {})


@dataclass(frozen=True, slots=True)
class PastChange:
    """What became of a clause in a version; ``change`` is one of a ``ClauseChange``.

    ``former`` is the citation of the older clause, None where it was in the same place.
    """

    change: str
    version: str
    former: str | None = None


def shown_states(states: Sequence[VersionState], public: set[str]) -> list[VersionState]:
    """Keep the public versions; what came over one that is not shown is joined into one change."""
    shown: list[VersionState] = []
    hidden = None
    for state in states:
        matching = state.matching
        if hidden and matching:
            matching = compose(hidden, matching)
        if state.clauses.version not in public:
            hidden = matching if shown else None
            continue
        hidden = None
        shown.append(_with_carried(replace(state, matching=matching if shown else None)))
    return shown


def _with_carried(state: VersionState) -> VersionState:
    if state.matching is None:
        return state
    wids = {clause.eid: clause.wid for clause in state.clauses.clauses}
    return replace(state, clauses=replace(state.clauses, carried=change_map(state.matching, wids)))


def retired_clauses(versions: Sequence[ClauseSet]) -> RetiredClauses:
    """Gather what is left of clauses that the last of some versions does not hold."""
    tombstones: dict[str, Tombstone] = {}
    successors = dict(pair for text in versions for pair in _led(text))
    for old, new in pairwise(versions):
        wids = {clause.eid: clause.wid for clause in new.clauses}
        current = {clause.eid: clause for clause in old.clauses}
        gone = {fate.from_eid for fate in new.carried if fate.change in {"deleted", "merged"}}
        for fate in new.carried:
            into = wids[fate.to_eid] if fate.to_eid else None
            if fate.from_eid and fate.change in {"deleted", "merged"}:
                clause = current[fate.from_eid]
                tombstones[clause.wid] = Tombstone(
                    clause.wid, old.version, clause.eid, clause.citation, into,
                    _above(clause, gone, current),
                )  # fmt: skip
            elif fate.change == "unsure" and into and into != fate.wid:
                successors[fate.wid] = into
    return _gathered(tombstones, successors, versions[-1])


def _led(text: ClauseSet) -> Iterator[tuple[str, str]]:
    """Yield the wIds of what is no clause any more, each with the wId that it leads to."""
    wids = {clause.eid: clause.wid for clause in text.clauses}
    yield from ((name, wids[eid]) for name, eid in text.former.items() if "." in name)


def _above(clause: Clause, gone: set[str | None], current: Mapping[str, Clause]) -> str | None:
    """Return the topmost clause of an unbroken run of gone ones above a clause."""
    top = None
    while clause.parent and clause.parent in gone:
        clause = current[clause.parent]
        top = clause.wid
    return top


def _gathered(
    tombstones: dict[str, Tombstone], successors: Mapping[str, str], latest: ClauseSet
) -> RetiredClauses:
    current = {clause.wid: clause.eid for clause in latest.clauses}
    anchors: dict[str, list[str]] = defaultdict(list)
    found = dict(tombstones)
    for wid in successors.keys() - current:
        end, seen = wid, set[str]()
        while end in successors and end not in current and end not in seen:
            seen.add(end)
            end = successors[end]
        if end in current:
            anchors[current[end]].append(wid)
        elif end in tombstones:
            found[wid] = replace(tombstones[end], wid=wid, within=tombstones[end].within or end)
    older = {eid: tuple(wids) for eid, wids in anchors.items()}
    return RetiredClauses(tuple(found.values()), older)


def histories(versions: Sequence[ClauseSet]) -> dict[str, list[PastChange]]:
    """Return by wId what became of each clause of the last version, in which version."""
    found: dict[str, list[PastChange]] = defaultdict(list)
    for clause in versions[0].clauses:
        found[clause.wid].append(PastChange("new", versions[0].version))
    for old, new in pairwise(versions):
        citations = {clause.eid: clause.citation for clause in old.clauses}
        wids = {clause.eid: clause.wid for clause in new.clauses}
        for fate in new.carried:
            if fate.to_eid and fate.change != "unchanged":
                change = _past_change(fate, new.version, citations)
                found[wids[fate.to_eid]].append(change)
    return dict(found)


def _past_change(fate: ClauseChange, version: str, citations: Mapping[str, str]) -> PastChange:
    lives_on = fate.change in {"edited", "renumbered", "moved"}
    is_same_place = lives_on and fate.from_eid == fate.to_eid
    former = None if is_same_place or not fate.from_eid else citations[fate.from_eid]
    return PastChange(fate.change, version, former)
