"""Which window a comment falls into, judged at one instant."""

from datetime import datetime

from catalogue.model import Policy
from catalogue.window import Window, WindowState
from comments_service.domain.comments.closings import Closings
from comments_service.domain.errors import (
    NoWindow,
    Refusal,
    WindowClosed,
    WindowNotOpen,
    WrongVersion,
)
from comments_service.domain.wording import Minute

_NONE_CLOSED = Closings()


def deciding_window(
    policy: Policy, version: str, at: datetime, closings: Closings = _NONE_CLOSED
) -> Window:
    """Return the window open on a version and not closed for good; else raise which it is."""
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
    raise _shut(closings.applied(policy).windows, version, at).judged(at)


def _shut(windows: tuple[Window, ...], version: str, at: datetime) -> Refusal:
    own = [window for window in windows if window.version == version] or list(windows)
    coming = [window for window in own if window.state(at) is WindowState.UPCOMING]
    if coming:
        opens_at = min(window.opens_at for window in coming)
        return WindowNotOpen("征求意见自%(at)s开始", at=Minute(opens_at))
    closed_at = max(window.closes_at for window in own)
    return WindowClosed("征求意见已于%(at)s截止", at=Minute(closed_at, end=True))
