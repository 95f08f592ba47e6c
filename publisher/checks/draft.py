"""A policy as the checks look at it: its sources, and the clauses of its newest text."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from catalogue.model import Clause, ClauseSet
from catalogue.window import Window, china_day
from publisher.checks.floors import Floor
from publisher.compile.clause_names import ClauseNames
from publisher.compile.policy import CompiledPolicy
from publisher.problems import Problems, Value
from publisher.sources import PolicySource, VersionSource
from publisher.versions.drafts import TracedPolicy
from publisher.versions.tombstones import NONE_RETIRED, retired_clauses


@dataclass(frozen=True)
class Draft:
    """A policy with the texts in its folder, public or not, each clause with its wId."""

    traced: TracedPolicy

    @property
    def source(self) -> PolicySource:
        """What its files say."""
        return self.traced.source

    @property
    def newest(self) -> VersionSource | None:
        """The last version in the folder; None where none was read."""
        return self.source.versions[-1] if self.source.versions else None

    @property
    def clauses(self) -> ClauseSet:
        """The clauses of the newest text."""
        states = self.traced.states
        return states[-1].clauses if states else ClauseSet(self.source.policy.id, "", ())

    @cached_property
    def names(self) -> ClauseNames:
        """The names that lead to a clause of the newest text, or to what became of one."""
        texts = self.traced.texts
        retired = retired_clauses(texts) if texts else NONE_RETIRED
        return ClauseNames(self.clauses, retired, self.source.policy.title)

    @cached_property
    def names_in(self) -> dict[str, ClauseNames]:
        """The names that lead to a clause on the page of one version, by the version's id."""
        texts = (state.clauses for state in self.traced.states)
        return {text.version: ClauseNames(text) for text in texts}


@dataclass(frozen=True, slots=True)
class Checking:
    """One run of the checks: every draft by its policy's id, at one aware instant.

    ``public`` are the policies that the site shows, with what of them is public; ``floors``
    the rules on the length of windows.
    """

    drafts: dict[str, Draft]
    public: dict[str, CompiledPolicy]
    now: datetime
    outcome_due_days: int
    problems: Problems
    floors: tuple[Floor, ...]

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return china_day(self.now)

    def at_window(self, draft: Draft, window: Window, kind: str, /, **values: Value) -> None:
        """Report something at a window's entry in ``policy.yml``; the message may name it."""
        line = draft.source.line_of("windows", window.id)
        self.problems.add(draft.source.path, line, kind, window=window.id, **values)

    def at_key(self, draft: Draft, key: str, kind: str, /, **values: Value) -> None:
        """Report something at a key of ``policy.yml``, or where it would be."""
        self.problems.add(draft.source.path, draft.source.line(key), kind, **values)

    def at_clause(self, draft: Draft, clause: Clause, kind: str, /, **values: Value) -> None:
        """Report something at a clause of the newest text."""
        if draft.newest:
            self.problems.add(draft.newest.path, clause.line, kind, **values)
