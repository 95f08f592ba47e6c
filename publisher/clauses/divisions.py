"""What else structures a law: 编 分编 章 节, 序言, 附件, 目录, 题注."""

import re
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import find_marker, fold_width, strip

LEVELS = {"part": 1, "subpart": 2, "chp": 3, "sec": 4}
_KINDS = {"编": "part", "分编": "subpart", "章": "chp", "节": "sec"}
_NUM = rf"(?:[{NUMERAL_CHARS}] ?){{1,7}}|\d{{1,3}}"
_DIVISION = re.compile(rf"第 ?({_NUM}) ?(分编|编|章|节)")
_MENTIONED = re.compile(r"第|规定|所|的|中|和|及|与|或|至|以及|、|,|，|。|；|》|”|\)|关于")
_LONGEST_TITLE = 50
_PREAMBLE = re.compile(r"(?:序|前) *言")
_CONTENTS = re.compile(r"目 *[录次]")
_ANNEX = re.compile(
    rf"附 ?[件录表图] ?(?P<number>[{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}})?"
    rf"(?: *[:.、]| +|$|(?=《))"
)
_LIST_OF_ANNEXES = re.compile(r"\d{1,2} ?[.、]")
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


@dataclass(frozen=True, slots=True)
class Annex:
    """The heading of an annex; ``value`` is None where it has no number."""

    value: int | None
    printed: str
    heading: str


def find_division(line: Line, *, head: bool) -> Division | None:
    """Return the heading that a line is; None where it only mentions one.

    ``head`` is whether an article follows at once: then 二、民事公益诉讼 is a heading too.
    """
    if line.opening[0] != "第":
        return _numbered_part(line) if head or line.hashes else None
    folded = fold_width(line.opening)
    match = _DIVISION.match(folded)
    if not match:
        return None
    value = from_chinese(match[1].replace(" ", ""))
    after = folded[match.end() :]
    title = strip(line.opening[match.end() :])
    spaced = line.hashes or not after or after[0] == " "
    sentence = title.endswith(("。", "；", "，", "：", ":")) or len(title) > _LONGEST_TITLE
    if not value or sentence or (not spaced and _MENTIONED.match(after)):
        return None
    return Division(_KINDS[match[2]], value, strip(line.opening[: match.end()]), title)


def _numbered_part(line: Line) -> Division | None:
    marker = find_marker(line.opening)
    if not marker or marker.kind != "part" or marker.value is None:
        return None
    sentence = marker.rest.endswith(("。", "；", "，", "：", ":")) or not marker.rest
    if sentence or len(marker.rest) > _LONGEST_TITLE:
        return None
    return Division("part", marker.value, marker.printed, marker.rest)


def find_annex(line: Line) -> Annex | None:
    """Return the annex that a line opens; a list of annexes (附件：1.…2.…) opens none."""
    if line.opening[0] != "附":
        return None
    match = _ANNEX.match(fold_width(line.opening))
    title = strip(line.opening[match.end() :]) if match else ""
    if not match or len(title) > _LONGEST_TITLE or title.endswith(("。", "；", "，")):
        return None
    if _LIST_OF_ANNEXES.match(fold_width(title)):
        return None
    number = match["number"]
    value = from_chinese(number) if number else None
    return Annex(value, strip(line.opening[: match.end()]), title)


def is_list_of_annexes(line: Line) -> bool:
    """Return whether a line begins the list of annexes under a text (附件：1.…)."""
    match = _ANNEX.match(fold_width(line.opening)) if line.opening[0] == "附" else None
    return bool(match and _LIST_OF_ANNEXES.match(fold_width(strip(line.opening[match.end() :]))))


def is_preamble(line: Line) -> bool:
    """Return whether a line is the heading 序言 or 前言."""
    return bool(_PREAMBLE.fullmatch(fold_width(line.opening)))


def is_contents(line: Line) -> bool:
    """Return whether a line is the heading 目录."""
    return bool(_CONTENTS.fullmatch(fold_width(line.opening)))


def is_enactment(line: Line) -> bool:
    """Return whether a line before a law says who adopted it and when (题注)."""
    return bool(_ENACTED.match(fold_width(plain_words(line.text))))
