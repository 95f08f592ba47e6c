"""Where annexes begin, and the list of them under a text (附件：1.… 2.…), which is none.

附件1 on a line of its own opens an annex, and so does 附件1：名单 where its text follows. Such
a line is an entry of the list where the signature, another entry or nothing follows, or where
the annex itself comes later.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.articles import opens_article
from publisher.clauses.divisions import LONGEST_TITLE, is_title
from publisher.clauses.framing.ending import signature_begins
from publisher.clauses.markdown.lines import Line, find_quotations
from publisher.clauses.markers import find_marker, fold_width, strip

_ANNEX = re.compile(
    rf"[(【\[]?附 ?(?:(?P<word>[件录表图]) ?"
    rf"(?P<number>[{NUMERAL_CHARS}]{{1,3}}|\d{{1,2}}(?:-\d{{1,2}})?)?)?"
    rf"(?P<mark> *[:.、]| +|$|(?=[《)】\]]))[)】\]]?"
)
_GLUED = re.compile(
    r"附 ?(?P<word>件) ?(?P<number>\d{1,2})(?P<mark>)(?=[^\W\d_])(?![第至和及与或所中的、])"
)
_ENTRY = re.compile(r"\d{1,2} ?[.、]")
_LONGEST_ENTRY = 80
_USUAL = "件"


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


@dataclass(frozen=True, slots=True)
class Annexes:
    """The annexes of a text, each with its place in its lines.

    ``listed`` are the lines of the list; annexes whose word is among ``nested`` belong to the
    one above them.
    """

    found: tuple[tuple[int, Annex], ...] = ()
    listed: tuple[Line, ...] = ()
    nested: frozenset[str] = frozenset()


def find_annex(line: Line) -> Annex | None:
    """Return the annex whose number a line opens with; None for a list (附件：1.…2.…)."""
    if "附" not in line.opening[:2] or line.apart:
        return None
    folded = fold_width(line.opening)
    match = _ANNEX.match(folded) or _GLUED.match(folded)
    if not match:
        return None
    title = strip(line.opening[match.end() :])
    bare = not match["word"] and ":" not in match["mark"] and title
    if (
        bare
        or len(title) > LONGEST_TITLE
        or title.endswith(("。", "；", "，"))
        or _ENTRY.match(fold_width(title))
    ):
        return None
    value = match["number"] or ""
    number = value if value[:1].isdecimal() else str(from_chinese(value) or "")
    return Annex(number, strip(line.opening[: match.end()]), title, match["word"] or "")


def is_list_of_annexes(line: Line) -> bool:
    """Return whether a line begins the list of annexes under a text (附件：1.…)."""
    match = _ANNEX.match(fold_width(line.opening)) if line.opening[0] == "附" else None
    return bool(match and _ENTRY.match(fold_width(strip(line.opening[match.end() :]))))


def find_annexes(lines: list[Line]) -> Annexes:
    """Find the annexes of a text and the lines of its list."""
    places = [at for at, line in enumerate(lines) if "附" in line.opening[:2]]
    if not places:
        return Annexes()
    quoted = find_quotations(lines).quoted
    marks: dict[int, Annex | None] = {}
    for at in places:
        annex = None if lines[at].number in quoted else find_annex(lines[at])
        # 附： alone is known from laws, below their last article.
        known = annex and (annex.word or any(map(opens_article, lines[:at])))
        if known or is_list_of_annexes(lines[at]):
            marks[at] = annex
    found: list[tuple[int, Annex]] = []
    listed: set[int] = set()
    for at, annex in marks.items():
        if at in listed:
            continue
        later = {other: mark for other, mark in marks.items() if mark and other > at}
        end = _end_of_list(lines, at, annex, later, below=bool(found))
        if annex and end is None:
            found.append((at, _with_title(annex, lines[at + 1 : at + 2])))
        else:
            listed |= set(range(at, end or at + 1))
    annexes = [annex for _, annex in found]
    return Annexes(tuple(found), tuple(lines[at] for at in sorted(listed)), _nested(annexes))


def _nested(annexes: list[Annex]) -> frozenset[str]:
    """Return the words of annexes that have numbers of an annex of the usual word too."""
    numbers: dict[str, set[str]] = {}
    for annex in annexes:
        own = numbers.setdefault(annex.word or _USUAL, set())
        own.add(annex.number or str(len(own) + 1))
    usual = numbers.pop(_USUAL, set())
    return frozenset(word for word, own in numbers.items() if own & usual)


def _with_title(annex: Annex, following: Sequence[Line]) -> Annex:
    """Take the short line below 附件1 as the title of the annex."""
    if annex.heading or not following or not is_title(following[0]) or find_annex(following[0]):
        return annex
    return replace(annex, heading=following[0].text, height=2)


def _end_of_list(
    lines: Sequence[Line], at: int, annex: Annex | None, later: Mapping[int, Annex], *, below: bool
) -> int | None:
    """Return where the list ends that a line begins or belongs to; None where it is no list.

    ``later`` are the annexes below the line, ``below`` is whether one was found above it.
    """
    end = _past_entries(lines, at + 1)
    if annex is None:
        return end
    again = any(
        (other.word, other.number) == (annex.word, annex.number) for other in later.values()
    )
    if annex.heading:
        end = _past_headings(lines, at + 1)
        over = end == len(lines) and not below and not any(map(opens_article, lines[:at]))
        return at + 1 if again or over or signature_begins(lines[end:]) else None
    if at + 1 == len(lines) or at + 1 in later:
        return at + 1
    over = again or (":" in fold_width(annex.printed) and _ends(lines[end:]))
    return end if end > at + 1 and over else None


def _ends(lines: Sequence[Line]) -> bool:
    return not lines or signature_begins(lines) or bool(find_annex(lines[0]))


def _past_headings(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and (annex := find_annex(lines[at])) and annex.heading:
        at += 1
    return at


def _past_entries(lines: Sequence[Line], at: int) -> int:
    """Return where the entries 2.… of a list end; an entry may go on on the next line."""
    while at < len(lines):
        if not _is_entry(lines[at]):
            rest = lines[at + 1 :]
            goes_on = rest and is_title(lines[at]) and (_is_entry(rest[0]) or _ends(rest))
            if not goes_on or _ends(lines[at:]):
                return at
        at += 1
    return at


def _is_entry(line: Line) -> bool:
    marker = find_marker(line.opening)
    entry = marker and marker.kind == "point" and len(marker.rest) <= _LONGEST_ENTRY
    return bool(entry and not line.text.endswith("。"))
