"""The drafts of a policy with what stands beside them, read from its folder."""

from dataclasses import dataclass
from pathlib import Path

from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.sources import PolicySource, VersionSource
from publisher.sources.lock_file import read_decisions, read_lock
from publisher.versions.lineage import Records, VersionDraft

_SHORT_DIGEST = 12


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
    """Return the places beside a policy's folder file, or beside a lone text."""
    folder = source.path.parent
    lone = source.path.suffix == ".md"
    stem = source.path.stem if lone else "clauses"
    decisions = f"{stem}.decisions.yml" if lone else "decisions.yml"
    return Places(folder / f"{stem}.lock.yml", folder / decisions, folder / ".sealed")


def read_draft(policy: str, version: VersionSource, problems: Problems) -> VersionDraft:
    """Read the clauses of one version, named as if all were new."""
    read = read_text(version.text, version.path, problems)
    return VersionDraft(name_clauses(policy, version.id, read), version.text, version.path)


def read_drafts(source: PolicySource, problems: Problems) -> list[VersionDraft]:
    """Read all versions of a policy, in order."""
    return [read_draft(source.policy.id, version, problems) for version in source.versions]


def read_records(source: PolicySource, problems: Problems) -> Records:
    """Read the lock and the decisions of a policy, both empty where there are none."""
    places = places_of(source)
    lock = read_lock(places.lock, problems)
    decisions = read_decisions(places.decisions, problems)
    return Records(lock, places.lock, decisions, places.decisions)
