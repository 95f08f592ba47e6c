"""Labels, and dates as Chinese official pages write them."""

from datetime import date, datetime, timedelta

from babel.dates import format_date

from catalogue.model import Policy
from catalogue.window import CHINA, Window, WindowChange
from look.language import CHINESE_WORDS, Say, is_chinese

# A pattern of the Unicode CLDR; its translation is the pattern of the other language.
_DAY = "y年M月d日"

KIND_NAMES = {
    "consultation": "征求意见",
    "document": "政策文件",
    "interpretation": "政策解读",
    "reply": "建议提案答复",
    "commitments": "服务承诺",
    "news": "工作动态",
}

LINK_NAMES = {"interprets": "解读", "replies": "答复", "explains": "说明"}

# The states of a consultation, in their order.
STATE_NAMES = {
    "upcoming": "即将开始",
    "open": "征集中",
    "closed": "意见整理中",
    "answered": "已反馈",
    "issued": "已印发",
}

# What 有效性 means to the reader.
VALIDITY_NOTES = {
    "有效": "本文件现行有效。",
    "修改": "本文件已经修改，请以修改后的文本为准。",
    "废止": "本文件已经废止，仅供查阅。",
    "失效": "本文件已经失效，仅供查阅。",
}
VALIDITY_CSS = {"有效": "valid", "修改": "amended", "废止": "repealed", "失效": "expired"}
VALIDITIES = ("有效", "修改", "废止", "失效")
VALIDITY_MARKS = {"修改": "已修改", "废止": "已废止", "失效": "已失效"}

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


def day(value: date, say: Say = CHINESE_WORDS) -> str:
    """Write a day: 2018年7月12日."""
    if is_chinese(say):
        return f"{value.year}年{value.month}月{value.day}日"
    return format_date(value, say(_DAY), locale="en")


def moment(value: date | datetime, say: Say = CHINESE_WORDS) -> str:
    """Write a day, or a date-time as the header of a document gives it, in Beijing time."""
    local = value
    if isinstance(value, datetime) and value.tzinfo:
        local = value.astimezone(CHINA)
    clock = f" {local:%H:%M:%S}" if isinstance(local, datetime) else ""
    if not is_chinese(say):
        return day(local, say) + clock
    return f"{local.year}年{local.month:02}月{local.day:02}日{clock}"


def opens(window: Window | WindowChange, say: Say = CHINESE_WORDS) -> str:
    """Write when a window opens, the hour only where it is not midnight."""
    local = window.opens_at.astimezone(CHINA)
    midnight = local == local.replace(hour=0, minute=0, second=0)
    return day(local, say) if midnight else _minute(local, say)


def closes(window: Window | WindowChange, say: Say = CHINESE_WORDS) -> str:
    """Write when a window closes: midnight is 24时 of the day before."""
    local = window.closes_at.astimezone(CHINA)
    if local == local.replace(hour=0, minute=0, second=0):
        return say("%(day)s24时", day=day(local - timedelta(days=1), say))
    return _minute(local, say)


def period(window: Window | WindowChange, say: Say = CHINESE_WORDS) -> str:
    """Write a window from its first to its last moment."""
    return say("%(first)s至%(last)s", first=opens(window, say), last=closes(window, say))


def days(window: Window) -> int:
    """Count the days of a window, first and last included."""
    return (window.last_day - window.first_day).days + 1


def metadata(policy: Policy, say: Say = CHINESE_WORDS) -> list[tuple[str, str]]:
    """Return the official metadata as label and value; an empty 文号 is （无）."""
    rows = [
        ("索引号", policy.index_no),
        ("主题分类", policy.subject),
        ("成文日期", moment(policy.written_on, say) if policy.written_on else ""),
        ("发文日期", moment(policy.issued_on, say) if policy.issued_on else ""),
        ("发布机构", policy.issuer),
        ("公开属性", policy.openness),
        ("有效性", policy.validity),
    ]
    known = [(label, value) for label, value in rows if value]
    return known if policy.doc_no is None else [*known, ("文号", policy.doc_no or "（无）")]


def channels(policy: Policy) -> list[tuple[str, str]]:
    """Return the ways to comment as label and value; a postcode is a line of its own."""
    rows: list[tuple[str, str]] = []
    for channel in policy.channels:
        rows.append((_CHANNEL_NAMES[channel.kind], channel.to))
        if channel.postcode:
            rows.append(("邮编", channel.postcode))
    return rows


def _minute(local: datetime, say: Say) -> str:
    clock = f"{local.hour}时{local.minute:02}分" if local.minute else f"{local.hour}时"
    shown = clock if is_chinese(say) else f"{local:%H:%M}"
    return say("%(day)s%(clock)s", day=day(local, say), clock=shown)
