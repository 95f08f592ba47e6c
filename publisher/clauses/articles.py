"""Which lines of a text open an article (条).

A line that begins with 第…条 may be an article, or a sentence about one. All such lines
are considered together: the articles are the ascending run that fits best, so that a
reference, a quoted law or a stray number is not taken for an article.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.divisions import find_heading
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, fold_width, strip

_NUM = rf"(?:[{NUMERAL_CHARS}] ?){{1,9}}|\d{{1,4}}"
_ARTICLE = re.compile(rf"第 ?({_NUM}) ?条(?: ?之 ?([一二三四五六七八九十]{{1,3}})(?![十百分]))?")
# What follows an article that is only mentioned: 第三条第二款, 第五条规定的, 第六条、第七条.
# Words that begin with the same characters do not: 第四条中国公民, 第五条项目单位.
_MENTIONED = re.compile(
    r"第|款|项(?!目)|目(?![标录的])|规定|所(?![有属在])|的|中(?![国央小外介等心医药华方学])|之|和(?![平谐])"
    r"|及(?!时)|与(?!会)|或|至(?!少)|以及|、|,|，|。|；|;|：|:|》|”|\)|“|关于|修改|删"
)
_BEFORE_OFFSET = 8
_FEWEST_OF_A_LAW = 4
# Far from the beginning articles go on from each other, at least one to so many lines above.
_FEWEST_FAR = 3
_LINES_PER_ARTICLE = 5
_SAYS = re.compile("》中?规定[：:]$")
_LONGEST_OPENING = 40
_ADDS = re.compile(r"增加.{0,80}[条节章](?!例).*[：:][*_]*$")


@dataclass(frozen=True, slots=True)
class ArticleMark:
    """An opening that may be an article's: ``key`` orders 第十七条之一 after 第十七条."""

    line: int
    key: tuple[int, int]
    printed: str
    rest: str
    spaced: bool
    quoted: bool

    @property
    def number(self) -> str:
        """The number as a name: 17-1."""
        return f"{self.key[0]}-{self.key[1]}" if self.key[1] else str(self.key[0])


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a text by line, and what looks like one but was passed over.

    ``added`` are the lines of the new articles that an amendment announces.
    """

    taken: dict[int, ArticleMark]
    passed_over: tuple[ArticleMark, ...] = ()
    added: frozenset[int] = frozenset()


def find_articles(lines: Sequence[Line], quoted: frozenset[int]) -> Articles:
    """Return the articles of a text; none where it is no law."""
    found = (find_article(line, quoted) for line in lines if line.opening[0] == "第")
    every = [mark for mark in found if mark]
    added = _added(lines, every)
    marks = [mark for mark in every if mark.line not in added]
    chosen: list[ArticleMark] = []
    for segment in segments(marks):
        chosen += with_repeats(segment, best_run(segment), _MENTIONED)
    if not is_law(chosen, lines) and not _begins_far(chosen, lines):
        return Articles({}, added=added)
    taken = {mark.line: mark for mark in chosen}
    left = (mark for mark in marks if mark.line not in taken and mark.spaced and not mark.quoted)
    return Articles(taken, tuple(left), added)


def _added(lines: Sequence[Line], marks: list[ArticleMark]) -> frozenset[int]:
    """Return the lines of new 节 and 条 below an article or item that announces them: 如下：.

    They end before the article, or the item, that goes on from it.
    """
    added: set[int] = set()
    by_line = {mark.line: mark for mark in marks}
    article: ArticleMark | None = None
    for at, line in enumerate(lines[:-1]) if marks else ():
        if line.number in added:
            continue
        article = by_line.get(line.number, article)
        if lines[at + 1].opening[0] == "第" and _ADDS.search(line.text):
            end = _after(lines, at, article, by_line)
            added |= {each.number for each in lines[at + 1 : end]}
    return frozenset(added)


def _after(
    lines: Sequence[Line], at: int, article: ArticleMark | None, by_line: dict[int, ArticleMark]
) -> int:
    """Return where the item, or the article, goes on that announces new articles."""
    item = find_marker(lines[at].opening)
    if item is None and article is None:
        return at
    for place in range(at + 1, len(lines)):
        line = lines[place]
        mark = by_line.get(line.number)
        if item is None and mark and article and mark.key == (article.key[0] + 1, 0):
            return place
        if item and (other := find_marker(line.opening)) and _goes_on(item, other):
            return place
    return len(lines)


def _goes_on(item: Marker, other: Marker) -> bool:
    return other.kind == item.kind and other.value == (item.value or 0) + 1


def opens_article(line: Line) -> bool:
    """Return whether a line begins with an article's number, be it only mentioned."""
    return line.opening[0] == "第" and bool(_ARTICLE.match(fold_width(line.opening)))


def with_repeats(
    marks: list[ArticleMark], run: list[ArticleMark], mentioned: re.Pattern[str]
) -> list[ArticleMark]:
    """Add what repeats the number of the article right above it: a duplicate, not a reference."""
    of_run = {mark.line for mark in run}
    kept: list[ArticleMark] = []
    for mark in marks:
        repeats = kept and kept[-1].key == mark.key and mark.spaced and not mark.quoted
        if mark.line in of_run or (repeats and not mentioned.match(mark.rest)):
            kept.append(mark)
    return kept


def find_article(line: Line, quoted: frozenset[int] = frozenset()) -> ArticleMark | None:
    """Return what may be an article's number at the beginning of a line."""
    folded = fold_width(line.opening[:_LONGEST_OPENING])
    match = _ARTICLE.match(folded)
    if not match:
        return None
    value = from_chinese(match[1].replace(" ", ""))
    sub = from_chinese(match[2]) if match[2] else 0
    after = folded[match.end() :]
    spaced = not after or after[0] in " 【(*"
    if not value or sub is None or (not spaced and _MENTIONED.match(after)):
        return None
    printed = strip(line.opening[: match.end()])
    rest = strip(line.opening[match.end() :])
    return ArticleMark(line.number, (value, sub), printed, rest, spaced, line.number in quoted)


def segments(marks: list[ArticleMark]) -> list[list[ArticleMark]]:
    """Split the marks where numbering restarts at 第一条, as in an annex."""
    segments: list[list[ArticleMark]] = [[]]
    for mark in marks:
        if mark.key == (1, 0) and mark.spaced and not mark.quoted and segments[-1]:
            segments.append([])
        segments[-1].append(mark)
    return segments


def best_run(marks: list[ArticleMark]) -> list[ArticleMark]:
    """Return the ascending run of the greatest weight (a weighted longest increasing run).

    A mark weighs most where the number before it is in the run, less where there is a gap
    or no blank after it, and next to nothing inside an open quotation.
    """
    keys = sorted({mark.key for mark in marks})
    best: list[int] = [-1] * len(keys)
    weight = [0.0] * len(marks)
    before = [-1] * len(marks)
    tree = _Highest(len(keys))
    for index, mark in enumerate(marks):
        place = bisect_left(keys, mark.key)
        alone, going_on = _weights(mark)
        low, low_weight = tree.highest_below(place)
        weight[index], before[index] = low_weight + alone, low
        step = _predecessor(keys, place)
        if step is not None and best[step] >= 0:
            gained = weight[best[step]] + going_on
            if gained > weight[index]:
                weight[index], before[index] = gained, best[step]
        if best[place] < 0 or weight[index] > weight[best[place]]:
            best[place] = index
            tree.put(place, weight[index], index)
    return _unroll(marks, weight, before)


def _weights(mark: ArticleMark) -> tuple[float, float]:
    """Return the weight of a mark after a gap, and after the number before it."""
    if mark.quoted:
        return 0.0, 0.2
    return (1.0, 2.0) if mark.spaced else (0.4, 1.5)


def _predecessor(keys: list[tuple[int, int]], place: int) -> int | None:
    """Return the place of the number just before, 第九条之二 counting before 第十条."""
    if place == 0:
        return None
    value, sub = keys[place]
    before = keys[place - 1]
    follows = before == (value, sub - 1) if sub else before[0] == value - 1
    return place - 1 if follows else None


def _unroll(marks: list[ArticleMark], weight: list[float], before: list[int]) -> list[ArticleMark]:
    if not marks:
        return []
    at = max(range(len(marks)), key=lambda index: (weight[index], -index))
    run = []
    while at >= 0 and weight[at] > 0:
        run.append(marks[at])
        at = before[at]
    return run[::-1]


class _Highest:
    """The greatest weight below a place, in logarithmic time (a Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self.best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def put(self, place: int, weight: float, index: int) -> None:
        """Note a weight at a place."""
        at = place + 1
        while at < len(self.best):
            if weight > self.best[at][0]:
                self.best[at] = (weight, index)
            at += at & -at

    def highest_below(self, place: int) -> tuple[int, float]:
        """Return the index and weight of the best at any lower place."""
        found = (0.0, -1)
        while place > 0:
            found = max(found, self.best[place], key=lambda pair: pair[0])
            place -= place & -place
        return found[1], found[0]


def is_law(chosen: list[ArticleMark], lines: Sequence[Line]) -> bool:
    """Return whether a text has articles: from 第一条 on, or any near the beginning that go on.

    A few after 《某法》规定： are quoted from another text.
    """
    if not chosen:
        return False
    above = [line for line in lines if line.number < chosen[0].line]
    if chosen[0].key[0] == 1:
        quoting = len(chosen) < _FEWEST_OF_A_LAW and above and _SAYS.search(above[-1].text)
        return not quoting and (len(chosen) > 1 or chosen[0].spaced)
    return len(chosen) > 1 and sum(not line.hashes for line in above) <= _BEFORE_OFFSET


def _begins_far(chosen: list[ArticleMark], lines: Sequence[Line]) -> bool:
    """Return whether articles go on from many paragraphs, sentences without a number."""
    count = len(chosen)
    above = [line for line in lines if chosen and line.number < chosen[0].line]
    return bool(
        count >= max(_FEWEST_FAR, len(above) / _LINES_PER_ARTICLE)
        and [mark.key for mark in chosen] == [(chosen[0].key[0] + at, 0) for at in range(count)]
        and all(mark.spaced for mark in chosen)
        and all(map(_is_plain, above[1:]))
    )


def _is_plain(line: Line) -> bool:
    """Return whether a line is a sentence without a number, or a heading."""
    sentence = line.text.endswith("。") and not find_marker(line.opening)
    return sentence or bool(line.hashes or find_heading(line))
