"""The list of policies with the state of each consultation at this moment."""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection

from catalogue.model import Policy
from catalogue.results import Outcome
from catalogue.states import standing
from catalogue.window import Window, rfc3339
from comments_service.services.ledger.cut import Cut, cut_now
from comments_service.services.service import Service
from comments_service.store.comments import tally_counts
from comments_service.store.comments.tally_counts import NOTHING
from comments_service.store.ledger import standing_closings

_OUTCOME_COUNTS = ("comments", "adopted", "partly_adopted", "not_adopted")


@dataclass(frozen=True, slots=True)
class PolicyFilter:
    """Which policies are asked for: of a kind, with these ids; None is every one."""

    kind: str | None = None
    ids: frozenset[str] | None = None

    def holds(self, policy: Policy) -> bool:
        """Return whether a policy is asked for."""
        of_kind = self.kind is None or policy.kind == self.kind
        return of_kind and (self.ids is None or policy.id in self.ids)


class Overview(NamedTuple):
    """What is published now; ``etag`` stays the same while the answer does.

    ``stands`` is how many seconds are left until a window opens or closes.
    """

    etag: str
    stands: float
    answer: dict[str, Any] | None


def overview(
    connection: Connection,
    service: Service,
    wanted: PolicyFilter,
    base_url: str | None,
    known: Callable[[str], bool] = lambda _etag: False,
) -> Overview:
    """Return ``{as_of, policies}``: every policy asked for, its windows, state and counts.

    All of it is of the caller's snapshot, and no writer is waited for. The states are judged by the
    service's clock at ``as_of``. Nothing is counted, and the answer is None, where its etag
    is ``known`` to the reader.
    """
    snapshot = service.published.snapshot()
    policies = [policy for policy in snapshot.value.policies if wanted.holds(policy)]
    cut = cut_now(connection, service.clock)
    edges = sorted(_edges(policies))
    passed = bisect(edges, cut.as_of)
    etag = _etag(snapshot.etag, passed, cut)
    next_edge = edges[passed] if passed < len(edges) else datetime.max.replace(tzinfo=UTC)
    stands = (next_edge - cut.as_of).total_seconds()
    if known(etag):
        return Overview(etag, stands, None)
    figures = tally_counts.of_policies(connection, [policy.id for policy in policies])
    opened = {p.id for p in policies if any(each.is_open(cut.as_of) for each in p.windows)}
    closed = standing_closings.standing(connection, opened)
    # A window that was closed permanently ends where it did.
    policies = [closed.applied(each) if each.id in opened else each for each in policies]
    due_days = snapshot.value.site.outcome_due_days
    view = cut.as_of, base_url or "", due_days
    rows = [_row(each, figures.get(each.id, NOTHING), *view) for each in policies]
    return Overview(etag, stands, {"as_of": rfc3339(cut.as_of), "policies": rows})


def _row(
    policy: Policy, figures: Mapping[str, int], as_of: datetime, base_url: str, due_days: int
) -> dict[str, Any]:
    stands = standing(policy, as_of, due_days)
    due = stands.outcome_due if stands else None
    return {
        "id": policy.id,
        "title": policy.title,
        "kind": policy.kind,
        "url": f"{base_url}/{policy.id}/",
        "state": stands.state.value if stands else None,
        "last_day": bool(stands and stands.last_day),
        "outcome_due": due.isoformat() if due else None,
        "version": policy.latest.id if policy.versions else None,
        "windows": [
            {**window_facts(window), "state": window.state(as_of).value}
            for window in policy.windows
        ],
        "outcome": _outcome(policy.outcome),
        "counts": {name: figures[name] for name in ("submissions", "comments", "participants")},
    }


def _edges(policies: Iterable[Policy]) -> list[datetime]:
    windows = [window for policy in policies for window in policy.windows]
    return [edge for window in windows for edge in (window.opens_at, window.closes_at)]


def _etag(catalogue_etag: str, passed: int, cut: Cut) -> str:
    """Make a tag that is the same while the answer is, but for the seconds of ``as_of``.

    ``passed`` is how many windows' edges are over.
    """
    # Pages go by ``as_of`` for what time it is, so an old one must not be kept for long.
    minute = f"{cut.as_of:%Y%m%d%H%M}"
    whole = f"{catalogue_etag}\n{cut.log_size}\n{passed}\n{minute}"
    return sha256(whole.encode()).hexdigest()[:32]


def window_facts(window: Window) -> dict[str, Any]:
    """Return a window as answers and exports have it."""
    return {
        "id": window.id,
        "version": window.version,
        "opens_at": rfc3339(window.opens_at),
        "closes_at": rfc3339(window.closes_at),
    }


def _outcome(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    numbers = asdict(outcome.counts)
    shown = {name: numbers[name] for name in _OUTCOME_COUNTS}
    return {"published_on": outcome.published_on.isoformat(), **shown}
