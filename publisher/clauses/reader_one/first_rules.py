"""Which lines the first reader knew otherwise than today's: numbers, headings, articles, ends."""

import re
import unicodedata
from collections.abc import Sequence

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.articles import (
    ArticleMark,
    best_run,
    find_article,
    is_law,
    segments,
    with_repeats,
)
from publisher.clauses.divisions import Division, find_division
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, fold_width, strip

_ANNEX = re.compile(
    rf"附 ?[件录表图] ?([{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}})?(?: *[:.、]| +|$|(?=《))"
)
_LIST_OF_ANNEXES = re.compile(r"\d{1,2} ?[.、]")
_LONGEST_TITLE = 50
_MENTIONED = re.compile(
    r"第|款|项|目|规定|所|的|中|之|和|及|与|或|至|以及|、|,|，|。|；|;|：|:|》|”|\)|“|关于|修改|删"
)
_DAY = re.compile(
    r"[二〇○零一三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日"
)
_SIGNER = re.compile(
    r"[\w()（） 、]{1,30}[会委局厅部院室府司处科办署社团队所校馆组台站庭厂]\)?|.{2,30}(?:公司|中心)"
)
_REMARK = re.compile(r"[(（][^()（）]{2,30}[)）]")


def first_marker(line: Line) -> Marker | None:
    """Return the number of an item; ① ⑴ 1） and 一． were none."""
    found = find_marker(line.opening)
    if found is None or found.kind in ("subcl", "subindent"):
        return None
    is_sign = unicodedata.category(found.printed[0]) == "No"
    is_dotted = found.kind == "part" and found.printed[-1] in ".．"
    return None if is_sign or is_dotted else found


def first_division(line: Line, *, head: bool) -> Division | None:
    """Return the heading 编 分编 章 节, or 一、 right before an article; 第一部分 was none."""
    found = find_division(line, head=head)
    is_new = found and ("部分" in found.printed or found.printed[-1] in ".．")
    bare = found and not found.heading and found.printed[-1] in ":："
    return None if is_new or bare else found


def first_annex(line: Line) -> Marker | None:
    """Return the annex that a line opens below articles."""
    match = _ANNEX.match(fold_width(line.opening))
    title = strip(line.opening[match.end() :]) if match else ""
    if not match or len(title) > _LONGEST_TITLE or title.endswith(("。", "；", "，")):
        return None
    value = from_chinese(match[1]) if match[1] else None
    return None if _LIST_OF_ANNEXES.match(fold_width(title)) else Marker("att", value, "", title)


def is_first_list_of_annexes(line: Line) -> bool:
    """Return whether a line begins the list of annexes below a text (附件：1.…)."""
    match = _ANNEX.match(fold_width(line.opening))
    return bool(match and _LIST_OF_ANNEXES.match(fold_width(strip(line.opening[match.end() :]))))


def first_articles(lines: Sequence[Line], quoted: frozenset[int]) -> dict[int, ArticleMark]:
    """Return the articles of a text by line; none where it is no law."""
    found = (find_article(line, quoted) for line in lines if line.opening[0] == "第")
    marks = [
        mark
        for mark in found
        if mark and (mark.spaced or not _MENTIONED.match(fold_width(mark.rest)))
    ]
    runs = [(segment, best_run(segment)) for segment in segments(marks)]
    chosen = [mark for each in runs for mark in with_repeats(*each, _MENTIONED)]
    return {mark.line: mark for mark in chosen} if is_law(chosen, lines) else {}


def without_first_closing(lines: list[Line]) -> list[Line]:
    """Return the lines of a text without the signers and the date at its end."""
    end = len(lines)
    while end and _REMARK.fullmatch(plain_words(lines[end - 1].text)):
        end -= 1
    if not end or not _DAY.fullmatch(plain_words(lines[end - 1].text).replace(" ", "")):
        return lines
    cut = end - 1
    while cut > 1 and end - cut < 4 and _SIGNER.fullmatch(plain_words(lines[cut - 1].text)):
        cut -= 1
    return lines[:cut]
