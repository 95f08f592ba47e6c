"""The numbers and headings that the first reader knew."""

import re
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import fold_width, strip

LEVELS = {"part": 1, "subpart": 2, "chp": 3, "sec": 4}
_KINDS = {"编": "part", "分编": "subpart", "章": "chp", "节": "sec"}
_CN = f"[{NUMERAL_CHARS}]{{1,7}}"
_BRACKETED = rf"\( ?(?:{_CN}|\d{{1,3}}) ?\)"
_AND = r"(?:至|到|和|或|及|与|以及|、|,|~|～|-|—)"
_REFERENCE = (
    rf"(?! *(?:{_AND} *第? *{_BRACKETED}|{_BRACKETED}"
    rf"|(?!目的)[项款条目](?:所|规定|中|的|之|以外|情形|人员|{_AND}|第)))"
)
_YEAR = r"(?:19|20)\d\d"
_FORMS = (
    ("part", re.compile(rf"({_CN}) ?、(?! *[{NUMERAL_CHARS}]+ ?、)")),
    ("sec", re.compile(rf"\( ?({_CN}) ?\)(?:[、.]|(?![、.])){_REFERENCE}")),
    ("point", re.compile(r"(\d{1,3}) ?、(?! *\d+ ?、|\d+ ?[号级类%])")),
    (
        "point",
        re.compile(rf"(\d{{1,3}})\.(?!(?!{_YEAR}(?: ?[-—–~至] ?{_YEAR})? ?年)\d|[A-Za-z]*\.\d)"),
    ),
    ("indent", re.compile(rf"\( ?(\d{{1,3}}) ?\)(?:[、.]|(?![、.])){_REFERENCE}")),
)
_GRADE = re.compile(rf" *([{NUMERAL_CHARS}]+) ?[级类等季是]")
_DASH = re.compile(r"[—―─]{1,3}|-{2,3}(?!-)|[-*+](?= )")
_NUM = rf"(?:[{NUMERAL_CHARS}] ?){{1,7}}|\d{{1,3}}"
_DIVISION = re.compile(rf"第 ?({_NUM}) ?(分编|编|章|节)")
_MENTIONED = re.compile(r"第|规定|所|的|中|和|及|与|或|至|以及|、|,|，|。|；|》|”|\)|关于")
_LONGEST = 50
_ANNEX = re.compile(
    rf"附 ?[件录表图] ?([{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}})?(?: *[:.、]| +|$|(?=《))"
)
_LIST_OF_ANNEXES = re.compile(r"\d{1,2} ?[.、]")
_ENACTED = re.compile(
    r"\(?\d{4}年 ?\d{1,2}月 ?\d{1,2}日.{0,120}?"
    r"(?:通过|批准|修正|修订|修改|公布|发布|施行|生效|废止|印发|实施|令|公告|起|颁布)"
)


@dataclass(frozen=True, slots=True)
class FirstMark:
    """A number that opens a line, None for a dash; ``rest`` is what follows it."""

    kind: str
    value: int | None
    rest: str
    bracketed: bool = False
    weak: bool = False


def first_marker(line: Line) -> FirstMark | None:
    """Return the number of an item; None where a line opens with text."""
    folded = fold_width(line.opening[:60])
    for kind, pattern in _FORMS:
        match = pattern.match(folded)
        value = from_chinese(match[1]) if match else None
        if match and value:
            grade = _GRADE.match(folded, match.end()) if kind == "part" else None
            if grade and from_chinese(grade[1]) == value + 1:
                return None
            rest = strip(line.opening[match.end() :])
            return FirstMark(kind, value, rest, strip(line.opening)[0] in "(（", bool(grade))
    dash = _DASH.match(folded)
    rest = strip(line.opening[dash.end() :]) if dash else ""
    return FirstMark("indent_nn", None, rest) if rest else None


def first_division(line: Line, *, head: bool) -> FirstMark | None:
    """Return the heading 编 分编 章 节, or 一、 right before an article (``head``)."""
    if line.opening[0] != "第":
        found = first_marker(line) if head or line.hashes else None
        return found if found and found.kind == "part" and _is_title(found.rest) else None
    folded = fold_width(line.opening)
    match = _DIVISION.match(folded)
    value = from_chinese(match[1].replace(" ", "")) if match else None
    if not match or not value:
        return None
    after, title = folded[match.end() :], strip(line.opening[match.end() :])
    spaced = line.hashes or not after or after[0] == " "
    if (title and not _is_title(title)) or (not spaced and _MENTIONED.match(after)):
        return None
    return FirstMark(_KINDS[match[2]], value, title)


def _is_title(words: str) -> bool:
    return 0 < len(words) <= _LONGEST and not words.endswith(("。", "；", "，", "：", ":"))


def first_annex(line: Line) -> FirstMark | None:
    """Return the annex that a line opens; a list of annexes (附件：1.…2.…) opens none."""
    match = _ANNEX.match(fold_width(line.opening)) if line.opening[0] == "附" else None
    title = strip(line.opening[match.end() :]) if match else ""
    if not match or len(title) > _LONGEST or title.endswith(("。", "；", "，")):
        return None
    if _LIST_OF_ANNEXES.match(fold_width(title)):
        return None
    return FirstMark("att", from_chinese(match[1]) if match[1] else None, title)


def lists_annexes(line: Line) -> bool:
    """Return whether a line begins the list of annexes below a text."""
    match = _ANNEX.match(fold_width(line.opening)) if line.opening[0] == "附" else None
    return bool(match and _LIST_OF_ANNEXES.match(fold_width(strip(line.opening[match.end() :]))))


def names_enactment(line: Line) -> bool:
    """Return whether a line before a law says who adopted it and when (题注)."""
    return bool(_ENACTED.match(fold_width(plain_words(line.text))))
