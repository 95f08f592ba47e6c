"""A policy as the checks look at it: its sources, and the clauses of its newest text."""

from dataclasses import dataclass
from datetime import date, datetime

from catalogue.model import Clause, ClauseSet
from catalogue.window import Window, china_day
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.sources import PolicySource, VersionSource


@dataclass(frozen=True, slots=True)
class Draft:
    """``newest`` is the last version in the folder, public or not; None where none was read."""

    source: PolicySource
    newest: VersionSource | None
    clauses: ClauseSet

    def has_clause(self, name: str) -> bool:
        """Tell whether a name leads to a clause: a citation or eId of the newest text, a wId.

        A wId born in an older version leads to where the clause is now, or to what says
        that it was deleted.
        """
        born_in, _, eid = name.rpartition(".")
        for version in self.source.versions:
            if version.id == born_in and version != self.newest:
                return _name(self.source.policy.id, version).resolve(eid) is not None
        cited = any(clause.citation == name for clause in self.clauses.clauses)
        return cited or self.clauses.resolve(name) is not None

    def has_clause_in(self, version_id: str, name: str) -> bool:
        """Tell whether a name leads to a clause on the page of one version."""
        for version in self.source.versions:
            if version.id == version_id:
                newest = version == self.newest
                clauses = self.clauses if newest else _name(self.source.policy.id, version)
                return clauses.resolve(name) is not None
        return False


@dataclass(frozen=True, slots=True)
class Checking:
    """One run of the checks: every draft by its policy's id, at one aware instant."""

    drafts: dict[str, Draft]
    now: datetime
    outcome_due_days: int
    problems: Problems

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return china_day(self.now)

    def at_window(self, draft: Draft, window: Window, code: str, text: str) -> None:
        """Report something at a window's entry in ``policy.yml``."""
        line = draft.source.line_of("windows", window.id)
        self.problems.add(draft.source.path, line, code, f"window {window.id}: {text}")

    def at_key(self, draft: Draft, key: str, code: str, text: str) -> None:
        """Report something at a key of ``policy.yml``, or where it would stand."""
        self.problems.add(draft.source.path, draft.source.line(key), code, text)

    def at_clause(self, draft: Draft, clause: Clause, code: str, text: str) -> None:
        """Report something at a clause of the newest text."""
        if draft.newest:
            self.problems.add(draft.newest.path, clause.line, code, text)


def read_draft(source: PolicySource) -> Draft:
    """Read the newest text; what is wrong with its numbers is the compiler's to report."""
    policy = source.policy.id
    if not source.versions:
        return Draft(source, None, ClauseSet(policy, "", ()))
    newest = source.versions[-1]
    return Draft(source, newest, _name(policy, newest))


def _name(policy: str, version: VersionSource) -> ClauseSet:
    return name_clauses(policy, version.id, read_text(version.text, version.path, Problems()))
