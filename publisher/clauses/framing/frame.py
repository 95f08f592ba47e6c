"""The frame of a text: its scopes, and the lines around them that are no clauses.

It is found before anything is read, by the same code whether articles occur or not. A scope
is the main text, an annex, or a second text below the signature of the first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from catalogue.model import CoverLine
from catalogue.numerals import NUMERAL_CHARS
from publisher.clauses.articles import Articles, find_article, find_articles, opens_article
from publisher.clauses.decimals import LevelMark, find_levels
from publisher.clauses.divisions import find_heading, is_contents, is_sentence, is_title
from publisher.clauses.framing.annexes import Annexes, find_annexes
from publisher.clauses.framing.ending import is_date, is_remark, split_closing, split_end
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line, Quotations, find_quotations
from publisher.clauses.markers import find_marker, fold_width

_LABEL = re.compile(
    r"[(（][^()（）]{0,14}(?:稿|草案)[)）]|(?:征求意见|送审|讨论|报批|公示|试行)稿|草案"
)
_MAY_BE_NUMBERED = frozenset("第" + NUMERAL_CHARS + "0123456789０１２３４５６７８９")
_MAY_BE_HEADING = frozenset("第(（㈠" + NUMERAL_CHARS)
_MAY_BE_LABEL = "(（*_征送讨报公试草"
_HEADER = re.compile(
    r"\| *(?:索 ?引 ?号|发文字号|文 ?号|发布机构|发文机关|成文日期|发布日期|主题分类|主题词|有效性)"
)
# Names of columns, not of what is next to them: the table is a list of documents.
_COLUMNS = re.compile(rf"{_HEADER.pattern} *{_HEADER.pattern}")
# Fewer labels than these may be in any table.
_FEWEST_OF_A_HEADER = 2
_SUBTITLE = re.compile(r"[—―─]{1,3}(?=[^—―─])")
_PAGE = re.compile(r"[\s.…·]*\d{0,3}$")
_LONGEST_ENTRY = 60
# How far from the beginning the label, and the contents, may be; and how far below the title of
# a second text its first number, or that of a further one.
_LONGEST_OPENING = 12
_LONGEST_COVER = 40
_LEAD = 12
_LEAD_OF_FURTHER = 4
# What the notice of a text and the text itself may both number.
_NUMBERED = ("part", "sec", "point", "indent")
# A signer and a date.
_SIGNED = 2


@dataclass(frozen=True, slots=True)
class TextScope:
    """A scope, its lines and the forms of number that it uses.

    ``kind`` is att for an annex, cmp for a second text, "" for what has no clause of its own;
    ``opening`` are the lines of its heading. ``nested`` is whether an annex belongs to the one
    above it (附表1 next to 附件1), ``headed`` whether 一、 is below 编 章 节 部分 in it.
    """

    lines: tuple[Line, ...]
    articles: Articles
    quotations: Quotations
    levels: Mapping[int, LevelMark]
    headed: bool
    kind: str = ""
    number: str = ""
    printed: str = ""
    heading: str = ""
    opening: tuple[Line, ...] = ()
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The scopes of a text in order, its cover and what is doubtful about its annexes."""

    scopes: tuple[TextScope, ...]
    cover: tuple[CoverLine, ...]
    doubts: tuple[tuple[int, str, str], ...]


def find_frame(lines: list[Line]) -> Frame:
    """Find the scopes of a text and its cover lines."""
    annexes = find_annexes(lines, _until_repeated(lines))
    starts = [at for at, _ in annexes.found]
    cover = [CoverLine(line.number, "annex_list", line.text) for line in annexes.listed.values()]
    main = _without_cover(lines[: starts[0]] if starts else lines, annexes, cover)
    scopes: list[TextScope] = []
    for title, text in _texts(main):
        body, end = split_end(_without_opening(text, cover, 0) if title else text)
        cover += end
        scope, number = _scope(body), str(len(scopes))
        if title:
            scope = replace(scope, kind="cmp", number=number, heading=title.text, opening=(title,))
        scopes.append(scope)
    for (at, annex), until in zip(annexes.found, [*starts[1:], len(lines)], strict=False):
        below = at + annex.height
        first = 0 if annex.heading else 1
        body, end = split_end(_without_cover(lines[below:until], annexes, cover, first))
        cover += end
        scope = replace(
            _scope(body), kind="att", number=annex.number, printed=annex.printed,
            heading=annex.heading, opening=tuple(lines[at:below]),
            nested=annex.word in annexes.nested,
        )  # fmt: skip
        scopes.append(scope)
    return _with_carried_text(Frame(tuple(scopes), tuple(cover), annexes.doubts))


def _scope(lines: list[Line]) -> TextScope:
    """Return a scope with the forms of number that occur in its lines."""
    quotations = find_quotations(lines)
    articles = find_articles(lines, quotations.quoted)
    if articles.taken:
        quotations = find_quotations(lines, articles.taken)
        return TextScope(tuple(lines), articles, quotations, {}, headed=False)
    if articles.added:
        quoted = quotations.quoted | articles.added
        quotations = replace(quotations, quoted=quoted)
    numbered = [
        line
        for line in lines
        if line.opening[0] in _MAY_BE_NUMBERED and line.number not in quotations.quoted
    ]
    headings = [heading for line in numbered if (heading := find_heading(line))]
    headed = len(headings) > 1 or any(heading.value == 1 for heading in headings)
    levels = {} if any(map(_is_part, numbered)) else find_levels(numbered)
    return TextScope(tuple(lines), articles, quotations, levels, headed)


def _is_part(line: Line) -> bool:
    if line.opening[0] == "第":
        return False
    marker = find_marker(line.opening)
    return bool(marker and marker.kind == "part")


def _with_carried_text(frame: Frame) -> Frame:
    """Treat the one annex with articles as the text, and the notice that carries it as cover.

    A notice that has numbers of its own keeps its clauses; where the text has such numbers too,
    it stays an annex.
    """
    carried = [at for at, scope in enumerate(frame.scopes) if scope.articles.taken]
    if len(carried) != 1 or not carried[0]:
        return frame
    notice, *before = frame.scopes[: carried[0]]
    text, *others = frame.scopes[carried[0] :]
    beside = [replace(scope, nested=False) for scope in takewhile(lambda each: each.nested, others)]
    is_numbered = any(map(_first_number, notice.lines))
    stays = (is_numbered and _has_numbers(text)) or text.nested or (before and beside)
    if stays or notice.headed or {scope.kind for scope in (*before, text)} != {"att"}:
        return frame
    cover = [*frame.cover, *(CoverLine(line.number, "notice", line.text) for line in text.opening)]
    for at, line in enumerate(() if is_numbered else notice.lines):
        role = "notice" if at or line.hashes != 1 else "title"
        cover.append(CoverLine(line.number, role, line.text))
    above = frame.scopes[1].opening[0].number
    cover = [
        replace(line, role="notice") if line.role == "closing" and line.line < above else line
        for line in cover
    ]
    # What hung on that annex hangs on none now.
    kept = (notice,) if is_numbered else ()
    scopes = (*kept, *before, replace(text, kind=""), *beside, *others[len(beside) :])
    return Frame(scopes, tuple(cover), frame.doubts)


def _has_numbers(text: TextScope) -> bool:
    """Return whether a text of articles has a list above them, or 一、 above one."""
    taken = text.articles.taken
    first = min(taken)
    heads = (
        (line, ("part",) if line.number > first else _NUMBERED)
        for line, below in pairwise(text.lines)
        if line.number < first or below.number in taken
    )
    return any((found := _first_number(line)) and found[0] in kinds for line, kinds in heads)


def _without_cover(
    lines: list[Line], annexes: Annexes, cover: list[CoverLine], first: int = 1
) -> list[Line]:
    """Split the list of annexes, label, subtitle and contents from the lines of a scope.

    ``first`` is the place of the first line below its title.
    """
    if annexes.listed:
        lines = [line for line in lines if line.number not in annexes.listed]
    contents = _contents(lines)
    cover += [CoverLine(lines[at].number, "contents", lines[at].text) for at in contents]
    lines = [line for at, line in enumerate(lines) if at not in contents] if contents else lines
    return _without_opening(lines, cover, first)


def _without_opening(lines: list[Line], cover: list[CoverLine], first: int) -> list[Line]:
    taken = {line.line: line for line in _opening(lines, first)}
    cover += taken.values()
    return [line for line in lines if line.number not in taken] if taken else lines


def _opening(lines: list[Line], first: int) -> Iterator[CoverLine]:
    """Yield label （征求意见稿）, subtitle —— and a portal's table below the title of a text."""
    # The table below the title of an annex is its content.
    table = list(takewhile(lambda line: line.is_row, lines[1:] if first else []))
    labels = sum(len(_HEADER.findall(row.text)) for row in table)
    if labels >= _FEWEST_OF_A_HEADER and not _COLUMNS.search(table[0].text):
        yield from (CoverLine(row.number, "header", row.text) for row in table)
        lines = [*lines[:1], *lines[1 + len(table) :]]
    for at, line in enumerate(lines[:_LONGEST_OPENING]):
        below = at >= first
        if below and line.text[0] in _MAY_BE_LABEL and _LABEL.fullmatch(plain_words(line.text)):
            yield CoverLine(line.number, "label", line.text)
        elif below and _is_subtitle(lines, at):
            yield CoverLine(line.number, "subtitle", line.text)
        elif not is_title(line):
            return


def _is_subtitle(lines: list[Line], at: int) -> bool:
    around = [line for line in (*lines[at - 1 : at], *lines[at + 1 : at + 2]) if not line.apart]
    sentence = lines[at].text.endswith(("。", "；"))
    dash = _SUBTITLE.match(lines[at].opening) and not sentence
    return bool(dash) and not any(_SUBTITLE.match(line.opening) for line in around)


def _contents(lines: list[Line]) -> range:
    """Return which lines are a list of contents: it ends where its first entry is repeated."""
    head = _contents_head(lines)
    if head is None:
        return _repeated(lines)
    for at in range(head + 1, len(lines)):
        line = lines[at]
        if at > head + 1 and _entry(line) == _entry(lines[head + 1]):
            return range(head, at)
        if len(line.text) > _LONGEST_ENTRY or line.text[-1] == "。" or opens_article(line):
            # 前言 is above its text, not the last entry.
            last = (end for end in range(at, head + 1, -1) if _is_heading(lines[end - 1]))
            return range(head, next(last, head + 1))
    return range(head, head + 1)


def _contents_head(lines: list[Line]) -> int | None:
    above = enumerate(lines[:_LONGEST_COVER])
    return next((at for at, line in above if line.opening[0] == "目" and is_contents(line)), None)


def _until_repeated(lines: list[Line]) -> range:
    """Return the lines from 目录 to where its first entry is repeated; none where it never is.

    What a list of contents says of annexes opens none, also where a foreword is below it.
    """
    head = _contents_head(lines)
    if head is None or head + 1 == len(lines):
        return range(0)
    first = _entry(lines[head + 1])
    again = (at for at in range(head + 2, len(lines)) if _entry(lines[at]) == first)
    return range(head, next(again, head))


def _repeated(lines: list[Line]) -> range:
    """Return the headings without text that are repeated from the first on: contents too."""
    above = enumerate(lines[:_LONGEST_COVER])
    start = next((at for at, line in above if _is_heading(line)), 0)
    for at, line in enumerate(lines[start:], start):
        if at > start + 1 and _words(line) == _words(lines[start]):
            return range(start, at)
        if not _is_heading(line):
            break
    return range(0)


def _is_heading(line: Line) -> bool:
    if line.opening[0] not in _MAY_BE_HEADING:
        return False
    marker = find_marker(line.opening)
    numbered = marker and marker.kind in ("part", "sec") and not is_sentence(marker.rest)
    return bool(numbered or find_heading(line))


def _entry(line: Line) -> str:
    heading = find_heading(line)
    return f"{heading.kind}{heading.value}" if heading else _words(line)


def _words(line: Line) -> str:
    return _PAGE.sub("", fold_width(plain_words(line.text))).replace(" ", "")


def _texts(lines: list[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Yield the texts of the lines above the annexes, each with its title but the first."""
    starts = _second_texts(lines)
    yield None, lines[: starts[0]] if starts else lines
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start], lines[start + 1 : end]


def _second_texts(lines: list[Line]) -> list[int]:
    """Return where the titles of further texts are, below the signature of the first.

    A notice without numbers that carries a text with articles is one text with it.
    """
    dated = [at for at, line in enumerate(lines) if line.text[-1] in "日*_" and is_date(line)]
    for at in dated:
        if len(split_closing(lines[max(0, at - 2) : at + 1])[1]) < _SIGNED:
            continue
        title = at + 1
        while title < len(lines) and is_remark(lines[title]):
            title += 1
        kind = _begins_below(lines, title, _LEAD)
        carries = kind in ("art", "chp") and any(map(find_article, lines[title:]))
        if kind and (not carries or any(map(_first_number, lines[:at]))):
            return [title, *_further_titles(lines, title + 1, kind)]
    return []


def _further_titles(lines: list[Line], start: int, kind: str) -> Iterator[int]:
    """Yield the titles below which numbers of that kind, or of a first level, begin at one."""
    kinds = {kind, "part", "chp", "art"}
    numbered = False
    for at in range(start, len(lines)):
        if _first_number(lines[at]):
            numbered = True
        elif numbered and _begins_below(lines, at, _LEAD_OF_FURTHER) in kinds:
            yield at
            numbered = False


def _begins_below(lines: list[Line], title: int, lead: int) -> str:
    """Return the kind of the numbering that begins at one below a title; "" where none does."""
    if title >= len(lines) or not is_title(lines[title]):
        return ""
    below = lines[title + 1 : title + 1 + lead]
    kind, value = next((found for line in below if (found := _first_number(line))), ("", 0))
    return kind if value == 1 else ""


def _first_number(line: Line) -> tuple[str, int] | None:
    if line.apart or line.is_row:
        return None
    marker = find_marker(line.opening) or find_heading(line)
    if marker and marker.value:
        return marker.kind, marker.value
    article = find_article(line)
    return ("art", article.key[0]) if article else None
