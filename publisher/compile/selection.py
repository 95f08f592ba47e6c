"""The public policies that a command works on: one that is named, or all with a folder."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalogue.window import china_day
from publisher.compile.policy import CompiledPolicy, compile_policy
from publisher.problems import Problems, UsageError
from publisher.sources import Place, find_places, read_policy
from publisher.versions.drafts import trace_policy


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read: ``policy`` is an id, or None for every policy with a folder.

    ``removals`` names what was sealed and may be gone.
    """

    policies: Path
    now: datetime
    policy: str | None = None
    removals: Collection[str] = ()


def public_policies(wanted: Selection, problems: Problems) -> list[CompiledPolicy]:
    """Return those of which a version is public at ``now``, aware; faults go to ``problems``.

    Of a policy that is named, only the faults of its own files count. ``UsageError`` says
    that there is none of that id, or that nothing of it is public.
    """
    day = china_day(wanted.now)
    sources = (read_policy(place, problems) for place in _chosen(wanted, problems))
    traced = [trace_policy(source, problems) for source in sources if source]
    read = [compile_policy(each, day, problems, wanted.removals) for each in traced]
    public = [compiled for compiled in read if compiled]
    if wanted.policy and not public and not problems.errors:
        folder = str(wanted.policies)
        raise UsageError("refusal.not_public", folder=folder, policy=wanted.policy)
    return public


def _chosen(wanted: Selection, problems: Problems) -> list[Place]:
    found = Problems() if wanted.policy else problems
    places = find_places(wanted.policies, found)
    if wanted.policy is None:
        return [place for place in places if place.is_folder]
    named = [place for place in places if place.id == wanted.policy]
    if not named:
        problems.found += found.at(wanted.policies / wanted.policy)
        folder = str(wanted.policies)
        raise UsageError("refusal.no_policy", folder=folder, policy=wanted.policy)
    return named
