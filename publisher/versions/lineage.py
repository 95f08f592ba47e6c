"""The clauses of all versions of a policy, each with its lasting name (wId).

Sealed versions take their names from the lock; the others are matched with the version
before, with what the drafter decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.model import ClauseSet
from catalogue.text import digest
from publisher.problems import Message, Problems, shortened
from publisher.sources.lock_file import Lock, Seal
from publisher.versions.change_map import carried_wids, matching_by_wid
from publisher.versions.decisions import Decisions, fault_of, heir_of
from publisher.versions.matching import Matching, match
from publisher.versions.sealed_names import renamed_seal, sealed_names


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version as it was read: its clauses named as if all were new, its text and file."""

    clauses: ClauseSet
    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class Records:
    """What belongs to the drafts: the lock and the decisions, with their files."""

    lock: Lock
    lock_path: Path
    decisions: Mapping[str, Mapping[str, str]]
    decisions_path: Path


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version with the lasting names of its clauses, and how it came from the one before.

    ``matching`` is None for the first version; ``seal`` is None until it is published, and in
    the eIds of today.
    """

    clauses: ClauseSet
    matching: Matching | None
    seal: Seal | None


def assign_ids(
    drafts: Sequence[VersionDraft], records: Records, problems: Problems
) -> list[VersionState]:
    """Name the clauses of all versions, in order; what does not fit goes to ``problems``."""
    states: list[VersionState] = []
    for draft in drafts:
        before = states[-1].clauses if states else None
        seal = records.lock.versions.get(draft.clauses.version)
        names = sealed_names(seal, draft.text, draft.clauses) if seal else []
        fault = _misfit(seal, names, draft, before) if seal else None
        if fault:
            at = draft.path if fault.kind == "V001.changed" else records.lock_path
            problems.add(at, 1, fault.kind, **fault.values)
        if seal and not fault:
            today = renamed_seal(seal, names, draft.clauses)
            states.append(_sealed(draft, today, before))
            if today is not seal:
                others = {*names} - {(each.line, each.eid) for each in draft.clauses.clauses}
                version, count = draft.clauses.version, len(others)
                problems.add(draft.path, 1, "V013.earlier_reader", version=version, count=count)
        else:
            states.append(_open(draft, before, records, problems))
    return states


def _misfit(
    seal: Seal, names: Sequence[tuple[int, str]], draft: VersionDraft, before: ClauseSet | None
) -> Message | None:
    version = draft.clauses.version
    if digest(draft.text) != seal.digest_now:
        return Message("V001.changed", {"version": version})
    eids = {eid for _, eid in names}
    wids = {*before.former, *(clause.wid for clause in before.clauses)} if before else set()
    corrected = {change.clause for erratum in seal.errata for change in erratum.changes}
    named = {*seal.clauses, *seal.merged.values(), *seal.split, *corrected}
    older = {*seal.clauses.values(), *seal.merged, *seal.split.values()}
    # A clause that was new keeps its name where a later reader calls it otherwise.
    older = {wid for wid in older if not wid.startswith(f"{version}.")}
    if strange := sorted((named - eids) | (older - wids)):
        return Message("V002.strange", {"version": version, "names": shortened(strange, 5)})
    twice = len(set(seal.clauses.values())) < len(seal.clauses)
    return Message("V002.repeated", {"version": version}) if twice else None


def _sealed(draft: VersionDraft, seal: Seal, before: ClauseSet | None) -> VersionState:
    clauses = replace(_with_wids(draft.clauses, seal.clauses), former=dict(seal.former))
    if before is None:
        return VersionState(clauses, None, seal)
    found = matching_by_wid(before.clauses, clauses.clauses, seal.merged, seal.split)
    return VersionState(clauses, found, seal)


def _open(
    draft: VersionDraft, before: ClauseSet | None, records: Records, problems: Problems
) -> VersionState:
    if before is None:
        return VersionState(draft.clauses, None, None)
    given = records.decisions.get(draft.clauses.version, {})
    decisions = _checked(Decisions(given), draft, before, records.decisions_path, problems)
    found = match(before.clauses, draft.clauses.clauses, decisions)
    if waiting := len(found.open_pairs):
        policy = draft.clauses.policy
        problems.add(draft.path, 1, "V004.waiting", count=waiting, policy=policy)
    clauses = _with_wids(draft.clauses, carried_wids(found, draft.clauses.version))
    return VersionState(clauses, found, None)


def _with_wids(clauses: ClauseSet, wids: Mapping[str, str]) -> ClauseSet:
    named = tuple(replace(each, wid=wids.get(each.eid, each.wid)) for each in clauses.clauses)
    return replace(clauses, clauses=named)


def _checked(
    decisions: Decisions, draft: VersionDraft, before: ClauseSet, path: Path, problems: Problems
) -> Decisions:
    """Keep the decisions that can be followed; a second claim to a clause cannot."""
    known = {clause.eid for clause in draft.clauses.clauses}
    known |= {"deleted", "new", *(clause.wid for clause in before.clauses)}
    kept: dict[str, str] = {}
    claimed: set[str] = set()
    for name, fate in decisions.given.items():
        decision = {"version": draft.clauses.version, "decision": f"{name}={fate}"}
        strange = sorted({name, fate.rpartition(":")[2]} - known)
        heir = heir_of(name, fate)
        if kind := fault_of(name, fate):
            problems.add(path, 1, kind, **decision)
        elif strange:
            problems.add(path, 1, "V003.no_clause", clause=strange[0], **decision)
        elif heir and heir in claimed:
            problems.add(path, 1, "V003.repeated", clause=heir, **decision)
        else:
            claimed |= {heir} if heir else set()
            kept[name] = fate
    return Decisions(kept)
