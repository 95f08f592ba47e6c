"""The year's sheet over all consultations, from the database and what the site has published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from catalogue.model import Policy
from catalogue.window import Window, china_day
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.exports.year.year_sheet import write_year
from comments_service.exports.year.year_values import YearData, YearRow
from comments_service.services.ledger.cut import Cut, cut_now
from comments_service.services.outcome.outcome import publications
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts
from comments_service.store.ledger.ledger import PolicyCut

NO_ISSUER = "（未注明）"
_FIGURES = (
    "submissions", "comments", "participants", "departments", "adopted", "partly_adopted",
)  # fmt: skip


def year_file(service: Service, year: int, path: Path) -> None:
    """Write the sheet of a year, whole or not at all."""
    with service.database.read() as connection:
        write_year(path, year_data(service, connection, year, cut_now(connection, service.clock)))


def year_data(service: Service, connection: Connection, year: int, cut: Cut) -> YearData:
    """Return the year's consultations: figures by the round's end, outcomes by their due day.

    The figures are those that the caller's snapshot holds, at which the cut is to be made.
    """
    catalogue = service.published.snapshot().value
    days = timedelta(days=catalogue.site.outcome_due_days)
    policies = [each for each in catalogue.policies if each.kind == "consultation"]
    rounds = [
        (policy.id, window.id)
        for policy in policies
        for window in policy.windows
        if window.last_day.year == year
    ]
    figures = comment_counts.of_rounds(connection, [policy.id for policy in policies], rounds)
    rows = []
    for policy in policies:
        whole = PolicyCut(connection, service.keyring, policy.id, *cut)
        # By the ledger, and by the site.
        published = [day for day, _ in publications(whole)]
        published += [policy.outcome.published_on] if policy.outcome else []
        owed = _Owed(year, days, china_day(cut.as_of), sorted(published))
        windows = [window for window in policy.windows if owed.concerns(window)]
        if windows:
            counted: Counter[str] = figures.get(policy.id, Counter())
            away = counted["invalid"] + counted["petition"] + counted[CommentProgress.WITHDRAWN]
            same: dict[str, Any] = {name: counted[name] for name in _FIGURES}
            row = owed.row(policy, windows)
            rows.append(replace(row, **same, valid=counted["comments"] - away))
    return YearData(year, cut.as_of, sorted(rows, key=lambda row: (row.issuer, row.policy)))


@dataclass(frozen=True, slots=True)
class _Owed:
    """What is owed after rounds: by which day, and whether it came; ``published`` in order."""

    year: int
    days: timedelta
    today: date
    published: Sequence[date]

    def concerns(self, window: Window) -> bool:
        """Whether a round ended, or its outcome fell due, in the year."""
        return self.year in {window.last_day.year, self.due(window).year}

    def due(self, window: Window) -> date:
        return window.last_day + self.days

    def answered_on(self, window: Window) -> date | None:
        """Return the first day on which an outcome answered a round: after it had ended."""
        return next((day for day in self.published if day >= window.last_day), None)

    def is_in_time(self, window: Window) -> bool:
        answered = self.answered_on(window)
        return answered is not None and answered <= self.due(window)

    def row(self, policy: Policy, windows: Sequence[Window]) -> YearRow:
        """Return what is owed and came; no figures."""
        last = max(windows, key=lambda window: window.last_day)
        over = [
            window
            for window in windows
            if self.due(window).year == self.year and self.due(window) < self.today
        ]
        return YearRow(
            issuer=policy.issuer or NO_ISSUER,
            policy=policy.id,
            title=policy.title,
            last_day=last.last_day,
            outcome_due=self.due(last),
            published_on=self.answered_on(last),
            consultations=int(any(each.last_day.year == self.year for each in windows)),
            due=len(over),
            on_time=sum(map(self.is_in_time, over)),
        )
