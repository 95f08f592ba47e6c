"""The list of policies with the state of each consultation at this moment."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from catalogue.model import Policy
from catalogue.results import Outcome
from catalogue.states import standing
from catalogue.window import Window, rfc3339
from comments_service.services.service import Service
from comments_service.store import counts, entries

_OUTCOME_COUNTS = ("comments", "adopted", "partly_adopted", "not_adopted")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which policies are asked for: of a kind, with these ids; None is every one."""

    kind: str | None = None
    ids: frozenset[str] | None = None

    def holds(self, policy: Policy) -> bool:
        """Tell whether a policy is asked for."""
        of_kind = self.kind is None or policy.kind == self.kind
        return of_kind and (self.ids is None or policy.id in self.ids)


class Overview:
    """What is published at one instant, ``as_of``, which is the service's clock.

    By it the states are judged; the counts hold everything recorded up to then and
    nothing later.
    """

    def __init__(self, service: Service, wanted: Wanted, base_url: str | None) -> None:
        edition = service.published.edition()
        self._database = service.database
        self._base = base_url or ""
        self._due_days = edition.value.site.outcome_due_days
        self._policies = [policy for policy in edition.value.policies if wanted.holds(policy)]
        self.as_of = service.now_settled()
        self.mark = self._mark(edition.mark)

    def answer(self) -> dict[str, Any]:
        """Return ``{as_of, policies}``: every policy asked for, its windows, state and counts."""
        ids = [policy.id for policy in self._policies]
        with self._database.read() as connection:
            figures = counts.by_policy(connection, self.as_of, ids)
        rows = [self._row(each, figures.get(each.id, counts.Counts())) for each in self._policies]
        return {"as_of": rfc3339(self.as_of), "policies": rows}

    def _mark(self, catalogue_mark: str) -> str:
        """Make a mark that is the same while the answer is, but for the seconds of ``as_of``.

        It counts no comments: while no entry was written, none came.
        """
        with self._database.read() as connection:
            newest = entries.newest(connection, self.as_of)
        windows = [window for policy in self._policies for window in policy.windows]
        edges = [edge for window in windows for edge in (window.opens_at, window.closes_at)]
        passed = sum(edge <= self.as_of for edge in edges)
        minute = f"{self.as_of:%Y%m%d%H%M}"
        return sha256(f"{catalogue_mark}\n{newest}\n{passed}\n{minute}".encode()).hexdigest()[:32]

    def _row(self, policy: Policy, figures: counts.Counts) -> dict[str, Any]:
        numbers = asdict(figures)
        stands = standing(policy, self.as_of, self._due_days)
        due = stands.outcome_due if stands else None
        return {
            "id": policy.id,
            "title": policy.title,
            "kind": policy.kind,
            "url": f"{self._base}/{policy.id}/",
            "state": stands.state.value if stands else None,
            "last_day": bool(stands and stands.last_day),
            "outcome_due": due.isoformat() if due else None,
            "version": policy.latest.id if policy.versions else None,
            "windows": [_window(window, self.as_of) for window in policy.windows],
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
