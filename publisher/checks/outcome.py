"""Closed windows that owe the public an outcome (采纳情况反馈)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.model import Policy
from catalogue.states import answers
from catalogue.window import Window, WindowState, china_day
from publisher.checks.draft import Checking, Draft
from publisher.checks.period import period_after
from publisher.checks.rules import answering_rule
from publisher.sources.schema import instant

OUTCOME = "采纳情况反馈"


@dataclass(frozen=True, slots=True)
class Owed:
    """What a policy owes since ``due_on``; ``days_overdue`` is at least 1."""

    policy: str
    title: str
    issuer: str
    window: Window
    due_on: date
    days_overdue: int
    what: str = OUTCOME


def check_outcome(checking: Checking, draft: Draft) -> Iterator[Owed]:
    """Report K013, K014 and K015, and yield what is overdue."""
    policy = draft.source.policy
    for window in policy.windows:
        public = checking.public.get(policy.id)
        answered = answers(public.policy if public else policy, window)
        if window.state(checking.now) is not WindowState.CLOSED or answered:
            continue
        due = _due_on(policy, window, checking.outcome_due_days)
        overdue = (checking.today - due).days
        _report(checking, draft, window, due, overdue)
        if overdue > 0:
            yield Owed(policy.id, policy.title, policy.issuer, window, due, overdue)


def _due_on(policy: Policy, window: Window, days: int) -> date:
    """Count from the close (《民法典》 art. 201, 203), at 印发 at the latest."""
    due = period_after(window.last_day, days).day
    issued = policy.issued_on and china_day(instant(policy.issued_on))
    return issued if issued and window.last_day < issued < due else due


def _report(checking: Checking, draft: Draft, window: Window, due: date, overdue: int) -> None:
    days = {"closed": window.last_day, "due": due}
    rule = answering_rule(draft.source.policy.procedure, window.first_day)
    if overdue <= 0:
        checking.at_window(draft, window, "K015.due", **days)
    elif rule:
        checking.at_window(draft, window, "K013.overdue", **days, count=overdue, rule=rule.name)
    else:
        checking.at_window(draft, window, "K014.overdue", **days, count=overdue)
