"""Words and dates as they stand on Chinese official pages."""

from datetime import date, datetime, timedelta

from catalogue.model import Policy
from catalogue.window import CHINA, Window, WindowChange

KIND_NAMES = {
    "consultation": "征求意见",
    "document": "政策文件",
    "interpretation": "政策解读",
    "reply": "建议提案答复",
    "commitments": "服务承诺",
    "news": "工作动态",
}

LINK_NAMES = {"interprets": "解读", "replies": "答复", "explains": "说明"}

CHANGE_NAMES = {
    "edited": "有修改",
    "moved": "移动",
    "new": "新增",
    "deleted": "已删除",
    "merged": "已并入",
    "split": "由分拆而来",
    "unsure": "待确认",
    "unchanged": "未变",
}

_CHANNEL_NAMES = {
    "web": "网上提交",
    "letter": "通信地址",
    "fax": "传真",
    "email": "电子邮箱",
    "phone": "电话",
    "meeting": "座谈会",
    "counter": "现场",
    "official_letter": "公函",
    "questionnaire": "征询函",
    "visit": "走访",
    "referred": "热线转办",
}


def day(value: date) -> str:
    """Write a day: 2018年7月12日."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: date | datetime) -> str:
    """Write a day, or a date-time as the header of a document gives it, in Beijing time."""
    if not isinstance(value, datetime):
        return f"{value.year}年{value.month:02}月{value.day:02}日"
    local = value.astimezone(CHINA) if value.tzinfo else value
    return f"{local.year}年{local.month:02}月{local.day:02}日 {local:%H:%M:%S}"


def opens(window: Window | WindowChange) -> str:
    """Write when a window opens, the hour only where it is not midnight."""
    local = window.opens_at.astimezone(CHINA)
    return day(local) if local == local.replace(hour=0, minute=0, second=0) else _minute(local)


def closes(window: Window | WindowChange) -> str:
    """Write when a window closes: midnight is 24时 of the day before."""
    local = window.closes_at.astimezone(CHINA)
    if local == local.replace(hour=0, minute=0, second=0):
        return day(local - timedelta(days=1)) + "24时"
    return _minute(local)


def days(window: Window) -> int:
    """Count the days of a window, first and last included."""
    return (window.last_day - window.first_day).days + 1


def metadata(policy: Policy) -> list[tuple[str, str]]:
    """Return the official metadata as label and value; an empty 文号 is said to be empty."""
    rows = [
        ("索引号", policy.index_no),
        ("主题分类", policy.subject),
        ("成文日期", moment(policy.written_on) if policy.written_on else ""),
        ("发文日期", moment(policy.issued_on) if policy.issued_on else ""),
        ("发布机构", policy.issuer),
        ("公开属性", policy.openness),
        ("有效性", policy.validity),
    ]
    given = [(label, value) for label, value in rows if value]
    return given if policy.doc_no is None else [*given, ("文号", policy.doc_no or "（无）")]


def channels(policy: Policy) -> list[tuple[str, str]]:
    """Return the ways to comment as label and value; a postcode is a line of its own."""
    rows: list[tuple[str, str]] = []
    for channel in policy.channels:
        rows.append((_CHANNEL_NAMES[channel.kind], channel.to))
        if channel.postcode:
            rows.append(("邮编", channel.postcode))
    return rows


def _minute(local: datetime) -> str:
    minutes = f"{local.minute:02}分" if local.minute else ""
    return f"{day(local)}{local.hour}时{minutes}"
