"""Titles of documents as HTML: lines break between their phrases, and nowhere else.

Browsers break Chinese between any two characters. Which words belong together is known by
``title_words.txt``; what it does not have stays in one piece, so that no word is cut.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from pathlib import Path

# 文种 of 《党政机关公文处理工作条例》 and of 《规章制定程序条例》, and related words.
_KINDS = (
    "征求意见稿|送审稿|修订稿|修订草案|草案|试行|暂行|意见|办法|规定|条例|通知|通告|公告|公报|决定|决议|命令|方案"
    "|规划|计划|细则|规则|规程|措施|政策|标准|目录|清单|指南|批复|请示|报告|纪要|建议|提案|答复|解读|说明"
)
_NUMBERS = r"第?[A-Za-z\d][A-Za-z\d.\-—]*(?:年[版度]?|月|日|号|期|次|届)?"
_BRACKETS = r"[（(\[〔【][^（()）\[\]〔〕【】]{1,12}[）)\]〕】]"
_WHOLE = re.compile(f"{_NUMBERS}|{_BRACKETS}")
# 十堰市 at the head of a title.
_PLACE = r"(?<!\w)[\u4e00-\u9fff]{1,5}?[省市县区州](?![区县州划场市])"
_CLOSE = "、，。：；！？》）)”’」的"
_OPEN = "《（(“‘「"
# What goes with the phrase before it, and what opens one with what is after it.
_ENDS = re.compile(f"[{_CLOSE}等化性者家员官率费式类型证法人物源院省市县区]")
_BEGINS = re.compile(rf"[{_OPEN}和与及对]|若干")
_LAST = rf"(?=[和与及对]?(?:[{_OPEN}{_CLOSE}]|$))"
_BETWEEN = re.compile(
    rf"[{_OPEN}]|[{_CLOSE}]+|[^{_OPEN}{_CLOSE}]+?{_LAST}|[和与及对]",
)


@lru_cache(maxsize=4096)
def title_html(title: str) -> str:
    """Escape a title; a line of it ends where a phrase does, if the style keeps words whole."""
    return f'<span class="yl-title">{"<wbr>".join(map(_phrase_html, phrases(title)))}</span>'


def phrases(title: str) -> list[str]:
    """Split a title into its phrases; joined they are the title.

    A character alone that is in no word goes with what follows it (稳增长); what begins with an
    ending goes with what is before it (监督员).
    """
    found: list[str] = []
    is_open = False
    for piece, is_known in _pieces(title):
        ends = not is_known and _ENDS.match(piece)
        if found and (is_open or ends):
            found[-1] += piece
        else:
            found.append(piece)
        is_open = bool(_BEGINS.fullmatch(piece)) or not (is_known or ends or len(piece) > 1)
    return found


def _pieces(title: str) -> Iterator[tuple[str, bool]]:
    """Yield the words that are known, and in parts what stands between them."""
    at = 0
    for word in _known().finditer(title):
        yield from ((piece, False) for piece in _BETWEEN.findall(title[at : word.start()]))
        yield word[0], True
        at = word.end()
    yield from ((piece, False) for piece in _BETWEEN.findall(title[at:]))


@cache
def _known() -> re.Pattern[str]:
    words = Path(__file__).with_name("title_words.txt").read_text("utf-8").split()
    longest_first = "|".join(sorted(set(words), key=lambda word: (-len(word), word)))
    return re.compile(rf"{_NUMBERS}|{_BRACKETS}|{_PLACE}|(?:{_KINDS})+|{longest_first}")


def _phrase_html(phrase: str) -> str:
    whole = _WHOLE.search(phrase)
    if not whole:
        return escape(phrase)
    return f'<span class="yl-nowrap">{escape(phrase)}</span>'
