"""Versions of a draft in tests: read from words, matched, traced."""

from collections.abc import Mapping
from pathlib import Path

from catalogue.model import Clause
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.sources.lock_file import Lock
from publisher.versions.decisions import Decisions
from publisher.versions.lineage import Records, VersionDraft, VersionState, assign_ids
from publisher.versions.matching import Matching, match

DATA = Path(__file__).parents[1] / "data" / "versions" / "concentration-thresholds"


def draft(text: str, version: str = "v1") -> VersionDraft:
    """Read a text as a version of policy ``a``."""
    path = Path(f"{version}.md")
    return VersionDraft(name_clauses("a", version, read_text(text, path, Problems())), text, path)


def clauses(text: str, version: str = "v1") -> tuple[Clause, ...]:
    """Return the clauses of a text."""
    return draft(text, version).clauses.clauses


def matched(old: str, new: str, **decided: str) -> Matching:
    """Match two texts; ``decided`` is as in decisions.yml, its names with ``.`` as ``v1_``."""
    given = {name.replace("v1_", "v1.", 1): fate for name, fate in decided.items()}
    return match(clauses(old, "v1"), clauses(new, "v2"), Decisions(given))


def carried(matching: Matching) -> dict[str, str]:
    """Return what was surely carried: old eId to new eId."""
    return {old: pair.new.eid for old, pair in matching.pairs.items() if pair.sure}


def asked(matching: Matching) -> set[tuple[str, str]]:
    """Return what the drafter is asked: old and new eId."""
    return {(pair.old.eid, pair.new.eid) for pair in matching.open_pairs}


def traced(
    *texts: str, lock: Lock | None = None, decisions: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[list[VersionState], list[str]]:
    """Trace versions v1, v2 … and return their states and every problem."""
    problems = Problems()
    drafts = [draft(text, f"v{number}") for number, text in enumerate(texts, 1)]
    here = Path("clauses.lock.yml"), Path("decisions.yml")
    records = Records(lock or Lock(), here[0], decisions or {}, here[1])
    return assign_ids(drafts, records, problems), [str(problem) for problem in problems]
