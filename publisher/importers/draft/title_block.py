"""Which lines at the head of a text are its title, and its label such as （征求意见稿）."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from publisher.clauses.markers import find_marker, fold_width, strip
from publisher.importers.blocks.imported_text import Block, BlockRole
from publisher.importers.draft.day_forms import is_day
from publisher.importers.draft.organs import is_organ

GENRE = (
    r"(?:意见|办法|规定|方案|条例|细则|规划|计划|措施|决定|决议|通知|通告|公告|公示|启事|纲要|规则|规范|指南|指引"
    r"|清单|目录|标准|政策|报告|答复|批复|复函|函|章程|制度|公约|宣言|法|解读|说明|解释|命令|准则|要点|预案|守则|须知|安排|解答|问答|通报|纪要|公报|议案|请示)"
)
_ENDS_AS_TITLE = re.compile(f"{GENRE}$")
_ANNOUNCES = re.compile(r"关于(?:印发|转发|发布|公布|下发|批转)")
_ENDS_AS_NOTICE = re.compile(r"(?:通知|通告|公告|函|令|决定|批复)$")
_LONGEST, _LONGEST_WITH_GENRE = 60, 120
_MOST_LINES, _SHORT = 4, 4
_LOOKED_AT, _FAR = 12, 120
_DRAFT = (
    r"(?:征求意见稿|意见征求稿|征求意见|送审稿|审议稿|讨论稿|修订草案|修正草案|草案|修订稿|意见稿|草稿"
    r"|报批稿|初稿|建议稿)"
)
_LABEL = re.compile(
    rf"[(（【\[]([^()（）【】\[\]]{{0,14}}{_DRAFT}[^()（）【】\[\]]{{0,8}})[)）】\]]$"
)
_BARE_LABEL = re.compile(rf"(?:公开|第[一二三四]次)?{_DRAFT}")
_OF_TITLE = re.compile(
    r"[(（](?:试行|暂行|修订|修正|修订版|试用|(?:19|20)\d\d年?(?:版|修订|修正|本)"
    r"|(?:19|20)\d\d年?[-—–－~～至]{1,2}(?:19|20)\d\d年?)[)）]"
)
_MONTH = re.compile(r"[〇○零一二三四五六七八九十\d]{4} ?年 ?[一二三四五六七八九十\d]{1,3} ?月")
_IN_BRACKETS = re.compile(r"[(（].*[)）]")
_SPEAKING = re.compile(r"[。；;：:，,！？!?]$|。")
# Numbers that open no clause and no title: 1.1 A. a) ① • and the like.
_COUNTED = re.compile(
    r"[(]?[A-Za-z\d]{1,3}[.)、]|[\u2022\u2460-\u24ff\u25a0-\u27bf\u3220-\u32b0]|附[件表\d]"
)
_CONTENTS = ("目录", "目次")
# What a page sets between the words of a menu.
_MENU = re.compile(r"[|｜»]")
DIVISION = re.compile(r"第[〇零○一二三四五六七八九十百千\d ]{1,9}[条章编节部]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title of one or more lines with its label, and the places of their blocks.

    ``sure`` is whether the source marks it, or it ends as titles do and is not put together
    by guess.
    """

    text: str
    start: int
    end: int
    sure: bool = True

    @property
    def name(self) -> str:
        """The title without the label of its version."""
        return without_label(self.text) or self.text


def label_of(title: str) -> str:
    """Return the label at the end of a title, such as 征求意见稿; empty where it has none."""
    found = _LABEL.search(title)
    return found[1] if found else ""


def without_label(title: str) -> str:
    """Return a title without the label of its version."""
    return strip(_LABEL.sub("", title))


def find_title(
    blocks: Sequence[Block], start: int = 0, quoted: Sequence[str] = (), named: Sequence[str] = ()
) -> Title | None:
    """Return the title at the head of a text that begins at ``start``.

    It is what the header or the page calls it (``named``), or what the source marks as a
    title, otherwise the first line, if it reads as one. ``quoted`` are the names in 《》 by
    which a notice before it calls the text.
    """
    lines = text_lines(blocks, start, _FAR if named else _LOOKED_AT)
    for name in named:
        if found := _called(blocks, lines, name):
            return _with_label(blocks, found)
    lines = lines[:_LOOKED_AT]
    marked = (_marked(blocks, at) for at in lines if blocks[at].role is BlockRole.TITLE)
    # A page may have the name of the site as its first heading.
    best = next((title for title in marked if not is_organ(title.text)), None)
    found = _first(blocks, lines, quoted)
    if best and not (found and found.start < best.start and _announces(found, best)):
        return _with_label(blocks, best)
    if found is None or not found.sure:
        found = _about(blocks, text_lines(blocks, start, _FAR), quoted) or found
    return _with_label(blocks, found) if found else None


def reads_as_title(block: Block) -> bool:
    """Return whether a line could be a title: short, no sentence, no number, no date, no 目录."""
    text = block.text
    most = _LONGEST_WITH_GENRE if "关于" in text and ends_as_title(text) else _LONGEST
    if block.role is BlockRole.TABLE or not text or len(text) > most:
        return False
    if _IN_BRACKETS.fullmatch(text) or plain(text) in _CONTENTS:
        return False
    numbered = find_marker(text) or DIVISION.match(text) or _COUNTED.match(fold_width(text))
    return not (numbered or _SPEAKING.search(text) or _MENU.search(text) or is_day(text))


def ends_as_title(text: str) -> bool:
    """Return whether a line ends as titles do: in 办法, 意见 or the like, brackets aside.

    One that is broken inside 《…》 goes on.
    """
    if text.count("《") > text.count("》"):
        return False
    bare = re.sub(r"(?:[(（【][^()（）【】]*[)）】])+$", "", text)
    form = _ENDS_AS_NOTICE if _ANNOUNCES.search(bare) else _ENDS_AS_TITLE
    return bool(form.search(bare))


def text_lines(blocks: Sequence[Block], start: int, most: int) -> list[int]:
    """Return the numbers of the first blocks from ``start`` on that have a text."""
    return list(islice((at for at in range(start, len(blocks)) if blocks[at].text), most))


def joined(blocks: Sequence[Block], lines: Iterable[int]) -> str:
    """Return the text of lines as one; 通　　知 is a word, set apart."""
    pairs = ((re.sub(r"\s+", "", text), text) for text in (blocks[at].text for at in lines))
    return "".join(tight if len(tight) <= _SHORT else text for tight, text in pairs)


def plain(text: str) -> str:
    """Return a name for comparing: width folded, blanks dropped."""
    return re.sub(r"\s+", "", fold_width(text))


def title_again(blocks: Sequence[Block], title: Title) -> Title | None:
    """Return the same title where it stands again below: a portal prints it above the document."""
    return _called(blocks, text_lines(blocks, title.end, _FAR), title.name)


def _called(blocks: Sequence[Block], lines: Sequence[int], name: str) -> Title | None:
    """Return the first line or lines that are the name, with or without a label."""
    wanted = {plain(name), plain(without_label(name))}
    for place in range(len(lines)):
        for text, end in _growing(blocks, lines[place : place + _MOST_LINES]):
            if plain(text) in wanted or plain(without_label(text)) in wanted:
                return Title(text, lines[place], end + 1)
    return None


def _growing(blocks: Sequence[Block], lines: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield the text of the first line, of the first two, and so on, with the last block."""
    for place, at in enumerate(lines):
        yield joined(blocks, lines[: place + 1]), at


def _marked(blocks: Sequence[Block], start: int) -> Title:
    end = start + 1
    for at in (at for at in range(start + 1, len(blocks)) if blocks[at].text):
        line, whole = blocks[at].text, joined(blocks, range(start, end))
        # The body and the month on a cover page are no part of the title.
        is_whole = ends_as_title(whole) and (is_organ(line) or _MONTH.fullmatch(line))
        if blocks[at].role is not BlockRole.TITLE or is_day(line) or is_whole:
            break
        end = at + 1
    return Title(joined(blocks, range(start, end)), start, end)


def _announces(title: Title, other: Title) -> bool:
    """Return whether a title is that of a notice which names the other one."""
    names = bool(_ENDS_AS_NOTICE.search(title.text)) and "《" in title.text
    return names and plain(other.name) in plain(title.text)


def _first(blocks: Sequence[Block], lines: Sequence[int], quoted: Sequence[str]) -> Title | None:
    """Return the title at the first line; the name of a body alone, and its menu, are passed."""
    body: Title | None = None
    for place, at in enumerate(lines):
        if (body and blocks[at].role is BlockRole.ITEM) or _is_label(blocks[at], title=""):
            continue
        if not reads_as_title(blocks[at]):
            break
        title = _joined(blocks, lines[place:], quoted)
        if not is_organ(title.text):
            return title
        body = body or title
    return body


def _about(blocks: Sequence[Block], lines: Sequence[int], quoted: Sequence[str]) -> Title | None:
    """Return the title 关于…的通知 below the menus of a page, above its first sentence."""
    for place, at in enumerate(lines):
        if blocks[at].text.endswith("。") or find_marker(blocks[at].text):
            break
        if "关于" in blocks[at].text and reads_as_title(blocks[at]):
            title = _joined(blocks, lines[place:], quoted)
            if title.sure:
                return title
    return None


def _joined(blocks: Sequence[Block], lines: Sequence[int], quoted: Sequence[str]) -> Title:
    """Join the lines of a title that is broken: until it ends as titles do, or as quoted."""
    first = joined(blocks, lines[:1])
    known = [plain(without_label(name)) for name in quoted]
    alone = Title(first, lines[0], lines[0] + 1, sure=ends_as_title(first))
    for text, end in _growing(blocks, lines[:_MOST_LINES]):
        alike = blocks[end].role is blocks[lines[0]].role
        if end != lines[0] and not (alike and reads_as_title(blocks[end])):
            break
        if plain(without_label(text)) in known:
            return Title(text, lines[0], end + 1)
        if not alone.sure and end != lines[0] and ends_as_title(text):
            whole = "关于" in blocks[end].text and is_organ(blocks[end].text.partition("关于")[0])
            broken = (
                ("关于" in text and not whole)
                or is_organ(first)
                or first.endswith(("的", "和", "与", "及", "、"))
            )
            return Title(text, lines[0], end + 1, sure=broken)
    return alone


def _with_label(blocks: Sequence[Block], title: Title) -> Title:
    """Return a title with the label, or 试行 and the like, that stands on lines below it."""
    text, end = title.text, title.end
    above = text_lines(blocks[: title.start], 0, 2)
    if len(above) == 1 and _is_label(blocks[above[0]], title=text):
        # It is above the title, and nothing else is.
        return Title(text + blocks[above[0]].text, above[0], end, title.sure)
    for at in (at for at in range(title.end, len(blocks)) if blocks[at].text):
        line = blocks[at].text
        if _BARE_LABEL.fullmatch(line) and not label_of(text):
            text, end = f"{text}（{line}）", at + 1
        elif _OF_TITLE.fullmatch(line) or _is_label(blocks[at], title=text):
            text, end = text + line, at + 1
        else:
            break
    return Title(text, title.start, end, title.sure)


def _is_label(block: Block, *, title: str) -> bool:
    """Return whether a line is the label of a title that has none."""
    return bool(_LABEL.fullmatch(block.text)) and not label_of(title)
