"""Where annexes begin, and the list of them under a text (附件：1.… 2.…), which is none.

附件1 on a line of its own opens an annex, and so does 附件1：名单 where its text follows. Such
a line is an entry of the list where the signature, another entry or nothing follows, or where
the annex itself comes later.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from publisher.clauses.articles import opens_article
from publisher.clauses.divisions import LONGEST_TITLE, is_title
from publisher.clauses.framing.annex_line import (
    ANNEX_BEGINS,
    IN_SENTENCES,
    USUAL_WORD,
    Annex,
    annex_number,
    annex_word,
    find_annex,
    find_entry,
    list_of_annexes,
    listed_numbers,
    packed,
    with_title,
)
from publisher.clauses.framing.ending import signature_begins, split_end
from publisher.clauses.markdown.lines import Line, find_quotations
from publisher.clauses.markers import fold_width

_LONGEST_ENTRY = 80
_MENTION = re.compile(r"附([件录表图]) ?(\d{1,2}(?:-\d{1,2})?|[A-Z](?![A-Za-z]))")
# The heading of the annex is one mention.
_MENTIONED_ELSEWHERE = 2
# As far as a signature goes.
_NEAR = 12
# Its word and its number.
_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Annexes:
    """The annexes of a text, each with its place in its lines.

    ``listed`` are the lines of the list by number; annexes whose word is among ``nested``
    belong to the one above them. ``doubts`` are line, kind of message and name of the annex:
    what the list names and the text lacks, and the other way round.
    """

    found: tuple[tuple[int, Annex], ...] = ()
    listed: Mapping[int, Line] = field(default_factory=dict)
    nested: frozenset[str] = frozenset()
    doubts: tuple[tuple[int, str, str], ...] = ()


def _marks(lines: list[Line], places: list[int]) -> dict[int, Annex | None]:
    """Return where a line may open an annex, or begin a list of them (None)."""
    quoted = find_quotations(lines).quoted
    marks: dict[int, Annex | None] = {}
    for at in places:
        annex = find_annex(lines[at])
        mark = annex or list_of_annexes(lines[at])
        if mark and lines[at].number not in quoted:
            marks[at] = annex
    return marks


def find_annexes(lines: list[Line], contents: range = range(0)) -> Annexes:
    """Find the annexes of a text and the lines of its list; in its contents they are listed."""
    places = [at for at, line in enumerate(lines) if line.opening.startswith(ANNEX_BEGINS)]
    if not places:
        return Annexes()
    first_article = next((at for at, line in enumerate(lines) if opens_article(line)), len(lines))
    marks = _marks(lines, places)
    ends = _ListEnds(lines, marks, first_article)
    found: list[tuple[int, Annex]] = []
    lists: list[range] = []
    for at, mark in marks.items():
        if lists and at in lists[-1]:
            continue
        end = at + 1 if at in contents else ends.of(at, mark, below=bool(found))
        if mark and end is None:
            entries = packed("".join(lines[entry].text for each in lists for entry in each))
            annex = with_title(mark, lines[at + 1 : at + 3], entries)
            if at > first_article or not _is_word(annex, lines[:at], entries):
                found.append((at, annex))
        else:
            lists.append(range(at, end or at + 1))
    names = _names([annex for _, annex in found])
    usual = {number for word, number in names if word == USUAL_WORD}
    nested = {word for word, number in names if word != USUAL_WORD and _first(number) in usual}
    present = dict(zip(names, (lines[at] for at, _ in found), strict=True))
    titles = dict(zip(names, (packed(annex.heading) for _, annex in found), strict=True))
    doubts = _doubts(lines, present, titles, lists)
    if not lists and found:
        # With nothing but a title above, the text is an annex itself.
        doubts = _skipped(present, alone=found[0][0] < 2)
    listed = {lines[at].number: lines[at] for each in lists for at in each}
    return Annexes(tuple(found), listed, frozenset(nested), tuple(doubts))


def _names(annexes: list[Annex]) -> list[_Name]:
    """Return word and number of each annex; those without a number are counted."""
    names: list[_Name] = []
    counts: Counter[str] = Counter()
    for annex in annexes:
        word = annex.word or USUAL_WORD
        counts[word] += 1
        names.append((word, annex.number or str(counts[word])))
    return names


def _doubts(
    lines: list[Line], present: dict[_Name, Line], titles: dict[_Name, str], lists: list[range]
) -> Iterator[tuple[int, str, str]]:
    """Yield what is in a list of annexes and not in the text, and what is in the text alone.

    A text with a list and no annex of its kind has them in files of their own. A number that is
    twice in a list is told too.
    """
    entries = list(_entries(lines, lists))
    for (name, at), (after, below) in pairwise(entries):
        opens = find_annex(lines[below])
        if name == after and at + 1 >= below and (not opens or opens.number):
            yield lines[below].number, "C007.twice", name[1]
    named = {name: lines[at] for name, at in entries}
    both = {word for word, _ in present} & {word for word, _ in named}
    # 附件1-1 is part of 附件1.
    parts = {(word, _first(number)) for word, number in present}
    for name, line in named.items():
        if name[0] in both and name not in present and name not in parts:
            yield line.number, "C007.missing", "附" + "".join(name)
    listed = packed("".join(line.text for line in named.values()))
    alone = [
        (word, number)
        for word, number in present
        if word in both and not {(word, number), (word, _first(number))} & named.keys()
        if not titles[word, number] or titles[word, number] not in listed
    ]
    mentions = Counter(
        (word, annex_number(number))
        for line in lines
        if alone
        for word, number in _MENTION.findall(fold_width(line.text))
    )
    for name in alone:
        annex = find_annex(present[name])
        left_out = any(name < other for other in named) and any(name > other for other in named)
        if annex and annex.number and (left_out or mentions[name] < _MENTIONED_ELSEWHERE):
            yield present[name].number, "C007.unlisted", "附" + "".join(name)


def _entries(lines: list[Line], lists: list[range]) -> Iterator[tuple[_Name, int]]:
    """Yield the annexes that lists name, each with the place of its line."""
    for each in lists:
        word, first = annex_word(lines[each[0]]), find_annex(lines[each[0]])
        unnumbered = first and not first.number
        for place, at in enumerate(each, 1 if first and first.heading else 0):
            numbers = [*listed_numbers(lines[at])] or ([str(place)] if unnumbered else [])
            yield from (((word, number), at) for number in numbers if place or not unnumbered)


def _skipped(present: dict[_Name, Line], *, alone: bool) -> Iterator[tuple[int, str, str]]:
    """Yield the annexes of a text without a list whose number goes on from none before.

    附表2 may belong to 附件2, 附件1-2 goes on from 附件1-1, and a text may be an annex ``alone``.
    """
    last: Counter[str] = Counter()
    for (word, number), line in present.items():
        value = int(_first(number))
        if alone and not last:
            last[word] = value
        beside = word != USUAL_WORD and (USUAL_WORD, _first(number)) in present
        if value > last[word] + 1 and not beside:
            yield line.number, "C007.skipped", f"附{word}{number}"
        last[word] = value


def _first(number: str) -> str:
    return number.partition("-")[0]


def _is_word(annex: Annex, above: list[Line], listed: str) -> bool:
    """Return whether 附： is but a word: no signature and no list of its title is above."""
    is_listed = annex.heading and packed(annex.heading) in listed
    return not (annex.word + annex.number or is_listed or split_end(above[-_NEAR:])[1])


class _ListEnds:
    """Tells where a list of annexes ends that a line begins or belongs to.

    ``last`` is where an annex of a name, of a word without a number, or with a title below it
    is last, ``titles`` where one with a title is, wherever that stands.
    """

    def __init__(
        self, lines: Sequence[Line], marks: Mapping[int, Annex | None], first_article: int
    ) -> None:
        self.lines = lines
        self.first_article = first_article
        self.marks = marks
        self.last: dict[tuple[str, ...], int] = {}
        self.titles: dict[str, int] = {}
        self.run_end = 0
        for at, annex in marks.items():
            if annex:
                self.last |= dict.fromkeys([(annex.word, annex.number), _titled(annex)], at)
                for title in lines[at + 1 : at + 2]:
                    self.last[(title.opening,)] = at
                    self.titles[annex.heading or title.opening] = at

    def of(self, at: int, annex: Annex | None, *, below: bool) -> int | None:
        """Return the end of the list of a line; None where it is in none.

        ``below`` is whether an annex was found above it.
        """
        lines = self.lines
        if annex is None:
            return _past_entries(lines, at + 1, list_of_annexes(lines[at]))
        again = self._comes_again(at, annex)
        if annex.heading:
            stop = self._past_entries_of(annex, at + 1)
            end = self._past_headings(stop)
            over = end == len(lines) and not below and at < self.first_article
            return stop if again or over or signature_begins(lines[end : end + _NEAR]) else None
        if at + 1 == len(lines) or self.marks.get(at + 1):
            return at + 1
        if not annex.number and (end := self._past_titles(at + 1)) > at + 1:
            return end
        end = _past_entries(lines, at + 1) if _is_entry(lines[at + 1]) else at + 1
        below_all = end == len(lines) and ":" not in fold_width(annex.printed)
        over = again or (_ends(lines[end : end + _NEAR]) and not below_all)
        return end if end > at + 1 and over else None

    def _comes_again(self, at: int, annex: Annex) -> bool:
        """Return whether the same annex is below; without numbers, their titles say so."""
        names: list[tuple[str, ...]] = [(annex.word, annex.number)]
        if annex.heading:
            if not annex.number:
                names = [_titled(annex)]
                if annex.word:
                    names.append((annex.word, "", ""))
            names.append((annex.heading,))
        return any(self.last.get(name, at) > at for name in names)

    def _past_titles(self, at: int) -> int:
        """Return where the titles of annexes below end that are listed without numbers."""
        while at < len(self.lines) and self.titles.get(self.lines[at].opening, 0) > at:
            at += 1
        return at

    def _past_entries_of(self, annex: Annex, at: int) -> int:
        """Return where what goes on from 附件：甲 ends, or from 附件1.甲: 2.乙."""
        if not annex.number:
            return self._past_titles(at)
        entry = find_entry(self.lines[at].opening) if at < len(self.lines) else None
        goes_on = entry and entry.kind == "point" and str((entry.value or 0) - 1) == annex.number
        return _past_entries(self.lines, at) if goes_on else at

    def _past_headings(self, at: int) -> int:
        """Return where the run of 附件1：甲 附件2：乙 ends that a line is in."""
        end = max(at, self.run_end)
        while (annex := self.marks.get(end)) and annex.heading:
            end += 1
        self.run_end = end
        return end


def _titled(annex: Annex) -> tuple[str, str, str]:
    return (annex.word, "" if annex.heading else annex.number, annex.heading)


def _ends(lines: Sequence[Line]) -> bool:
    return not lines or signature_begins(lines) or bool(find_annex(lines[0]))


def _past_entries(lines: Sequence[Line], at: int, kind: str = "point") -> int:
    """Return where the entries 2.… of a list end; an entry may go on on the next line."""
    while at < len(lines):
        if not _is_entry(lines[at], kind):
            rest = lines[at + 1 : at + _NEAR]
            goes_on = rest and is_title(lines[at]) and (_is_entry(rest[0], kind) or _ends(rest))
            if not goes_on or _ends(lines[at : at + _NEAR]):
                return at
        at += 1
    return at


def _is_entry(line: Line, kind: str = "point") -> bool:
    entry = find_entry(line.opening)
    if not entry or entry.kind != kind:
        return False
    if line.text[-1] == "。":
        return len(entry.rest) <= LONGEST_TITLE and not IN_SENTENCES.search(entry.rest[:-1])
    return len(entry.rest) <= _LONGEST_ENTRY
