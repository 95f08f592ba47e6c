"""From checked sources to what is public at one instant: policies, clauses, notices."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from catalogue.model import Catalogue, ClauseSet, CoverLine, Policy, Site, Version
from catalogue.text import digest
from catalogue.window import china_day
from publisher.clauses import name_clauses, read_text
from publisher.clauses.notice import Notice, read_notice
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, VersionSource


@dataclass(frozen=True, slots=True)
class Edition:
    """A public version with its clauses."""

    version: Version
    clauses: ClauseSet

    def cover(self, role: str) -> tuple[CoverLine, ...]:
        """Return the cover lines of one role, in order."""
        return tuple(line for line in self.clauses.cover if line.role == role)


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy of which at least one version is public."""

    policy: Policy
    editions: tuple[Edition, ...]
    notice: Notice | None
    files: tuple[Path, ...] = ()

    @property
    def latest(self) -> Edition:
        """The newest public version."""
        return self.editions[-1]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that goes into the site."""

    catalogue: Catalogue
    policies: tuple[CompiledPolicy, ...]
    site: SiteFile


def compile_site(
    sources: list[PolicySource], site: SiteFile, now: datetime, problems: Problems, *, preview: bool
) -> Compiled:
    """Read every text, and keep what is public at ``now`` (with ``preview``, all)."""
    today = None if preview else china_day(now)
    read = {
        source.policy.id: [_edition(source, version, problems) for version in source.versions]
        for source in sources
    }
    editions = {name: [edition for _, edition in versions] for name, versions in read.items()}
    _check_links(sources, editions, problems)
    found = [_public(source, read[source.policy.id], today) for source in sources]
    policies = _with_public_links([compiled for compiled in found if compiled])
    catalogue = Catalogue(
        built_at=now,
        site=Site(site.name, site.organiser),
        policies=tuple(compiled.policy for compiled in policies),
    )
    return Compiled(catalogue, tuple(policies), site)


def _check_links(
    sources: list[PolicySource], editions: dict[str, list[Edition]], problems: Problems
) -> None:
    for source in sources:
        for link, line in zip(source.policy.links, source.link_lines, strict=True):
            if link.to not in editions:
                problems.add(source.path, line, "S011", f"links: there is no policy {link.to}")
                continue
            for name in link.clauses:
                if not any(edition.clauses.resolve(name) for edition in editions[link.to]):
                    text = f"links: {link.to} has no clause {name}"
                    problems.add(source.path, line, "S011", text)


def _with_public_links(policies: list[CompiledPolicy]) -> list[CompiledPolicy]:
    """Drop links to what is not yet public: its id alone would tell that it is coming."""
    ids = {compiled.policy.id for compiled in policies}
    kept = []
    for compiled in policies:
        links = tuple(link for link in compiled.policy.links if link.to in ids)
        kept.append(replace(compiled, policy=replace(compiled.policy, links=links)))
    return kept


def _edition(
    source: PolicySource, version: VersionSource, problems: Problems
) -> tuple[VersionSource, Edition]:
    policy_id = source.policy.id
    clauses = name_clauses(policy_id, version.id, read_text(version.text, version.path, problems))
    if not clauses.clauses:
        problems.add(version.path, 1, "S005", "holds no text")
    public = Version(
        id=version.id,
        label=version.label,
        published_on=version.published_on,
        clauses=f"{policy_id}/{version.id}/clauses.json",
        digest=digest(version.text),
    )
    return version, Edition(public, clauses)


def _public(
    source: PolicySource, editions: list[tuple[VersionSource, Edition]], today: date | None
) -> CompiledPolicy | None:
    """Keep what may be seen on a day; None is every day."""
    shown = tuple(
        edition for version, edition in editions if today is None or version.is_public(today)
    )
    if not shown:
        return None
    notice = read_notice(source.notice.text) if source.notice else None
    return CompiledPolicy(_policy(source, shown, today), shown, notice, source.files)


def _policy(source: PolicySource, shown: tuple[Edition, ...], today: date | None) -> Policy:
    versions = tuple(edition.version for edition in shown)
    ids = {version.id for version in versions}
    results = source.results
    told = results if results and (today is None or results.published_on <= today) else None
    windows = tuple(window for window in source.policy.windows if window.version in ids)
    return replace(source.policy, versions=versions, windows=windows, outcome=told)
