"""The versions of a policy as its folder holds them, each clause with its lasting name (wId)."""

from dataclasses import dataclass
from pathlib import Path

from catalogue.model import ClauseSet
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.sources import PolicySource, VersionSource
from publisher.sources.lock_file import read_decisions, read_lock
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
    drafts = tuple(read_draft(source.policy.id, version, found) for version in source.versions)
    records = records or read_records(source, problems)
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
