"""The versions of a policy as its folder holds them, each clause with its lasting name (wId)."""

from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.model import ClauseSet
from catalogue.text import digest
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.sources import PolicySource, VersionSource
from publisher.sources.lock_file import Lock, Seal, read_decisions, read_lock
from publisher.sources.text_file import read_text_file
from publisher.versions.lineage import Records, VersionDraft, VersionState, assign_ids
from publisher.versions.tombstones import shown_states

_SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True)
class TracedPolicy:
    """A policy's sources with all its versions, public or not, in order.

    ``drafts`` are the texts as they were read, ``states`` the same with their wIds.
    """

    source: PolicySource
    records: Records
    drafts: tuple[VersionDraft, ...]
    states: tuple[VersionState, ...]

    @property
    def texts(self) -> list[ClauseSet]:
        """The clauses of every version, with what became of those of the version before."""
        ids = {state.clauses.version for state in self.states}
        return [state.clauses for state in shown_states(self.states, ids)]


def trace_policy(
    source: PolicySource,
    problems: Problems,
    *,
    records: Records | None = None,
    of_texts: Problems | None = None,
) -> TracedPolicy:
    """Read all versions of a policy and give each clause its wId.

    ``records`` are used in the place of those in the folder. What is wrong with the texts
    alone goes to ``of_texts`` where it is given, everything else to ``problems``.
    """
    found = problems if of_texts is None else of_texts
    records = records or read_records(source, problems)
    source = as_sealed(source, records.lock)
    drafts = tuple(read_draft(source.policy.id, version, found) for version in source.versions)
    return TracedPolicy(source, records, drafts, tuple(assign_ids(drafts, records, problems)))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a policy's lock, decisions and sealed texts are kept."""

    lock: Path
    decisions: Path
    sealed: Path

    def sealed_text(self, version: str, digest: str) -> Path:
        """Return the file of a sealed text; its name holds the digest, so none is replaced."""
        stem = self.lock.name.removesuffix(".lock.yml")
        name = f"{version}.{digest.removeprefix('sha256:')[:_SHORT_DIGEST]}.md"
        return self.sealed / (name if stem == "clauses" else f"{stem}.{name}")


def places_of(source: PolicySource) -> Places:
    """Return the places next to a policy's folder file, or next to a lone text."""
    folder = source.path.parent
    lone = source.path.suffix == ".md"
    stem = source.path.stem if lone else "clauses"
    decisions = f"{stem}.decisions.yml" if lone else "decisions.yml"
    return Places(folder / f"{stem}.lock.yml", folder / decisions, folder / ".sealed")


def as_sealed(source: PolicySource, lock: Lock) -> PolicySource:
    """Return a policy whose sealed texts are as they were sealed, where only blanks differ.

    White space at the ends of lines and of the text is no change of it.
    """
    versions = (_without_other_blanks(source, each, lock) for each in source.versions)
    return replace(source, versions=tuple(versions))


def _without_other_blanks(
    source: PolicySource, version: VersionSource, lock: Lock
) -> VersionSource:
    seal = lock.versions.get(version.id)
    if seal is None or digest(version.text) == seal.digest_now:
        return version
    sealed = sealed_copy(places_of(source), version.id, seal)
    same = sealed is not None and _lines(sealed) == _lines(version.text)
    return replace(version, text=sealed) if sealed is not None and same else version


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def sealed_copy(places: Places, version: str, seal: Seal) -> str | None:
    """Return the text that was kept when a version was sealed; None where it is lost or damaged."""
    path = places.sealed_text(version, seal.digest_now)
    text = read_text_file(path, Problems()) if path.exists() else None
    return text if text is not None and digest(text) == seal.digest_now else None


def read_draft(policy: str, version: VersionSource, problems: Problems) -> VersionDraft:
    """Read the clauses of one version, named as if all were new."""
    read = read_text(version.text, version.path, problems)
    return VersionDraft(name_clauses(policy, version.id, read), version.text, version.path)


def read_records(source: PolicySource, problems: Problems) -> Records:
    """Read the lock and the decisions of a policy, both empty where there are none."""
    places = places_of(source)
    lock = read_lock(places.lock, problems)
    decisions = read_decisions(places.decisions, problems)
    return Records(lock, places.lock, decisions, places.decisions)
