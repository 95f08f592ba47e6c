"""The list of policies with the state of each consultation at this moment."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from catalogue.model import Policy
from catalogue.results import Outcome
from catalogue.window import Window, rfc3339
from comments_service.domain.window_rules import consultation_state
from comments_service.services.service import Service
from comments_service.store import counts

_OUTCOME_COUNTS = ("comments", "adopted", "partly_adopted", "not_adopted")


def overview(service: Service, base_url: str | None) -> dict[str, Any]:
    """Return ``{as_of, policies}``: every published policy, its windows, state and counts.

    ``as_of`` is the service's clock, by which the states are judged; the counts hold
    everything recorded up to then and nothing later.
    """
    catalogue = service.published.catalogue()
    now = service.now_settled()
    with service.database.read() as connection:
        figures = counts.by_policy(connection, now)
    rows = [
        _row(policy, now, figures.get(policy.id, counts.Counts()), base_url or "")
        for policy in catalogue.policies
    ]
    return {"as_of": rfc3339(now), "policies": rows}


def _row(policy: Policy, now: datetime, figures: counts.Counts, base: str) -> dict[str, Any]:
    numbers = asdict(figures)
    return {
        "id": policy.id,
        "title": policy.title,
        "kind": policy.kind,
        "url": f"{base}/{policy.id}/",
        "state": consultation_state(policy, now),
        "version": policy.latest.id if policy.versions else None,
        "windows": [_window(window, now) for window in policy.windows],
        "outcome": _outcome(policy.outcome),
        "counts": {name: numbers[name] for name in ("submissions", "comments", "participants")},
    }


def _window(window: Window, now: datetime) -> dict[str, Any]:
    return {
        "id": window.id,
        "version": window.version,
        "opens_at": rfc3339(window.opens_at),
        "closes_at": rfc3339(window.closes_at),
        "state": window.state(now).value,
    }


def _outcome(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    numbers = asdict(outcome.counts)
    shown = {name: numbers[name] for name in _OUTCOME_COUNTS}
    return {"published_on": outcome.published_on.isoformat(), **shown}
