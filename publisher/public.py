"""The public policies that a command works on: one that is named, or all with a folder."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from publisher.compile import CompiledPolicy, compile_site
from publisher.problems import Problems
from publisher.sources import PolicySource, read_policies, read_site_file


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: ``policy`` is an id, or None for every policy with a ``policy.yml``."""

    policies: Path
    site_file: Path
    now: datetime
    policy: str | None = None


def public_policies(wanted: Wanted, problems: Problems) -> list[CompiledPolicy]:
    """Return those of which a version is public at ``now``, aware; faults go to ``problems``.

    Of a policy that is named, only the faults of its own files count. ``ValueError`` says
    that there is none of that id, or that nothing of it is public.
    """
    site = read_site_file(wanted.site_file, problems)
    chosen = _chosen(wanted, problems)
    # What they link to was not read, and none of these files shows a link.
    alone = [replace(each, policy=replace(each.policy, links=())) for each in chosen]
    compiled = compile_site(alone, site, wanted.now, problems, preview=False)
    if wanted.policy and not compiled.policies:
        message = f"{wanted.policies}: nothing of {wanted.policy} is public"
        raise ValueError(message)
    return list(compiled.policies)


def _chosen(wanted: Wanted, problems: Problems) -> list[PolicySource]:
    found = Problems()
    sources = read_policies(wanted.policies, found)
    policy = wanted.policy
    if policy is None:
        problems.found += found.found
        return [source for source in sources if source.path.name == "policy.yml"]
    own = (wanted.policies / policy, wanted.policies / f"{policy}.md")
    problems.found += [
        each for each in found.found if each.path in own or own[0] in each.path.parents
    ]
    named = [source for source in sources if source.policy.id == policy]
    if not named and not problems.errors:
        message = f"{wanted.policies}: there is no policy {policy}"
        raise ValueError(message)
    return named
