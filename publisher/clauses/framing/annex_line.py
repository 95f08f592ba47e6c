"""What one line says of annexes: the number and title of one, or entries of their list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.divisions import LONGEST_TITLE, is_title
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, fold_width, strip

_ANNEX = re.compile(
    rf"[(【\[〔]?附 ?(?P<word>[件录表图])? ?(?:之 ?)?"
    rf"\(? ?(?P<number>[{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}}(?:-\d{{1,2}})?|[A-Z](?![A-Za-z]))? ?\)?"
    r"(?P<mark> *[:.、]| *[—–―-]{1,2}(?!\d)| +|$"
    r"|(?=[《)】\]〕]|\((?:略|另附|\w{2,3}性)|\([^()]+\)$))[)】\]〕]?"
)
# 附件1名单, 附录A术语
_GLUED = re.compile(
    rf"附 ?(?P<word>[件录表图])? ?(?P<number>[{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}}|(?<=录)[A-Z])"
    r"(?P<mark>)(?=[^\W\d_])(?![第至和及与或所中的为是式致起并份个种])"
)
# What a line begins with that may speak of an annex.
ANNEX_BEGINS = ("附", "（附", "(附", "【附", "[附", "〔附")
_ENTRIES = re.compile(r"(?:^|[^\d.])(\d{1,2}) ?[.、](?!\d)")
_ENTRY = re.compile(r"\[?\d{1,2} ?[.、]")
IN_SENTENCES = re.compile("[。；，]")
# （规范性附录） and （资料性附录） are above the title, or before it.
_STATUS = re.compile(r"\(\w{2,3}性(?:附录)?\)")
# 协 调 委 员 会: the second line of a title.
_PARTED = re.compile(r"\S(?:[ \u3000]+\S){3,}")
USUAL_WORD = "件"


@dataclass(frozen=True, slots=True)
class Annex:
    """The heading of an annex; ``number`` is "" where it has none, else as in its name.

    ``word`` is the second character of 附件 附表 附图 附录, ``height`` how many lines it has.
    """

    number: str
    printed: str
    heading: str
    word: str
    height: int = 1


def find_annex(line: Line) -> Annex | None:
    """Return the annex whose number a line opens with; None for a list (附件：1.…2.…)."""
    if not line.opening.startswith(ANNEX_BEGINS) or line.apart:
        return None
    folded = fold_width(line.opening)
    match = _GLUED.match(folded) or _ANNEX.match(folded)
    if not match:
        return None
    title = strip(line.opening[match.end() :])
    bare = not match["word"] and not match["number"] and ":" not in match["mark"] and title
    sentence = len(title) > LONGEST_TITLE or IN_SENTENCES.search(title)
    if bare or sentence or _begins_list(match, title):
        return None
    printed = strip(line.opening[: match.end()])
    return Annex(annex_number(match["number"] or ""), printed, title, match["word"] or "")


def annex_number(written: str) -> str:
    """Return the number in the name of an annex: 1 of 附件一 and of 附录A, 1-2 of 附件1-2."""
    if written[:1].isdecimal():
        return written
    return str(ord(written) - 64 if written.isascii() and written else from_chinese(written) or "")


def list_of_annexes(line: Line) -> str:
    """Return the kind of the numbers of a list of annexes that a line begins (附件：1.…)."""
    match = _ANNEX.match(fold_width(line.opening)) if line.opening[0] == "附" else None
    return _begins_list(match, strip(line.opening[match.end() :])) if match else ""


def find_entry(words: str) -> Marker | None:
    """Return the number of an entry of a list of annexes, which may be a link."""
    marker = find_marker(words.removeprefix("["))
    return marker if marker and marker.value else None


def _begins_list(annex: re.Match[str], title: str) -> str:
    """Return the kind of the number that a title is an entry by, such as 附件：（1）名单."""
    if _ENTRY.match(fold_width(title)):
        return "point"
    entry = find_entry(title)
    return entry.kind if entry and entry.value == 1 and not annex["number"] else ""


def annex_word(line: Line) -> str:
    """Return the second character of 附件 附表 附图 附录 that a line begins with."""
    match = _ANNEX.match(fold_width(line.opening))
    return (match and match["word"]) or USUAL_WORD


def listed_numbers(line: Line) -> Iterator[str]:
    """Yield the numbers of the annexes that a line of a list names: 附件：1.甲 2.乙."""
    if annex := find_annex(line):
        yield annex.number or "1"
        return
    numbers = [int(number) for number in _ENTRIES.findall(fold_width(line.opening))]
    first = numbers[0] if numbers else 0
    yield from (str(number) for at, number in enumerate(numbers) if number in (first, first + at))


def with_title(annex: Annex, following: Sequence[Line], listed: str) -> Annex:
    """Take the short line below 附件1 as the title of the annex.

    So is a second one below （规范性附录）, one whose characters are parted by blanks, and one
    with which the title is as the list of annexes has it.
    """
    title = following[0] if following and not annex.heading else None
    if title is None or "附" in title.opening[:2] or not is_title(title):
        return annex
    for second in filter(is_title, following[1:]):
        parted = bool(_PARTED.fullmatch(second.text))
        whole = packed(title.text + second.text)
        if parted or whole in listed or _STATUS.fullmatch(fold_width(title.text)):
            between = " " if parted else ""
            return replace(annex, heading=f"{title.text}{between}{second.text}", height=3)
    return replace(annex, heading=title.text, height=2)


def packed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())
