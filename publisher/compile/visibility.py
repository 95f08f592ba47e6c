"""What of a policy is public on a day: all that is shown anywhere is taken from here.

A day is one in Beijing; None shows everything, as a preview does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalogue.ids import VERSION_ID
from catalogue.model import ClauseSet, Link, Policy
from catalogue.results import ResultRow, Results
from catalogue.window import Window
from publisher.compile.clause_names import ClauseNames
from publisher.sources import PolicySource, VersionSource
from publisher.versions.drafts import TracedPolicy
from publisher.versions.lineage import VersionState
from publisher.versions.tombstones import shown_states

Links = tuple[tuple[str, str, tuple[str, ...], int], ...]
"""The links of a policy: rel, id of the other, its clauses, line in the source."""


@dataclass(frozen=True, slots=True)
class PublicPart:
    """What of a traced policy is public; ``versions`` and ``states`` are in the same order."""

    versions: tuple[VersionSource, ...]
    states: tuple[VersionState, ...]
    windows: tuple[Window, ...]
    results: Results | None


def public_part(traced: TracedPolicy, today: date | None) -> PublicPart | None:
    """Return what of a policy is public; None where no version is.

    The outcome says nothing of texts to come but that there will be one.
    """
    source = traced.source
    versions = tuple(version for version in source.versions if _is_public(version, today))
    if not versions:
        return None
    ids = {version.id for version in versions}
    states = tuple(shown_states(traced.states, ids))
    windows = tuple(window for window in source.policy.windows if window.version in ids)
    results = source.results
    if results and _is_out(results.published_on, today):
        texts = {state.clauses.version: state.clauses for state in states}
        return PublicPart(versions, states, windows, _of_texts(results, texts))
    return PublicPart(versions, states, windows, None)


def public_on(policy: Policy, day: date) -> Policy | None:
    """Return what of a policy of a built site was public on an earlier day; None if nothing."""
    outcome = policy.outcome
    outcome = outcome if outcome and _is_out(outcome.published_on, day) else None
    versions = tuple(
        version
        for version in policy.versions
        if version.published_on is None or _is_out(version.published_on, day)
    )
    return replace(policy, versions=versions, outcome=outcome) if versions else None


def public_links(links: Links, public: Mapping[str, Policy]) -> tuple[Link, ...]:
    """Drop links to what is not public: its id alone would tell that it is coming."""
    return tuple(
        Link(rel, to, public_clauses(clauses, public[to]))
        for rel, to, clauses, _ in links
        if to in public
    )


def public_clauses(clauses: Iterable[str], policy: Policy) -> tuple[str, ...]:
    """Drop wIds that were born in a version of the policy that is not public."""
    versions = {version.id for version in policy.versions}
    born = {name: name.partition(".")[0] for name in clauses if "." in name}
    return tuple(
        name
        for name in clauses
        if not VERSION_ID.fullmatch(born.get(name, "")) or born[name] in versions
    )


def next_change(source: PolicySource, today: date | None) -> date | None:
    """Return the first day after ``today`` on which more of a policy becomes public."""
    days = [version.published_on for version in source.versions]
    days.append(source.results.published_on if source.results else None)
    return min((day for day in days if day and not _is_out(day, today)), default=None)


def has_a_day(version: VersionSource) -> bool:
    """Return whether a version is public, or will be on a day that is named."""
    return version.always_public or version.published_on is not None


def _is_public(version: VersionSource, today: date | None) -> bool:
    return version.always_public or _is_out(version.published_on, today)


def _is_out(published_on: date | None, today: date | None) -> bool:
    return today is None or (published_on is not None and published_on <= today)


def _of_texts(results: Results, public: Mapping[str, ClauseSet]) -> Results:
    """Leave out which clause carries a comment while that clause is in no public text.

    The name alone would tell what is in the next version.
    """
    names = {version: ClauseNames(text) for version, text in public.items()}
    rows = tuple(_shown(row, names) for row in results.rows)
    shown = tuple(version for version in results.versions if version in public)
    return replace(results, rows=rows, versions=shown)


def _shown(row: ResultRow, public: Mapping[str, ClauseNames]) -> ResultRow:
    """Return the row with the wId of the clause that carries it, or with ``forthcoming``."""
    if not (row.to_wid or row.to_version):
        return row
    where = [names for version, names in public.items() if row.to_version in ("", version)]
    wid = row.to_wid if any(row.to_wid in names.wids for names in where) else None
    if not row.to_wid and row.to_citation and where:
        named = where[0].find(row.to_citation)
        wid = named.anchor if named else None
    if not where or (row.to_wid and not wid):
        return replace(row, to_wid=None, to_version="", to_citation="", forthcoming=True)
    return replace(row, to_wid=wid, forthcoming=False)
