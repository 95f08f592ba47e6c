"""The notice on personal data (个人信息处理告知书): its rows, and the version of its words.

Dialog and form show the same one; with a submission is kept which version was read.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.model import Policy
from interface.contact import ways_to_reach
from interface.language import CHINESE_WORDS, Translate

_YEAR = 365
_SHOWN = {
    "during": "意见内容经审核，隐去其中的个人信息，在征集期间公开。",
    "after": "意见内容经审核，隐去其中的个人信息，在征集截止后公开。",
}
_AT_THE_END = {
    "erase": "，期满删除身份信息、意见原文和附件；已公开的采纳情况和统计数字保留",
    "restrict": "，期满后依法归档，只保存，不再使用",
}


class NoticeWords(NamedTuple):
    """A part of a row: a message with its values, or words that are Chinese in each language."""

    words: str
    values: Mapping[str, object] = {}
    is_quoted: bool = False


class NoticeRow(NamedTuple):
    """One line of the notice: what it is about, and what it says."""

    title: str
    parts: tuple[NoticeWords, ...]


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """The notice of one policy; the others are ``organiser`` and ``privacy`` of site.yml."""

    policy: Policy
    organiser: str
    retention_days: int
    archive: str

    @property
    def version(self) -> str:
        """A short digest of its Chinese words: with other words it is another one."""
        lines = "\n".join(written_row(row, CHINESE_WORDS) for row in self.rows)
        return hashlib.sha256(lines.encode()).hexdigest()[:12]

    @property
    def rows(self) -> tuple[NoticeRow, ...]:
        """What it says, in the order of 个人信息保护法第十七条."""
        return (
            NoticeRow("由谁处理", tuple(self._handler())),
            _row("处理目的", "核实意见、反馈采纳情况；这是起草单位的法定职责，不以您的同意为前提"),
            NoticeRow("哪些信息", tuple(self._data())),
            NoticeRow("怎样公开", tuple(self._shown())),
            NoticeRow("保存期限", self._period()),
            _row(
                "您的权利",
                "可以凭回执号查询，随时撤回公开姓名的同意，也可以向起草单位要求查阅、更正或删除",
            ),
        )

    def _data(self) -> Iterator[NoticeWords]:
        yield NoticeWords(
            "姓名、联系方式、单位名称和所在地，以及您上传的附件，均加密保存；联系方式和附件不公开"
        )
        yield NoticeWords("。未满14周岁的，另有监护人姓名")
        if self.policy.ask_uscc:
            yield NoticeWords("；企业和组织，另有统一社会信用代码")
        yield NoticeWords("，同样加密、不公开")
        if self.policy.assurance == "contact_verified":
            yield NoticeWords("。发到邮箱的验证码10分钟后失效，一天内删除")

    def _handler(self) -> Iterator[NoticeWords]:
        yield NoticeWords("起草单位")
        if self.policy.issuer:
            yield from (NoticeWords("："), _quoted(self.policy.issuer))
        elif self.organiser:
            yield from (NoticeWords("，由"), _quoted(self.organiser), NoticeWords("转交"))
        reach = ways_to_reach((each.kind, each.to) for each in self.policy.channels)
        for at, (label, to, _) in enumerate(reach):
            yield from (NoticeWords("；" if at else "（"), NoticeWords(label), NoticeWords("："))
            yield _quoted(to)
        if reach:
            yield NoticeWords("）")

    def _shown(self) -> Iterator[NoticeWords]:
        if self.policy.publish_comments in _SHOWN:
            yield NoticeWords(_SHOWN[self.policy.publish_comments])
        yield NoticeWords(
            "个人显示为“张*”，三个字以上的保留首尾两字；企业和组织显示为“某企业(所在县区)”；"
            "机关单位和村（居）委会显示名称。您同意公开姓名的，显示姓名或单位名称"
        )

    def _period(self) -> tuple[NoticeWords, ...]:
        years, rest = divmod(self.retention_days, _YEAR)
        lasts = ("%(count)s天", self.retention_days) if rest else ("%(count)s年", years)
        period = NoticeWords(lasts[0], {"count": lasts[1]})
        return NoticeWords("自征集截止起"), period, NoticeWords(_AT_THE_END[self.archive])


def written_row(row: NoticeRow, translate: Translate) -> str:
    """Write a row in one line of plain text."""
    parts = (each.words if each.is_quoted else translate(each.words, **each.values)
             for each in row.parts)  # fmt: skip
    return f"{translate(row.title)}{translate('：')}{''.join(parts)}"


def _row(title: str, words: str) -> NoticeRow:
    return NoticeRow(title, (NoticeWords(words),))


def _quoted(words: str) -> NoticeWords:
    return NoticeWords(words, is_quoted=True)
