"""A notice (公告, 通知, 令) that precedes the text it announces, and a 起草说明 after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from publisher.clauses.markers import find_marker, fold_width
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.day_forms import is_day
from publisher.importers.draft.signing import signature_at
from publisher.importers.draft.title_block import (
    DIVISION,
    Title,
    find_title,
    label_of,
    plain,
    reads_as_title,
    text_lines,
    without_label,
)

_NOTICE = re.compile(r"(?:公告|公示|通告|通知|启事|(?<![复批])函|令)[(（]?[^()（）]{0,12}[)）]?$")
_ANSWER = re.compile(r"(?:复函|答复|答复的函|批复)$")
_QUOTED = re.compile(r"《(.{2,80}?)》(?=[^》]|$)")
_BETWEEN = re.compile(r"附 ?[件：:].*|[(（][^()（）]{1,40}[)）]")
_ANNEX_MARK = re.compile(r"附 ?件 ?[\d一二三四五六七八九十]{0,2} ?[：:]?")
_GLUED = re.compile(r"(附 ?件 ?[\d一二三四五六七八九十]{0,2} ?[：:]?) ?([^\d：: ].{3,90})")
_LIST_OF_ANNEXES = re.compile(r"附 ?件[：: ]*\d{1,2} ?[.．、]")
_LISTED = re.compile(r"\d{1,2}[.．、]")
_ARTICLE = re.compile(r"第[〇零○一二三四五六七八九十百\d]{1,5}条")
_EXPLAINING = re.compile(
    r".{0,90}?(?:起草|编制|修订|修改|制定|立法|草案|稿)[)》]{0,3}(?:的|情况|工作|过程|起草)*说明"
    r"|(?:关于)?《[^《》]{2,80}》的?(?:情况)?说明"
)
_ANNOUNCING = re.compile(r"印发|转发|下发|批转|发布|公布|征求|征集|征询|公示")
_PUBLISHING = re.compile(r"《.{4,60}》[^。]{0,150}(?:印发|公布|发布)")
_MOST_BETWEEN = 8
_MOST_LINES = 3
_FIRST_LINES = 4


@dataclass(frozen=True, slots=True)
class NoticePart:
    """A notice up to block ``end``, its title (empty if it has none), and that of the text."""

    title: Title
    end: int
    below: Title


@dataclass(frozen=True, slots=True)
class UncertainNotice:
    """A block at which a notice may end, without enough evidence that it does.

    The text that may begin then is at block ``below``; ``named`` is whether the notice names it.
    """

    at: int
    below: int
    named: bool


def is_notice(title: str) -> bool:
    """Return whether a title is that of a notice; a reply (复函) is none."""
    return bool(_NOTICE.search(title)) and not _ANSWER.search(title)


def find_notice(
    blocks: Sequence[Block], title: Title | None, *, is_order: bool = False
) -> NoticePart | UncertainNotice | None:
    """Return the notice that precedes a text: its title, signer and date, then a second title.

    Such a notice names the text in 《》, or the second title has the label of a draft, or only
    the text has articles, or it says that it announces a text and has no 一、. Otherwise it is
    uncertain: the date may be that of the text itself, with an annex after it.
    """
    # Without a title: 《…》已经…通过，现予公布.
    head = [block for block in blocks if block.text][:_FIRST_LINES]
    is_order = is_order or (title is None and publishes(head))
    title = title or Title("", 0, 0)
    if not (is_order or is_notice(title.text)):
        return None
    names = _names(blocks, title)
    for at in range(title.end, len(blocks)):
        signed = signature_at(blocks, at) is not None
        if not signed and not is_annex_mark(blocks[at].text):
            continue
        below = _title_at(blocks, _text_start(blocks, at if signed else at - 1), names)
        if below is None:
            continue
        sure = signed and (is_order or _is_sure(blocks, title, at, below))
        if (sure or _is_named(below, names)) and _carried(blocks, below, title) <= 1:
            return NoticePart(title, below.start, below)
        if signed:
            return UncertainNotice(at, below.start, _is_named(below, names))
    return _unsigned(blocks, title, names)


def _unsigned(blocks: Sequence[Block], title: Title, names: Sequence[str]) -> NoticePart | None:
    """Return a notice without signature: the draft begins with the name that it is called by."""
    for at in range(title.end + 1, len(blocks)):
        below = find_title(blocks, at, names) if reads_as_title(blocks[at]) else None
        if below is None or below.start != at or not _is_named(below, names):
            continue
        behind = text_lines(blocks, below.end, _MOST_LINES)
        if any(_speaks(blocks[each].text) for each in behind):
            return NoticePart(title, at, below)
    return None


def _names(blocks: Sequence[Block], title: Title) -> list[str]:
    """Return what a notice calls by name in 《》.

    One that announces a text may name it in its first paragraphs; another one names its forms
    there.
    """
    lines = text_lines(blocks, title.end, _FIRST_LINES + 1)
    announces = _ANNOUNCING.search(title.text) or not title.text
    paragraphs = [blocks[at].text for at in lines] if announces else []
    named = [name for text in (title.text, *paragraphs) for name in _QUOTED.findall(text)]
    about = re.search(r"(?:印发|发布|公布|下发)《?(.{4,60}?)》?的(?:通知|公告|通告|令)", title.text)
    return [*named, about[1]] if about else named


def publishes(blocks: Sequence[Block]) -> bool:
    """Return whether lines say that a text is published (现将《…》印发给你们)."""
    return any(_PUBLISHING.search(block.text) for block in blocks)


def find_explanation(blocks: Sequence[Block], start: int) -> range | None:
    """Return the blocks of a 起草说明 after ``start``: from its title to the next annex or text.

    The line 附件2 above its title is the first of them.
    """
    lines = [at for at in range(start, len(blocks)) if blocks[at].text]
    for place, at in enumerate(lines):
        if not _explains(blocks, lines[place : place + _MOST_LINES]):
            continue
        behind = lines[place + 1 : place + 6]
        day = next((each for each in behind if is_day(blocks[each].text)), len(blocks))
        if not any(_speaks(blocks[each].text) for each in behind if each < day):
            continue
        above = lines[place - 1] if place else None
        marked = above is not None and _ANNEX_MARK.fullmatch(blocks[above].text)
        end = next((each for each in lines[place + 1 :] if _begins(blocks[each])), len(blocks))
        return range(above if marked and above is not None else at, end)
    return None


def without_glue(blocks: Sequence[Block]) -> list[Block]:
    """Part 附件1：and the title behind it, where that begins a draft or its explanation."""
    parted: list[Block] = []
    for at, block in enumerate(blocks):
        found = _GLUED.fullmatch(block.text)
        title = replace(block, text=found[2]) if found else block
        own = label_of(title.text) or _EXPLAINING.fullmatch(fold_width(title.text))
        behind = text_lines(blocks, at + 1, _MOST_LINES)[:1] if found and own else []
        if found and any(_speaks(blocks[each].text) for each in behind):
            parted += [replace(block, text=found[1]), title]
        else:
            parted.append(block)
    return parted


def is_annex_mark(text: str) -> bool:
    """Return whether a line is only 附件, 附件1 or the like."""
    return bool(_ANNEX_MARK.fullmatch(text))


def _explains(blocks: Sequence[Block], lines: Sequence[int]) -> bool:
    text = ""
    for at in lines:
        if not reads_as_title(blocks[at]):
            break
        text += fold_width(blocks[at].text)
        if _EXPLAINING.fullmatch(text):
            return True
    return False


def _speaks(text: str) -> bool:
    """Return whether a line is of a text: an article, a chapter, a number, a sentence."""
    ends = text.endswith(("。", "；", "：", ":"))
    return bool(ends or DIVISION.match(text) or find_marker(text))


def _begins(block: Block) -> bool:
    """Return whether another part begins at a line: an annex, or a text with a label."""
    titled = reads_as_title(block) and label_of(block.text) and not _EXPLAINING.search(block.text)
    return bool(titled or _ANNEX_MARK.fullmatch(block.text))


def _text_start(blocks: Sequence[Block], day: int) -> int | None:
    """Return where the text after a date begins: after 附件：… and （此件公开发布）."""
    lines = text_lines(blocks, day + 1, _MOST_BETWEEN)
    listing = False
    for at in lines[:-1]:
        text = blocks[at].text
        listing = bool(_LISTED.match(text)) if listing else bool(_LIST_OF_ANNEXES.match(text))
        if not (listing or _BETWEEN.fullmatch(text)):
            return at
    return lines[-1] if lines else None


def _title_at(blocks: Sequence[Block], start: int | None, names: Sequence[str]) -> Title | None:
    """Return the title that is right there, with text after it."""
    if start is None:
        return None
    title = find_title(blocks, start, names)
    at_start = title is not None and text_lines(blocks, start, 1) == [title.start]
    return title if title and at_start and text_lines(blocks, title.end, 1) else None


def _is_named(title: Title, names: Sequence[str]) -> bool:
    name = plain(without_label(title.text))
    return bool(label_of(title.text)) or any(plain(without_label(each)) == name for each in names)


def _carried(blocks: Sequence[Block], below: Title, title: Title) -> int:
    """Count the texts that a notice names in its title and that stand from ``below`` on."""
    wanted = {plain(without_label(name)) for name in _QUOTED.findall(title.text)}
    return len(wanted & {plain(without_label(block.text)) for block in blocks[below.start :]})


def _is_sure(blocks: Sequence[Block], title: Title, day: int, below: Title) -> bool:
    above = [block.text for block in blocks[title.end : day] if block.text]
    if any(_ARTICLE.match(block.text) for block in blocks[below.end :]):
        return not any(_ARTICLE.match(text) for text in above)
    numbered = any((marker := find_marker(text)) and marker.kind == "part" for text in above)
    return not numbered and bool(_ANNOUNCING.search(title.text))
