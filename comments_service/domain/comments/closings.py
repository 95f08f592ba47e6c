"""Which windows were closed for good, as the entries say: no clock opens them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from catalogue.model import Policy
from catalogue.window import Window


class Closing(NamedTuple):
    """A window that was closed when it ended at ``closes_at``."""

    policy: str
    window: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Closings:
    """The closings that stand; the ends by (policy id, window id)."""

    ends: Mapping[tuple[str, str], frozenset[datetime]] = field(default_factory=dict)

    def end(self, policy_id: str, window: Window) -> datetime | None:
        """Return the end at which it closed for good; None where it was moved later since."""
        announced = {change.closes_at for change in window.history} - {window.closes_at}
        closed_at = self.ends.get((policy_id, window.id), frozenset()) - announced
        return max(closed_at, default=None)

    def applied(self, policy: Policy) -> Policy:
        """Return the policy with those windows that were closed ending where they were closed."""
        windows = tuple(self._ended(policy.id, window) for window in policy.windows)
        return policy if windows == policy.windows else replace(policy, windows=windows)

    def _ended(self, policy_id: str, window: Window) -> Window:
        end = self.end(policy_id, window)
        return window if end is None else replace(window, closes_at=end)


def closings_of(closings: Iterable[Closing]) -> Closings:
    """Gather closings."""
    ends: dict[tuple[str, str], frozenset[datetime]] = {}
    for policy, window, closes_at in closings:
        ends[policy, window] = ends.get((policy, window), frozenset()) | {closes_at}
    return Closings(ends)
