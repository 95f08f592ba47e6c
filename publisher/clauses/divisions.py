"""What else structures a text: 部分 编 分编 章 节, 专栏, 序言, 目录, 题注."""

import re
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, fold_width, strip

LEVELS = {"part": 1, "subpart": 2, "chp": 3, "sec": 4}
_KINDS = {"编": "part", "分编": "subpart", "部分": "part", "章": "chp", "节": "sec"}
_NUM = rf"(?:[{NUMERAL_CHARS}] ?){{1,7}}|\d{{1,3}}"
_DIVISION = re.compile(rf"第 ?({_NUM}) ?(部分|分编|编|章|节)")
_DECIMAL = re.compile(r"\d{1,2}[.．]\d")
_COLON = re.compile(" ?:")
_MENTIONED = re.compile(r"第|规定|所|的|中|和|及|与|或|至|以及|、|,|，|。|；|》|”|\)|关于")
LONGEST_TITLE = 50
_PREAMBLE = re.compile(r"(?:序|前) *言")
_CONTENTS = re.compile(r"目 *[录次] *:?")
_BOX = re.compile(rf"专栏 ?({_NUM}) ?[:.、]?")
# 题注: who adopted, approved or changed the text and when.
_ENACTED = re.compile(
    r"\(?\d{4}年 ?\d{1,2}月 ?\d{1,2}日.{0,120}?"
    r"(?:通过|批准|修正|修订|修改|公布|发布|施行|生效|废止|印发|实施|令|公告|起|颁布)"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A heading of 编 分编 章 节."""

    kind: str
    value: int
    printed: str
    heading: str


def find_division(line: Line, *, head: bool) -> Division | None:
    """Return the heading that a line of a law is; None where it only mentions one.

    ``head`` is whether an article follows at once: then 二、民事公益诉讼 is a heading too.
    """
    if line.opening[0] != "第":
        return _numbered_part(line) if head or line.hashes else None
    return find_heading(line)


def find_heading(line: Line) -> Division | None:
    """Return the heading 第一章 … that a line is; None where it only mentions one."""
    if line.opening[0] != "第":
        return None
    folded = fold_width(line.opening)
    match = _DIVISION.match(folded)
    if not match:
        return None
    value, end = from_chinese(match[1].replace(" ", "")), match.end()
    after = folded[end:]
    spaced = line.hashes or not after or after[0] in " :"
    colon = _COLON.match(after)
    end += colon.end() if colon else 0
    title = strip(line.opening[end:])
    if not value or is_sentence(title) or (not spaced and _MENTIONED.match(after)):
        return None
    return Division(_KINDS[match[2]], value, strip(line.opening[:end]), title)


def find_box(line: Line) -> Marker | None:
    """Return the heading of a box (专栏1 …) that a line is."""
    match = _BOX.match(fold_width(line.opening))
    if not match:
        return None
    value, title = from_chinese(match[1].replace(" ", "")), strip(line.opening[match.end() :])
    if not value or is_sentence(title) or (title and _MENTIONED.match(title)):
        return None
    return Marker("box", value, strip(line.opening[: match.end()]), title)


def _numbered_part(line: Line) -> Division | None:
    marker = find_marker(line.opening)
    if not marker or marker.kind != "part" or marker.value is None:
        return None
    if not marker.rest or is_sentence(marker.rest):
        return None
    return Division("part", marker.value, marker.printed, marker.rest)


def is_sentence(title: str) -> bool:
    """Return whether words are a sentence or too long for a heading."""
    return title.endswith(("。", "；", "，", "：", ":")) or len(title) > LONGEST_TITLE


def is_title(line: Line) -> bool:
    """Return whether a line without a number may be the title of an annex or of a second text."""
    return not (
        line.apart
        or line.is_row
        or is_sentence(line.text)
        or _DECIMAL.match(line.opening)
        or find_marker(line.opening)
        or find_heading(line)
    )


def is_preamble(line: Line) -> bool:
    """Return whether a line is the heading 序言 or 前言."""
    return bool(_PREAMBLE.fullmatch(fold_width(line.opening)))


def is_contents(line: Line) -> bool:
    """Return whether a line is the heading 目录."""
    return bool(_CONTENTS.fullmatch(fold_width(line.opening)))


def is_enactment(line: Line) -> bool:
    """Return whether a line before a law says who adopted it and when (题注)."""
    return bool(_ENACTED.match(fold_width(plain_words(line.text))))
