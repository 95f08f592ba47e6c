"""What ends a text: who signed it and when (落款), to whom it goes (版记)."""

import re
from collections.abc import Sequence

from catalogue.model import CoverLine
from publisher.clauses.divisions import find_heading
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import find_marker

_CN = "一二三四五六七八九十"
_DATE = rf"[〇○零{_CN}\d]{{4}}年[{_CN}\d]{{1,3}}月[{_CN}\d]{{1,3}}日"
_DAY = re.compile(_DATE)
# A signer is a body: its name ends as bodies' names do, and it is not a sentence.
_BODY = (
    r"(?:[\w()（） 、]{1,30}[会委局厅部院室府司处科办署社团队所校馆组台站庭厂]\)?"
    r"|.{2,30}(?:公司|中心))(?:[(（][盖公]?章[)）])?"
)
_SIGNER = re.compile(_BODY)
_MOST_SIGNERS = 10
_SIGNED = re.compile(rf"{_BODY}[ \t\u3000]+{_DATE}")
_REMARK = re.compile(r"[(（][^()（）]{2,30}[)）]")
_IMPRINT = re.compile(
    rf"(?:抄送|分送|报送|主题词)[:：].*|.{{2,40}}?[ \u3000]*{_DATE}印发。?"
    r"|[(（]?共印 ?\d+ ?份[)）]?。?"
)


def split_closing(lines: list[Line]) -> tuple[list[Line], list[CoverLine]]:
    """Split the signers and the date (落款) at the end of a text from the rest.

    Remarks in brackets may follow the date (此件公开发布), up to ten signers precede it.
    """
    end = len(lines)
    while end and is_remark(lines[end - 1]):
        end -= 1
    if not end or not is_date(lines[end - 1]):
        return lines, []
    cut = end - 1
    while cut > 1 and end - cut <= _MOST_SIGNERS and _is_signer(lines[cut - 1]):
        cut -= 1
    return lines[:cut], [CoverLine(line.number, "closing", line.text) for line in lines[cut:]]


def is_remark(line: Line) -> bool:
    """Return whether a line is a remark in brackets (此件公开发布)."""
    return line.text[-1:] in ")）*_" and bool(_REMARK.fullmatch(plain_words(line.text)))


def is_date(line: Line) -> bool:
    """Return whether a line is a date, with or without the signer before it."""
    if line.text[-1:] not in "日*_":
        return False
    words = plain_words(line.text)
    return bool(_DAY.fullmatch(words.replace(" ", "")) or _SIGNED.fullmatch(words))


def signature_begins(lines: Sequence[Line]) -> bool:
    """Return whether lines begin with signers and a date."""
    for line in lines[: _MOST_SIGNERS + 1]:
        if is_date(line):
            return True
        if not _is_signer(line):
            return False
    return False


def _is_signer(line: Line) -> bool:
    """Return whether a line is a body's name, not 二、建设服务中心 or 2.1 服务中心."""
    numbered = line.opening[0].isdecimal() or find_marker(line.opening) or find_heading(line)
    return not numbered and bool(_SIGNER.fullmatch(plain_words(line.text)))


def split_end(lines: list[Line]) -> tuple[list[Line], list[CoverLine]]:
    """Split signers and date, and the imprint (抄送 印发) below them, from the end of a text."""
    end = len(lines)
    while end and _is_imprint(lines[end - 1]):
        end -= 1
    body, closing = split_closing(lines[:end])
    return body, [*closing, *(CoverLine(line.number, "imprint", line.text) for line in lines[end:])]


def _is_imprint(line: Line) -> bool:
    return line.text[:1] not in "#|" and bool(_IMPRINT.fullmatch(plain_words(line.text)))
