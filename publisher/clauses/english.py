"""The English text of a version (``v1.en.md``), and which clause each of its numbers is.

Understood are Part, Chapter, Section, Article, Annex and Box with a number in digits, in Roman
numerals or in words up to twenty, the items 1. (1) I. (I) (i) (a), and 1.2.1. An item is the
next clause of that number below the clause that was named last; what fits none has no clause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.model import Clause
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.doubts import report_doubts
from publisher.clauses.markdown.inline import TextMarks, text_marks
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.notice import paragraph_of
from publisher.clauses.tree import Reporter

_WORDS = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_UNITS = {
    "part": "part", "chapter": "chp", "section": "sec", "article": "art", "annex": "att",
    "appendix": "att", "box": "box",
}  # fmt: skip
_LIST_KINDS = frozenset(["part", "sec", "dvs", "subdvs", "point", "indent", "subindent", "subcl"])
_MARKER = re.compile(
    rf"(?P<whole>(?P<unit>{'|'.join(_UNITS)})\s+(?P<named>\d{{1,4}}|[ivxlc]+|{'|'.join(_WORDS[1:])})\b[.:]?"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3})+)(?=\s)"
    r"|(?P<open>\(?)(?P<item>\d{1,3}|[ivx]+|[a-z])(?P<close>[.)])(?=\s|[A-Z(]))\s*",
    re.IGNORECASE,
)
_BOLD_OPENING = re.compile(r"(\*{1,3}|_{1,3})(?![*_ ])(.+?)\1")
# The level of a heading where the Chinese line is nothing else.
_LEVELS = {"part": 2, "subpart": 2, "chp": 2, "att": 2, "cmp": 2, "sec": 3, "dvs": 3, "box": 3}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class EnglishBlock:
    """A paragraph or heading: ``hashes`` as in Markdown, 0 for what is none.

    ``number`` is what it begins with, ``words`` the rest; ``clause`` is the clause of the
    Chinese text that has this number. ``role`` is that of a paragraph of a notice.
    """

    number: str
    words: str
    hashes: int = 0
    clause: Clause | None = None
    role: str = ""


def read_english(text: str, clauses: Sequence[Clause]) -> tuple[EnglishBlock, ...]:
    """Read an English text and find for its numbers the clauses of its version."""
    walk = _ClauseWalk(clauses)
    return tuple(walk.place(block, marker) for block, marker in _blocks(text))


def english_marks(text: str, reporter: Reporter | None = None) -> TextMarks:
    """Return what the marks in an English text depend on; doubts go to ``reporter``."""
    lines = read_lines(text)
    cover = set_apart(lines)[1]
    if reporter:
        report_doubts(lines, cover, reporter)
    return text_marks(cover)


def _blocks(text: str) -> Iterator[tuple[EnglishBlock, re.Match[str] | None]]:
    for hashes, role, words in _paragraphs(text):
        marker = None if role else _MARKER.match(words)
        if not marker:
            yield EnglishBlock("", words, hashes, role=role), None
            continue
        yield EnglishBlock(marker["whole"], words[marker.end() :], hashes), marker


def _paragraphs(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield paragraphs, consecutive lines joined; a number begins a new one."""
    open_lines: list[str] = []
    last = 0
    for line in set_apart(read_lines(text))[0]:
        paragraph = paragraph_of(line)
        alone = line.hashes or paragraph.role
        text = _number_bare(line.text)
        if open_lines and (alone or line.number > last + 1 or _MARKER.match(text)):
            yield 0, "", " ".join(open_lines)
            open_lines = []
        last = line.number
        if alone:
            role = "" if line.hashes else paragraph.role
            yield line.hashes, role, _number_bare(paragraph.text)
        else:
            open_lines.append(text)
    if open_lines:
        yield 0, "", " ".join(open_lines)


def _number_bare(text: str) -> str:
    """Return a line without the marks around the number that it opens with: **Article 1**."""
    bold = _BOLD_OPENING.match(text)
    return bold[2] + text[bold.end() :] if bold and _MARKER.match(bold[2]) else text


class _ClauseWalk:
    """Goes through the clauses along with the English text."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.by_eid = {clause.eid: clause for clause in clauses}
        self.kinds: dict[str, str] = {}
        self.at = -1

    def place(self, block: EnglishBlock, marker: re.Match[str] | None) -> EnglishBlock:
        """Return a block with the clause of its number."""
        found = self._find(marker) if marker else None
        if found is None:
            return block
        self.at = found
        clause = self.clauses[found]
        is_heading = bool(clause.heading and not clause.text)
        level = _LEVELS.get(clause.kind, 0) if is_heading else 0
        return replace(block, clause=clause, hashes=block.hashes or level)

    def _find(self, marker: re.Match[str]) -> int | None:
        if marker["dotted"]:
            numbers = ((at, self.clauses[at].number) for at in self._further())
            return next((at for at, number in numbers if number == marker["dotted"]), None)
        return self._of_unit(marker) if marker["unit"] else self._of_item(marker)

    def _of_unit(self, marker: re.Match[str]) -> int | None:
        named = marker["named"].lower()
        value = _WORDS.index(named) if named in _WORDS else int(named) if named.isdecimal() else 0
        name = f"{_UNITS[marker['unit'].lower()]}_{value or _roman(named)}"
        fits = (at for at in self._further() if _local(self.clauses[at]) == name)
        return next(fits, None)

    def _of_item(self, marker: re.Match[str]) -> int | None:
        for style, number in _readings(marker):
            for at in self._further():
                clause = self.clauses[at]
                kind, _, printed = _local(clause).rpartition("_")
                fits = kind in _LIST_KINDS and self.kinds.get(style, kind) == kind
                # An item is below what was named last.
                if printed == str(number) and fits and self._above(clause) in self._chain():
                    self.kinds.setdefault(style, kind)
                    return at
        return None

    def _above(self, clause: Clause) -> str | None:
        """Return the numbered clause above: a paragraph in between has no number."""
        above = self.by_eid.get(clause.parent or "")
        while above and above.kind == "para":
            above = self.by_eid.get(above.parent or "")
        return above.eid if above else None

    def _chain(self) -> set[str | None]:
        chain: set[str | None] = {None}
        here = self.clauses[self.at] if self.at >= 0 else None
        while here:
            chain.add(here.eid)
            here = self.by_eid.get(here.parent or "")
        return chain

    def _further(self) -> range:
        return range(self.at + 1, len(self.clauses))


def _local(clause: Clause) -> str:
    return clause.eid.rpartition("__")[2]


def _readings(marker: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield the readings of an item's number: (i) is first a Roman one, then a letter."""
    item, brackets = marker["item"], marker["open"] + marker["close"]
    case = "a" if item.islower() else "A"
    if item.isdecimal():
        yield f"1{brackets}", int(item)
        return
    if roman := _roman(item.lower()):
        yield f"{case}i{brackets}", roman
    if len(item) == 1:
        yield f"{case}{brackets}", ord(item.lower()) - ord("a") + 1


def _roman(digits: str) -> int:
    """Return a Roman numeral's value, 0 for what is none."""
    values = [_ROMAN.get(digit, 0) for digit in digits]
    if not all(values):
        return 0
    pairs = pairwise([*values, 0])
    return sum(-value if value < following else value for value, following in pairs)
