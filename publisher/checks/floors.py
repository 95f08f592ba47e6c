"""How long a window has to be: the national rules, and those of ``floors`` in ``site.yml``.

Of the rules in force on the day a window opened the strictest counts. A text without a
``procedure`` may be a 重大行政决策 or a 行政规范性文件, so the rules on both are looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.window import Window
from publisher.checks.period import days_of, working_day_after, working_days_between
from publisher.checks.rules import BUSINESS, PUBLISH, REGULATION, REVIEWED_REGULATION
from publisher.problems import Message
from publisher.sources.site_file import FloorEntry

SHORTEST_DAYS = 30
"""The national rules: the period is in general not less than 30 days."""
_DECISION, _DOCUMENT, _REGULATION = "重大行政决策", "行政规范性文件", "政府规章"
_MAYBE = frozenset([_DECISION, _DOCUMENT])


@dataclass(frozen=True, slots=True)
class Floor:
    """A rule on the least length of a window; ``procedures`` empty: for every text.

    ``of_drafter`` is whether it is about the round of the organ that drafted, None for any.
    """

    name: Message
    since: date
    count: int = SHORTEST_DAYS
    in_working_days: bool = False
    procedures: frozenset[str] = frozenset()
    of_drafter: bool | None = None

    def holds(self, procedure: str, window: Window) -> bool:
        """Return whether the rule is about a window of a text under a procedure."""
        under = self.procedures & (frozenset([procedure]) if procedure else _MAYBE)
        drafted = self.of_drafter in (None, not window.run_by)
        return self.since <= window.first_day and drafted and bool(under or not self.procedures)

    def earliest_end(self, window: Window) -> date:
        """Return the first day that may be a window's last, its first day not counted."""
        if self.in_working_days:
            return working_day_after(window.first_day, self.count)
        return window.first_day + timedelta(days=self.count)

    def length(self, window: Window) -> int:
        """Return the length of a window as the rule counts it."""
        if self.in_working_days:
            return working_days_between(window.first_day, window.last_day)
        return days_of(window)


_NATIONAL = (
    Floor(PUBLISH.name, PUBLISH.since, procedures=frozenset([_DECISION])),
    Floor(REGULATION.name, REGULATION.since, procedures=frozenset([_REGULATION]), of_drafter=True),
    Floor(
        REVIEWED_REGULATION.name, REVIEWED_REGULATION.since,
        procedures=frozenset([_REGULATION]), of_drafter=False,
    ),
    Floor(BUSINESS.name, BUSINESS.since, procedures=frozenset([_DOCUMENT])),
)  # fmt: skip


def floors_of(entries: Iterable[FloorEntry]) -> tuple[Floor, ...]:
    """Return the national rules and those that a site adds."""
    local = (
        Floor(
            Message("rule.local", {"source": entry.source}),
            entry.in_force,
            entry.days or entry.working_days or 0,
            entry.working_days is not None,
            frozenset(entry.procedures),
        )
        for entry in entries
    )
    return (*_NATIONAL, *local)


def strictest(floors: Iterable[Floor], procedure: str, window: Window) -> Floor | None:
    """Return the rule that asks for the most; None where none was in force."""
    held = (floor for floor in floors if floor.holds(procedure, window))
    return max(held, key=lambda floor: floor.earliest_end(window), default=None)
