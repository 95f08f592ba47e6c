"""Titles of documents as they are set: no break inside the words that name their kind."""

import re
from html import escape

# 文种 of 《党政机关公文处理工作条例》 and of 《规章制定程序条例》, and what goes with them.
_KINDS = (
    "征求意见稿|送审稿|修订稿|试行|暂行|意见|办法|规定|条例|通知|通告|公告|公报|决定|决议|命令|方案|规划"
    "|计划|细则|规则|规程|措施|政策|标准|目录|清单|指南|批复|请示|报告|纪要|建议|提案|答复|解读|说明"
)
_NUMBERS = r"\d[\d.\-—]*(?:年版?|月|日|号|期)?"
_BRACKETS = r"[（(][^（()）]{1,12}[）)]"
_UNBROKEN = re.compile(rf"(?:{_KINDS})+|{_NUMBERS}|{_BRACKETS}")


def title_html(title: str) -> str:
    """Escape a title; 意见 and its like, numbers and short brackets stay in one piece.

    Browsers break Chinese between any two characters, a title's last word too.
    """
    out, at = "", 0
    for found in _UNBROKEN.finditer(title):
        if found.end() - found.start() > 1:
            out += escape(title[at : found.start()])
            out += f'<span class="yl-nowrap">{escape(found[0])}</span>'
            at = found.end()
    return out + escape(title[at:])
