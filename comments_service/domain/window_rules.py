"""Which window a comment falls into, judged at one instant."""

from datetime import datetime, timedelta

from catalogue.model import Policy
from catalogue.window import CHINA, Window, WindowState
from comments_service.domain.errors import NoWindow, WindowClosed, WindowNotOpen, WrongVersion


def deciding_window(policy: Policy, version: str, at: datetime) -> Window:
    """Return the window open at an aware instant; it must be on the version named.

    Where none is open, the windows of that version decide which error it is (all of
    them where it has none): one still to come is ``WindowNotOpen``, else ``WindowClosed``.
    """
    if not policy.windows:
        raise NoWindow
    opened = [window for window in policy.windows if window.is_open(at)]
    for window in opened:
        if window.version == version:
            return window
    if opened:
        message = f"现在征求意见的是版本 {opened[-1].version}，不是 {version}"
        raise WrongVersion(message)
    raise _shut(policy.windows, version, at)


def _shut(windows: tuple[Window, ...], version: str, at: datetime) -> Exception:
    own = [window for window in windows if window.version == version] or list(windows)
    coming = [window for window in own if window.state(at) is WindowState.UPCOMING]
    if coming:
        opens_at = min(window.opens_at for window in coming)
        return WindowNotOpen(f"征求意见自{_minute(opens_at)}开始")
    return WindowClosed(f"征求意见已于{_end(max(window.closes_at for window in own))}截止")


def _minute(at: datetime) -> str:
    return _day(at) + f"{at.astimezone(CHINA):%H:%M}"


def _end(at: datetime) -> str:
    """Write an end at midnight as 24:00 of the day before (《民法典》第二百零三条)."""
    local = at.astimezone(CHINA)
    return _minute(at) if local.hour or local.minute else _day(at - timedelta(days=1)) + "24:00"


def _day(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"
