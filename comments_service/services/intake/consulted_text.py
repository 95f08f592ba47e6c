"""What a comment form is for: a policy, the version out for comment, its clauses, the time."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.citation import WHOLE_TEXT
from catalogue.model import ClauseSet, Policy, Version
from catalogue.states import Standing, standing
from catalogue.window import Window
from comments_service.domain.comments.window_rules import deciding_window
from comments_service.domain.errors import Refusal
from comments_service.services.service import Service
from comments_service.store.ledger import standing_closings


@dataclass(frozen=True, slots=True)
class Consultation:
    """A version that takes comments at the instant ``now``, in its window."""

    policy: Policy
    version: Version
    window: Window
    clauses: ClauseSet
    now: datetime


@dataclass(frozen=True, slots=True)
class ClosedConsultation:
    """A policy that takes no comments, and why; ``stands`` None: it never was a consultation."""

    policy: Policy
    refusal: Refusal
    now: datetime
    stands: Standing | None


def consultation(
    service: Service, policy_id: str, version_id: str | None = None
) -> Consultation | ClosedConsultation:
    """Return what may be commented on now, to be shown; a submission is judged when written."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        now = service.clock.now(connection)
        closed = standing_closings.standing(connection, [policy_id])
    policy = closed.applied(policy)
    opened = [window.version for window in policy.windows if window.is_open(now)]
    every = [window.version for window in policy.windows]
    named = version_id or next(reversed(opened or every), "")
    try:
        window = deciding_window(policy, named, now, closed)
        clauses = service.published.clauses(policy, named)
    except Refusal as refusal:
        due_days = service.published.catalogue().site.outcome_due_days
        return ClosedConsultation(policy, refusal, now, standing(policy, now, due_days))
    version = next(each for each in policy.versions if each.id == named)
    return Consultation(policy, version, window, clauses, now)


def citation(service: Service, policy_id: str, version_id: str, clause: str) -> str:
    """Return the citation of a clause, "" where the site cannot tell; without a name the whole."""
    if not clause:
        return WHOLE_TEXT
    try:
        policy = service.published.policy(policy_id)
        found = service.published.clauses(policy, version_id).resolve(clause)
    except Refusal:
        return ""
    return found.citation if found else ""
