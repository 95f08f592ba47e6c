"""Splitting a pasted text into its points, by the numbers that people write before them."""

import re
from collections.abc import Iterator

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from comments_service.domain.text_rules import is_blank, many_lines

_CN = f"[{NUMERAL_CHARS}]{{1,4}}"
# A number that begins a line, or follows the end of a sentence.
_NUMBER = re.compile(
    rf"(?:^|(?<=[。；;！!？?]))[ \t\u3000]*(?:(?P<plain>{_CN})、|[（(](?P<bracketed>{_CN})[)）]"
    rf"|(?P<arabic>\d{{1,3}})(?:[.．、](?!\d)|[)）])|[（(](?P<between>\d{{1,3}})[)）]"
    rf"|(?P<circled>[①-⑳])|第(?P<ordinal>{_CN})(?:[，,、：:]|点))[ \t\u3000]*",
    re.MULTILINE,
)


def split_points(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a text by its kind of number, else by blank lines; return (what is before, points)."""
    text = many_lines(text)
    marks = list(_top_numbers(text))
    if not marks:
        return "", tuple(part.strip() for part in re.split(r"\n\s*\n", text) if not is_blank(part))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    points = (text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True))
    return text[: marks[0].start()].strip(), tuple(each for each in points if each)


def _top_numbers(text: str) -> Iterator[re.Match[str]]:
    kind, last = None, 0
    for mark in _NUMBER.finditer(text):
        if (kind is None or mark.lastgroup == kind) and _number(mark) == last + 1:
            kind, last = mark.lastgroup, last + 1
            yield mark


def _number(mark: re.Match[str]) -> int | None:
    written = mark[str(mark.lastgroup)]
    if mark.lastgroup == "circled":
        return ord(written) - ord("①") + 1
    return int(written) if written.isdecimal() else from_chinese(written)
