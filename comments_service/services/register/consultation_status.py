"""Consultations as staff see them: the state of each, what is due when, how much came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from catalogue.model import Policy
from catalogue.states import Standing, State, standing
from catalogue.window import Window, china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.services.service import Service
from comments_service.store.comments.comment_counts import Progress, progress_of
from comments_service.store.database.tables import comment_states
from comments_service.store.ledger import standing_closings
from comments_service.store.statements.prepared import Prepared

_PRESSING_DAYS = 3
_POLICY_OF = {
    part: Prepared(
        select(comment_states.c.policy)
        .where(comment_states.c[part] == bindparam("part_id"))
        .where(comment_states.c.sealed == bindparam("is_sealed"))
        .limit(1)
    )
    for part in ("comment", "submission")
}


@dataclass(frozen=True, slots=True)
class ConsultationStatus:
    """A consultation; ``due`` is its last day while open, then the outcome's; negative: overdue."""

    policy: Policy
    stands: Standing
    window: Window
    progress: Progress
    today: date
    due: date | None

    @property
    def days_left(self) -> int:
        """Days from today to the day that is due; 0: it is today, or nothing is due."""
        return (self.due - self.today).days if self.due else 0

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which something was owed is over."""
        return self.days_left < 0

    @property
    def is_pressing(self) -> bool:
        """Whether what is due is due within three days, or overdue."""
        return self.due is not None and self.days_left <= _PRESSING_DAYS


def statuses(service: Service, officer: Officer, now: datetime) -> list[ConsultationStatus]:
    """Return the officer's consultations: what is due first comes first, what is done last."""
    site = service.published.catalogue()
    own = [each for each in site.policies if officer.concerns(each.id)]
    found = _statuses(service, own, now, site.site.outcome_due_days)
    return sorted(found, key=_urgency)


def status_of(service: Service, policy: Policy, now: datetime) -> ConsultationStatus | None:
    """Return one consultation; None for what never was one."""
    due_days = service.published.catalogue().site.outcome_due_days
    return next(iter(_statuses(service, [policy], now, due_days)), None)


def is_within(
    connection: Connection, policy_id: str, part: str, part_id: str, *, sealed: bool
) -> bool:
    """Return whether a policy has this ``comment`` or ``submission``, sealed, or not sealed."""
    return _POLICY_OF[part].first(connection, part_id=part_id, is_sealed=sealed) == (policy_id,)


def _statuses(
    service: Service, policies: Iterable[Policy], now: datetime, due_days: int
) -> list[ConsultationStatus]:
    consultations = [policy for policy in policies if policy.windows]
    names = [policy.id for policy in consultations]
    with service.database.read() as connection:
        closed = standing_closings.standing(connection, names)
        figures = progress_of(connection, names)
    found = []
    for policy in map(closed.applied, consultations):
        stands = standing(policy, now, due_days)
        if stands is not None:
            window = max(policy.windows, key=lambda each: each.closes_at)
            due = _due(stands, window, due_days)
            come = figures.get(policy.id, Progress())
            found.append(ConsultationStatus(policy, stands, window, come, china_day(now), due))
    return found


def _due(stands: Standing, window: Window, due_days: int) -> date | None:
    if stands.state is State.OPEN:
        return window.last_day
    if stands.state is State.CLOSED:
        return stands.outcome_due or window.last_day + timedelta(days=due_days)
    return None


def _urgency(each: ConsultationStatus) -> tuple[int, date, str]:
    order = {State.CLOSED: 0, State.OPEN: 1, State.UPCOMING: 2}.get(each.stands.state, 3)
    edge = each.due or each.window.first_day
    return (0 if order <= 1 else order, edge, each.policy.id)
