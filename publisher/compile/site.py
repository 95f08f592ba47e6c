"""Many policies joined into one site: the links between them, the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from catalogue.model import Catalogue, Policy, Site
from catalogue.window import china_day
from interface.page_foot import site_facts
from publisher.compile.policy import CompiledPolicy, compile_policy
from publisher.compile.visibility import Links, public_links
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile
from publisher.versions.drafts import TracedPolicy, trace_policy


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that goes into the site; ``traced`` are all policies, public or not."""

    catalogue: Catalogue
    policies: tuple[CompiledPolicy, ...]
    site: SiteFile
    traced: tuple[TracedPolicy, ...]


def compile_site(  # noqa: PLR0913 - three of them by name
    sources: Sequence[PolicySource],
    site: SiteFile,
    now: datetime,
    problems: Problems,
    *,
    preview: bool,
    removals: Collection[str] = (),
    unread: Collection[str] = (),
) -> Compiled:
    """Read every text, and keep what is public at ``now`` (with ``preview``, all).

    ``unread`` are the ids of policies that are there and could not be read.
    """
    today = None if preview else china_day(now)
    traced = tuple(trace_policy(source, problems) for source in sources)
    found = [compile_policy(each, today, problems, removals) for each in traced]
    links = {source.policy.id: links_of(source) for source in sources}
    for source in sources:
        known = {*links, *unread}
        report_missing_links(source.path, links[source.policy.id], known, problems)
    policies = {each.policy.id: each for each in found if each}
    of_site = {name: each.policy for name, each in policies.items()}
    catalogue = join_catalogue(now, site, of_site, links)
    joined = (replace(policies[policy.id], policy=policy) for policy in catalogue.policies)
    return Compiled(catalogue, tuple(joined), site, traced)


def links_of(source: PolicySource) -> Links:
    """Return the links of a policy with their lines in ``policy.yml``."""
    return tuple(
        (link.rel, link.to, link.clauses, source.line("links", index))
        for index, link in enumerate(source.policy.links)
    )


def report_missing_links(
    path: Path, links: Links, known: Collection[str], problems: Problems
) -> None:
    """Report S011 for each link of the policy at ``path`` to one that is not there."""
    for _, to, _, line in links:
        if to not in known:
            problems.add(path, line, "S011.no_policy", to=to)


def join_catalogue(
    now: datetime, site: SiteFile, policies: Mapping[str, Policy], links: Mapping[str, Links]
) -> Catalogue:
    """Return the catalogue of the public policies, by id, with the links between them."""
    joined = (
        replace(policy, links=public_links(links[name], policies))
        for name, policy in sorted(policies.items())
    )
    look = site.shown_mark, site.colour, site_facts(site)
    kept = site.privacy.retention_days, site.privacy.archive
    head = Site(site.name, site.organiser, site.outcome_due_days, *look, *kept)
    return Catalogue(now, head, tuple(joined))
