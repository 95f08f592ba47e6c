"""The number, if any, that a line opens with.

Lines are matched on a copy in which full-width digits, brackets and spaces are folded
one character to one, so that what is printed is always the source's own characters.
"""

import re
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS, from_chinese

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SPACES = "\t\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_FOLDED = str.maketrans(
    {
        **dict(zip("０１２３４５６７８９（）．，：；－＊＃", "0123456789().,:;-*#", strict=True)),
        **dict.fromkeys(_SPACES + _ZERO_WIDTH, " "),
    }
)
# Numbers that are one character: ㈠ is （一）, ⑴ is （1）, ⒈ is 1., and ① is a level of its own.
_SIGNS = {
    **{chr(0x3220 + at): ("sec", at + 1) for at in range(10)},
    **{chr(0x2474 + at): ("indent", at + 1) for at in range(20)},
    **{chr(0x2488 + at): ("point", at + 1) for at in range(20)},
    **{chr(0x2460 + at): ("subcl", at + 1) for at in range(20)},
    **{chr(0x3251 + at): ("subcl", at + 21) for at in range(15)},
}
_FIRST = frozenset(
    NUMERAL_CHARS + "0123456789０１２３４５６７８９(（—―─-*+－＊" + _ZERO_WIDTH + "".join(_SIGNS)
)
_LONGEST_OPENING = 60
# White space and what takes no room.
BLANK = " \r\n" + _SPACES + _ZERO_WIDTH
_CN = f"[{NUMERAL_CHARS}]{{1,7}}"


@dataclass(frozen=True, slots=True)
class Marker:
    """A number that opens a line: ``printed`` is the source's, ``rest`` what follows.

    ``kind`` is that of a policy text: part 一、, sec （一）, point 1., indent （1）, subindent 1）,
    subcl ①, indent_nn for a dash.
    ``value`` is None for a dash, which has no number. A ``weak`` marker may as well be
    words (三、一级响应 or 一、二级医院): it counts only where it continues its list.
    ``prefix`` is what its name begins with for the numbers above that are missing: ``1-`` of 1.2.
    """

    kind: str
    value: int | None
    printed: str
    rest: str
    weak: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _MarkerForm:
    kind: str
    pattern: re.Pattern[str]
    not_before: re.Pattern[str]


# What follows a number that is mentioned, not given: "（一）至（三）项所列…",
# "（一）项规定的…", "一、二级医院", "1、2号楼", "1.5亿元". A heading may open with the
# same characters: "（一）项目建设", "（二）及时兑现", "（三）目标任务".
_BRACKETED = rf"\( ?(?:{_CN}|\d{{1,3}}) ?\)"
_AND = r"(?:至|到|和|或|及|与|以及|、|,|~|～|-|—)"
_OF_A_LEVEL = rf"(?!目的)[项款条目](?:所|规定|中|的|之|以外|情形|人员|{_AND}|第)"
_REFERENCE = rf"(?:{_AND} *第? *{_BRACKETED}|{_BRACKETED}|{_OF_A_LEVEL})"
_YEAR = r"(?:19|20)\d\d"
_FORMS = (
    _MarkerForm(
        "part", re.compile(rf"({_CN}) ?[、.]"), re.compile(rf" *[{NUMERAL_CHARS}]+ ?、|(?<=\.)\d")
    ),
    _MarkerForm("sec", re.compile(rf"\( ?({_CN}) ?\)[、.]?"), re.compile(rf" *{_REFERENCE}")),
    _MarkerForm("point", re.compile(r"(\d{1,3}) ?、"), re.compile(r" *\d+ ?、|\d+ ?[号级类%]")),
    _MarkerForm(
        "point",
        re.compile(r"(\d{1,3})\."),
        re.compile(rf"(?!{_YEAR}(?: ?[-—–~至] ?{_YEAR})? ?年)\d|[A-Za-z]*\.\d"),
    ),
    _MarkerForm("indent", re.compile(r"\( ?(\d{1,3}) ?\)[、.]?"), re.compile(rf" *{_REFERENCE}")),
    _MarkerForm(
        "subindent",
        re.compile(r"(\d{1,2}) ?\)[、.]?"),
        re.compile(rf" *(?:{_AND} *\d{{1,2}} ?\)|{_OF_A_LEVEL})"),
    ),
)
# ①至③, ①、②: signs that are mentioned.
_SIGN_MENTIONED = re.compile(rf"[、.]? *(?:{_AND} *)?[{''.join(_SIGNS)}]|{_OF_A_LEVEL}")
_GRADE = re.compile(rf" *([{NUMERAL_CHARS}]+) ?[级类等季是]")
_DASH = re.compile(r"[—―─]{1,3}|-{2,3}(?!-)|[-*+](?= )")


def strip(text: str) -> str:
    """Drop white space and zero-width characters at both ends."""
    return text.strip(BLANK)


def is_apart(number: str) -> bool:
    """Return whether a blank follows a number in print: 第一章, 附件 and 1.2.1, not 一、 or 1."""
    opens = number.startswith(("第", "附")) and number[-1] not in ":："
    return opens or number[-1:].isdecimal()


def fold_width(line: str) -> str:
    """Fold full-width digits, brackets and blanks, one character to one."""
    return line.translate(_FOLDED)


def find_marker(line: str) -> Marker | None:
    """Return the number that a stripped line opens with; None where it opens with text."""
    if not line or (line[0] not in _FIRST and not line[0].isspace()):
        return None
    if line[0] in _SIGNS:
        return _sign(line)
    folded = fold_width(line[:_LONGEST_OPENING])
    for form in _FORMS:
        match = form.pattern.match(folded)
        if match and not form.not_before.match(folded, match.end()):
            value = from_chinese(match[1])
            if value:
                grade = _GRADE.match(folded, match.end()) if form.kind == "part" else None
                if grade and from_chinese(grade[1]) == value + 1:
                    return None
                return _marker(form.kind, value, line, match.end(), weak=bool(grade))
    dash = _DASH.match(folded)
    return _marker("indent_nn", None, line, dash.end()) if dash else None


def _sign(line: str) -> Marker | None:
    kind, value = _SIGNS[line[0]]
    end = 2 if line[1:2] in ("、", ".", "．") else 1
    return None if _SIGN_MENTIONED.match(line, 1) else _marker(kind, value, line, end)


def _marker(
    kind: str, value: int | None, line: str, end: int, *, weak: bool = False
) -> Marker | None:
    rest = strip(line[end:])
    return Marker(kind, value, strip(line[:end]), rest, weak) if rest or value else None
