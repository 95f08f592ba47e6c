"""Publishing: a version is sealed, and from then on only a 勘误 may touch its text."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz.distance import Indel

from catalogue.ids import make_wid
from catalogue.model import Clause
from catalogue.text import digest
from publisher.clauses import READER
from publisher.problems import BuildFailed, Problems
from publisher.sources import PolicySource, VersionSource
from publisher.sources.lock_file import Erratum, OldWording, Seal, write_lock, write_text
from publisher.versions.drafts import (
    as_sealed,
    places_of,
    read_draft,
    read_records,
    sealed_copy,
    trace_policy,
)
from publisher.versions.lineage import Records, VersionDraft, VersionState
from publisher.versions.permanence import check_permanence
from publisher.versions.sealed_names import record_names, renamed_seal, sealed_names

_STILL_THE_SAME = 0.5


def publish(
    source: PolicySource,
    version: str,
    today: date,
    problems: Problems,
    removals: Collection[str] = (),
) -> Seal:
    """Seal a version; ``BuildFailed``, with every reason in ``problems``, where it cannot be.

    A version that is sealed already, with the text as it is now, is left alone. Seals
    of versions that are gone are dropped where ``removals`` names them.
    """
    traced = trace_policy(source, problems)
    check_permanence(source, traced.records, removals, problems)
    at = _index(source, version)
    draft, state = traced.drafts[at], traced.states[at]
    _refuse_gaps(source, traced.states[:at], problems)
    _refuse_open(draft, state, problems)
    if problems.errors:
        raise BuildFailed("refusal.not_sealed", version=version)
    sealed = traced.records.lock.versions.get(version)
    if sealed and not removals:
        return sealed
    published_on = source.versions[at].published_on
    seal = sealed or _seal(state, draft, traced.records, today, published_on)
    _write(source, traced.records, version, seal, draft.text)
    return seal


def publish_erratum(
    source: PolicySource, version: str, reason: str, today: date, problems: Problems
) -> Seal:
    """Record a 勘误 to a sealed version; ``BuildFailed`` where it is none.

    The text may be corrected, but every clause stays where and what it was.
    """
    at = _index(source, version)
    records = read_records(source, problems)
    check_permanence(source, records, (), problems)
    seal = records.lock.versions.get(version)
    changed = as_sealed(source, records.lock).versions[at]
    if seal is None:
        problems.add(changed.path, 1, "V005.not_sealed", version=version)
    elif digest(changed.text) == seal.digest_now:
        problems.add(changed.path, 1, "V008.unchanged", version=version)
    if seal is None or problems.errors:
        raise BuildFailed("refusal.no_erratum", version=version)
    old = _sealed_text(source, changed, seal, problems)
    new = read_draft(source.policy.id, changed, problems)
    changes = _corrections(old, new, problems) if old else ()
    if problems.errors or old is None:
        raise BuildFailed("refusal.no_erratum", version=version)
    # The corrected text is noted as today's reader reads it, so that its lines are known.
    seal = renamed_seal(seal, sealed_names(seal, old.text, old.clauses), old.clauses)
    erratum = Erratum(
        on=today,
        reason=reason,
        digest_before=seal.digest_now,
        digest_after=digest(changed.text),
        changes=changes,
    )
    names = record_names(new.clauses.clauses)
    errata = (*seal.errata, erratum)
    mended = seal.model_copy(update={"errata": errata, "reader": READER, "names": names})
    _write(source, records, version, mended, changed.text)
    return mended


def _index(source: PolicySource, version: str) -> int:
    ids = [each.id for each in source.versions]
    if version not in ids:
        raise BuildFailed(
            "refusal.no_version", policy=source.policy.id, version=version, versions=ids
        )
    return ids.index(version)


def _refuse_gaps(source: PolicySource, before: Sequence[VersionState], problems: Problems) -> None:
    for state, version in zip(before, source.versions, strict=False):
        if state.seal is None:
            problems.add(version.path, 1, "V005.earlier", version=version.id)


def _refuse_open(draft: VersionDraft, state: VersionState, problems: Problems) -> None:
    for pair in state.matching.open_pairs if state.matching and not state.seal else ():
        line = pair.new.clause.line if pair.new.clause else 1
        names = {"new": pair.new.eid, "old": pair.old.wid}
        problems.add(draft.path, line, "V006.open", **names, similarity=f"{pair.similarity:.2f}")


def _seal(
    state: VersionState,
    draft: VersionDraft,
    records: Records,
    today: date,
    published_on: date | None,
) -> Seal:
    version = state.clauses.version
    merged = state.matching.merged if state.matching else {}
    split = state.matching.split if state.matching else {}
    return Seal(
        sealed_on=today,
        published_on=published_on,
        digest=digest(draft.text),
        reader=READER,
        clauses={
            clause.eid: clause.wid
            for clause in state.clauses.clauses
            if clause.wid != make_wid(version, clause.eid)
        },
        merged={pair.old.wid: pair.new.eid for pair in merged.values() if pair.sure},
        split={pair.new.eid: pair.old.wid for pair in split.values() if pair.sure},
        decisions=records.decisions.get(version, {}),
        names=record_names(state.clauses.clauses),
    )


def _write(source: PolicySource, records: Records, version: str, seal: Seal, text: str) -> None:
    """Keep the sealed text first: the lock, once written, counts."""
    places = places_of(source)
    write_text(places.sealed_text(version, digest(text)), text)
    versions = {**records.lock.versions, version: seal}
    ordered = {each.id: versions[each.id] for each in source.versions if each.id in versions}
    changes = {"policy": source.policy.id, "versions": ordered}
    write_lock(places.lock, records.lock.model_copy(update=changes))


def _sealed_text(
    source: PolicySource, version: VersionSource, seal: Seal, problems: Problems
) -> VersionDraft | None:
    text = sealed_copy(places_of(source), version.id, seal)
    if text is None:
        path = places_of(source).sealed_text(version.id, seal.digest_now)
        problems.add(path, 1, "V009.no_copy", version=version.id)
        return None
    return read_draft(source.policy.id, replace(version, text=text), problems)


def _corrections(
    old: VersionDraft, new: VersionDraft, problems: Problems
) -> tuple[OldWording, ...]:
    before = {clause.eid: clause for clause in old.clauses.clauses}
    if list(before) != [clause.eid for clause in new.clauses.clauses]:
        problems.add(new.path, 1, "V007.structure")
        return ()
    pairs = [(before[clause.eid], clause) for clause in new.clauses.clauses]
    changed = [(was, now) for was, now in pairs if _words(was) != _words(now)]
    for was, now in changed:
        if Indel.normalized_similarity(_words(was), _words(now)) < _STILL_THE_SAME:
            problems.add(new.path, now.line, "V007.other_clause", clause=now.eid)
    return tuple(OldWording(clause=was.eid, was=was.wording) for was, _ in changed)


def _words(clause: Clause) -> str:
    return clause.number + clause.heading + clause.text
