"""Which windows were closed permanently, and which one a comment falls into at an instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from catalogue.model import Policy
from catalogue.window import Window, WindowState
from comments_service.domain.errors import (
    NoWindow,
    Refusal,
    WindowClosed,
    WindowNotOpen,
    WrongVersion,
)
from comments_service.domain.wording import Minute


class Closing(NamedTuple):
    """A window that was closed when it ended at ``closes_at``."""

    policy: str
    window: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Closings:
    """The closings in force, which no clock undoes; the ends by (policy id, window id)."""

    ends: Mapping[tuple[str, str], frozenset[datetime]] = field(default_factory=dict)

    def end(self, policy_id: str, window: Window) -> datetime | None:
        """Return the end at which it closed permanently; None where it was moved later since."""
        announced = {change.closes_at for change in window.history} - {window.closes_at}
        closed_at = self.ends.get((policy_id, window.id), frozenset()) - announced
        return max(closed_at, default=None)

    def applied(self, policy: Policy) -> Policy:
        """Return the policy with those windows that were closed ending where they were closed."""
        ends = ((window, self.end(policy.id, window)) for window in policy.windows)
        windows = tuple(replace(each, closes_at=end) if end else each for each, end in ends)
        return policy if windows == policy.windows else replace(policy, windows=windows)


_NONE_CLOSED = Closings()


def closings_of(closings: Iterable[Closing]) -> Closings:
    """Return closings by their windows."""
    ends: dict[tuple[str, str], frozenset[datetime]] = {}
    for policy, window, closes_at in closings:
        ends[policy, window] = ends.get((policy, window), frozenset()) | {closes_at}
    return Closings(ends)


def deciding_window(
    policy: Policy, version: str, at: datetime, closings: Closings = _NONE_CLOSED
) -> Window:
    """Return the window that is open on a version; else raise the refusal that says why none is."""
    if not policy.windows:
        raise NoWindow().judged(at)
    shut = {window.id for window in policy.windows if closings.end(policy.id, window)}
    opened = [each for each in policy.windows if each.is_open(at) and each.id not in shut]
    for window in opened:
        if window.version == version:
            return window
    if opened:
        message = "现在征求意见的是版本 %(open)s，不是 %(named)s"
        raise WrongVersion(message, open=opened[-1].version, named=version).judged(at)
    raise _why_closed(closings.applied(policy).windows, version, at).judged(at)


def require_any_open(policy: Policy, at: datetime, closings: Closings) -> None:
    """Raise the refusal that says why no window of a policy is open, where none is."""
    if not policy.windows:
        raise NoWindow().judged(at)
    if not any(each.is_open(at) and not closings.end(policy.id, each) for each in policy.windows):
        raise _why_closed(closings.applied(policy).windows, "", at).judged(at)


def require_open(policy: Policy, window_id: str, at: datetime, closings: Closings) -> None:
    """Raise the refusal that says why a submission's own window is not open, where it is not."""
    own = tuple(each for each in policy.windows if each.id == window_id)
    if not own:
        raise NoWindow().judged(at)
    if not own[0].is_open(at) or closings.end(policy.id, own[0]):
        shown = closings.applied(replace(policy, windows=own)).windows
        raise _why_closed(shown, own[0].version, at).judged(at)


def _why_closed(windows: tuple[Window, ...], version: str, at: datetime) -> Refusal:
    own = [window for window in windows if window.version == version] or list(windows)
    coming = [window.opens_at for window in own if window.state(at) is WindowState.UPCOMING]
    if coming:
        return WindowNotOpen("征求意见自%(at)s开始", at=Minute(min(coming)))
    closed_at = max(window.closes_at for window in own)
    return WindowClosed("征求意见已于%(at)s截止", at=Minute(closed_at, end=True))
