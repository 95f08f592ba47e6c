"""Which lines at the head of a text are its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.clauses.markers import find_marker, fold_width, strip
from publisher.importers.blocks.imported_text import Block, BlockRole

_LONGEST = 60
_MOST_LINES = 3
_LOOKED_AT = 12
_GENRE = re.compile(
    r"(?:意见|办法|规定|方案|条例|细则|规划|计划|措施|决定|通知|通告|公告|公示|启事|纲要|规则|规范|指南"
    r"|清单|目录|标准|政策|报告|答复|复函|函|章程|制度|公约|宣言|法|解读|说明)$"
)
LABEL = re.compile(
    r"[(（【\[]([^()（）【】\[\]]{0,8}(?:征求意见稿|送审稿|审议稿|讨论稿|修订草案|草案|修订稿|意见稿|草稿))[)）】\]]$"
)
_BRACKET_ONLY = re.compile(r"[(（【].{1,20}[)）】]")
_SPEAKING = re.compile(r"[。；;：:，,！？!?]$|。")
# Numbers that open no clause and no title: 1.1 A. a) ① • and the like.
_COUNTED = re.compile(
    r"[(]?[A-Za-z\d]{1,3}[.)、]|[\u2022\u2460-\u24ff\u25a0-\u27bf\u3220-\u32b0]|附[件表\d]"
)
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d ]{1,9}[条章编节]")
DAY = re.compile(
    r"[（(]?[二〇○零一三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日[)）]?"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title of one or more lines, and the places of their blocks."""

    text: str
    start: int
    end: int


def label_of(title: str) -> str:
    """Return the label at the end of a title, such as 征求意见稿; empty where it has none."""
    found = LABEL.search(title)
    return found[1] if found else ""


def without_label(title: str) -> str:
    """Return a title without the label of its version."""
    return strip(LABEL.sub("", title))


def is_day(text: str) -> bool:
    """Return whether a line is only a date."""
    return bool(DAY.fullmatch(re.sub(r"\s+", "", fold_width(text))))


def find_title(blocks: Sequence[Block], start: int = 0, quoted: Sequence[str] = ()) -> Title | None:
    """Return the title at the head of a text that begins at ``start``.

    It is what the source marks as a title, otherwise the first line, if it reads as one.
    ``quoted`` are the names in 《》 by which a notice before it calls the text.
    """
    spoken = [at for at in range(start, len(blocks)) if blocks[at].text][:_LOOKED_AT]
    marked = next((at for at in spoken if blocks[at].role is BlockRole.TITLE), None)
    if marked is not None:
        return _marked(blocks, marked)
    if not spoken or not reads_as_title(blocks[spoken[0]]):
        return None
    return _joined(blocks, spoken, quoted)


def reads_as_title(block: Block) -> bool:
    """Return whether a line could be a title: short, no sentence, no number, no date."""
    text = block.text
    if block.role is not BlockRole.TEXT or not text or len(text) > _LONGEST:
        return False
    numbered = find_marker(text) or _ARTICLE.match(text) or _COUNTED.match(fold_width(text))
    return not (numbered or _SPEAKING.search(text) or is_day(text))


def _marked(blocks: Sequence[Block], start: int) -> Title:
    end, lines = start, [blocks[start].text]
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if block.text and (block.role is not BlockRole.TITLE or is_day(block.text)):
            break
        if block.text:
            end = at
            lines.append(block.text)
    return Title("".join(lines), start, end + 1)


def _joined(blocks: Sequence[Block], spoken: Sequence[int], quoted: Sequence[str]) -> Title:
    """Join the lines of a title that is broken: until it ends as titles do, or as quoted."""
    text, end = blocks[spoken[0]].text, spoken[0]
    for at in spoken[1:_MOST_LINES]:
        block = blocks[at]
        longer = text + block.text
        bracket = _BRACKET_ONLY.fullmatch(block.text)
        if not (bracket or reads_as_title(block)) or is_day(block.text):
            break
        start = plain(without_label(longer))
        named = bool(start) and any(plain(name).startswith(start) for name in quoted)
        broken = not _complete(text) and _complete(longer)
        if not (named or broken or (bracket and label_of(longer))):
            break
        text, end = longer, at
    return Title(text, spoken[0], end + 1)


def _complete(text: str) -> bool:
    bare = re.sub(r"(?:[(（【][^()（）【】]*[)）】])+$", "", text)
    return bool(_GENRE.search(bare))


def plain(text: str) -> str:
    """Return a name for comparing: width folded, blanks dropped."""
    return re.sub(r"\s+", "", fold_width(text))
