"""Labels of official pages that only the publisher writes; the others: interface/names.py."""

from catalogue.model import Policy
from catalogue.window import Window
from interface.contact import href
from interface.dates import header_date
from interface.language import CHINESE_WORDS, Translate
from interface.names import CHANNEL_NAMES

LINK_NAMES = {"interprets": "解读", "replies": "答复", "explains": "说明"}

# What 有效性 means to the reader.
VALIDITY_NOTES = {
    "有效": "本文件现行有效。",
    "修改": "本文件已经修改，请以修改后的文本为准。",
    "废止": "本文件已经废止，仅供查阅。",
    "失效": "本文件已经失效，仅供查阅。",
}
VALIDITY_CSS = {"有效": "valid", "修改": "amended", "废止": "repealed", "失效": "expired"}

# What stands before an address to which comments may be sent.
_WAYS_TO_COMMENT = {**CHANNEL_NAMES, "web": "网上提交", "letter": "通信地址", "email": "电子邮箱"}


def days(window: Window) -> int:
    """Return how many days a window has, first and last included."""
    return (window.last_day - window.first_day).days + 1


def metadata(policy: Policy, translate: Translate = CHINESE_WORDS) -> list[tuple[str, str]]:
    """Return the official metadata as label and value; an empty 文号 is （无）."""
    rows = [
        ("索引号", policy.index_no),
        ("主题分类", policy.subject),
        ("成文日期", header_date(policy.written_on, translate) if policy.written_on else ""),
        ("发文日期", header_date(policy.issued_on, translate) if policy.issued_on else ""),
        ("发布机构", policy.issuer),
        ("公开属性", policy.openness),
        ("有效性", policy.validity),
    ]
    known = [(label, value) for label, value in rows if value]
    return known if policy.doc_no is None else [*known, ("文号", policy.doc_no or "（无）")]


def channels(policy: Policy) -> list[tuple[str, str, str]]:
    """Return the ways to comment as label, value and where that leads ("" for a letter).

    A postcode is a line of its own.
    """
    rows: list[tuple[str, str, str]] = []
    for channel in policy.channels:
        rows.append((_WAYS_TO_COMMENT[channel.kind], channel.to, href(channel.kind, channel.to)))
        if channel.postcode:
            rows.append(("邮编", channel.postcode, ""))
    return rows


def other_ways(policy: Policy, translate: Translate) -> str:
    """Return what one can do elsewhere than on this site: 写信、发传真."""
    acts = {
        "letter": translate("写信"),
        "fax": translate("发传真"),
        "email": translate("发邮件"),
        "phone": translate("打电话"),
    }
    kinds = {channel.kind for channel in policy.channels}
    return translate("、").join(act for kind, act in acts.items() if kind in kinds)
