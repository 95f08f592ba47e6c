"""Dates, states and other fixed words as they stand on the service's pages."""

from datetime import datetime, timedelta

from catalogue.model import Channel
from catalogue.window import CHINA, Window, WindowState
from comments_service.domain.reconciliation import State

STANCES = (("suggest", "建议"), ("support", "支持"), ("oppose", "反对"), ("question", "疑问"))
PARTICIPANTS = (("person", "个人"), ("organisation", "企业或组织"), ("department", "机关单位"))
WINDOW_STATES = {
    WindowState.UPCOMING: "即将开始",
    WindowState.OPEN: "征集中",
    WindowState.CLOSED: "已截止",
}
COMMENT_STATES = {
    State.RECEIVED: "已登记",
    State.SORTED: "已梳理",
    State.STUDIED: "研究中",
    State.DECIDED: "已定",
    State.ANSWERED: "已反馈",
    State.WITHDRAWN: "已撤回",
}
# The channels by which a person can reach the drafting office.
_REACHED_BY = {"letter": "地址", "phone": "电话", "email": "电子邮箱", "fax": "传真"}


def moment(at: datetime) -> str:
    """Write an instant to the second in Beijing time: 2018年7月15日 10:00:00."""
    local = at.astimezone(CHINA)
    return f"{_day(local)} {local:%H:%M:%S}"


def period(window: Window) -> str:
    """Write how long a window lasts: 2018年7月12日至2018年7月18日24时.

    The hour of the opening only where it is not midnight; an end at midnight is 24时 of
    the day before (《民法典》第二百零三条).
    """
    opens, closes = window.opens_at.astimezone(CHINA), window.closes_at.astimezone(CHINA)
    first = _day(opens) if _midnight(opens) else _minute(opens)
    last = f"{_day(closes - timedelta(days=1))}24时" if _midnight(closes) else _minute(closes)
    return f"{first}至{last}"


def ways_to_reach(channels: tuple[Channel, ...]) -> list[str]:
    """Return the drafting office's address, telephone and so on, each with its label."""
    known = [channel for channel in channels if channel.kind in _REACHED_BY]
    return [f"{_REACHED_BY[channel.kind]}：{channel.to}" for channel in known]


def _day(local: datetime) -> str:
    return f"{local.year}年{local.month}月{local.day}日"


def _minute(local: datetime) -> str:
    return f"{_day(local)}{local:%H:%M}"


def _midnight(local: datetime) -> bool:
    return local == local.replace(hour=0, minute=0, second=0, microsecond=0)
