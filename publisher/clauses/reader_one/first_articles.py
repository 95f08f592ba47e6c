"""Which lines were articles (条) to the first reader: the ascending run that fits best."""

import re
from collections.abc import Sequence

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.clauses.articles import ArticleMark, _best_run, _segments, _with_repeats
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import fold_width, strip

_NUM = rf"(?:[{NUMERAL_CHARS}] ?){{1,9}}|\d{{1,4}}"
_ARTICLE = re.compile(rf"第 ?({_NUM}) ?条(?: ?之 ?([一二三四五六七八九十]{{1,3}})(?![十百分]))?")
_MENTIONED = re.compile(
    r"第|款|项|目|规定|所|的|中|之|和|及|与|或|至|以及|、|,|，|。|；|;|：|:|》|”|\)|“|关于|修改|删"
)
_BEFORE = 8
_FEWEST = 4
_SAYS = re.compile("》中?规定[：:]$")


def first_articles(lines: Sequence[Line], quoted: frozenset[int]) -> dict[int, ArticleMark]:
    """Return the articles of a text by line; none where it is no law."""
    found = (_mark(line, quoted) for line in lines if line.opening[0] == "第")
    segments = _segments([mark for mark in found if mark])
    chosen = [mark for segment in segments for mark in _with_repeats(segment, _best_run(segment))]
    return {mark.line: mark for mark in chosen} if _is_law(chosen, lines) else {}


def _mark(line: Line, quoted: frozenset[int]) -> ArticleMark | None:
    folded = fold_width(line.opening[:40])
    match = _ARTICLE.match(folded)
    value = from_chinese(match[1].replace(" ", "")) if match else None
    if not match or not value:
        return None
    sub = from_chinese(match[2]) if match[2] else 0
    after = folded[match.end() :]
    spaced = not after or after[0] in " 【(*"
    if sub is None or (not spaced and _MENTIONED.match(after)):
        return None
    rest = strip(line.opening[match.end() :])
    return ArticleMark(line.number, (value, sub), "", rest, spaced, line.number in quoted)


def _is_law(chosen: list[ArticleMark], lines: Sequence[Line]) -> bool:
    if not chosen:
        return False
    above = [line for line in lines if line.number < chosen[0].line]
    if chosen[0].key[0] == 1:
        quoting = len(chosen) < _FEWEST and above and _SAYS.search(above[-1].text)
        return not quoting and (len(chosen) > 1 or chosen[0].spaced)
    return len(chosen) > 1 and sum(not line.hashes for line in above) <= _BEFORE
