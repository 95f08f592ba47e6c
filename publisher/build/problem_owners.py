"""Whose fault a problem is: one policy's, which may keep its last good pages, or the site's."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from publisher.problems import SourceProblem
from publisher.sources.places import LONE_DECISIONS, LONE_LOCK

_ENDS = (LONE_LOCK, LONE_DECISIONS, ".md")


def policy_of(problem: SourceProblem, folder: Path) -> str:
    """Return the id of the policy to which a file belongs; "" where it is none below a folder."""
    if problem.path == folder or not problem.path.is_relative_to(folder):
        return ""
    name = problem.path.relative_to(folder).parts[0]
    return next((name.removesuffix(end) for end in _ENDS if name.endswith(end)), name)


def by_policy(problems: Iterable[SourceProblem], folder: Path) -> dict[str, list[SourceProblem]]:
    """Return the problems of each policy, by id; of what is no policy's under ""."""
    found: dict[str, list[SourceProblem]] = defaultdict(list)
    for problem in problems:
        found[policy_of(problem, folder)].append(problem)
    return found
