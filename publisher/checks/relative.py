"""References from their own place: 前款第一项, 前两条, 本条第二款第（三）项 in a law.

A 款 is a paragraph of its article, a 项 an item of its 款. Words in quotation marks belong
to another text and are passed over.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.numerals import NUMERAL_CHARS, from_chinese
from publisher.checks.draft import Checking, Draft
from publisher.clauses.markers import fold_width

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_NUM = rf"[{NUMERAL_CHARS}]{{1,5}}|\d{{1,3}}"
_BEFORE = re.compile(
    r"(?<![之以从条一二三四五六七八九十])前([两二三四五六七八九十])?(款|条)(?![件例约目])"
    rf"(?:(?<=前款)第(?:\(({_NUM})\)|({_NUM}))项)?"
)
_HERE = re.compile(rf"本条(?:第({_NUM})款)?(?:第(?:\(({_NUM})\)|({_NUM}))项)?")
_ARTICLE = re.compile(r"(.*?\bart_[^_]+(?:_inst\d+)?)(?:__(para_[^_]+))?(?:__.*)?")


@dataclass(slots=True)
class _Article:
    """``place`` counts the articles from 1; 款 in order, each with the numbers of its 项."""

    place: int
    paragraphs: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def check_relative(checking: Checking, draft: Draft) -> None:
    """Report K004 for each such reference of a law that leads nowhere."""
    articles = _articles(draft)
    for clause in draft.clauses.clauses:
        match = _ARTICLE.fullmatch(clause.eid)
        if match and match[2]:
            for words in _dead(clause.text, articles[match[1]], match[2]):
                checking.at_clause(draft, clause, "K004.dead", words=words)


def _articles(draft: Draft) -> dict[str, _Article]:
    found: dict[str, _Article] = {}
    for clause in draft.clauses.clauses:
        match = _ARTICLE.fullmatch(clause.eid)
        if not match:
            continue
        article = found.setdefault(match[1], _Article(len(found) + 1))
        if match[2]:
            items = article.paragraphs[match[2]]
            number = from_chinese(fold_width(clause.number).strip("() 、."))
            if clause.kind == "point" and number:
                items.add(number)
    return found


def _dead(text: str, article: _Article, paragraph: str) -> Iterator[str]:
    text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), fold_width(text))
    above = {"款": list(article.paragraphs).index(paragraph), "条": article.place - 1}
    for match in _BEFORE.finditer(text):
        item = match[3] or match[4]
        if _count(match[1]) > above[match[2]] or (item and not _has(article, paragraph, item)):
            yield match[0]
    for match in _HERE.finditer(text):
        if not _is_here(article, match[1], match[2] or match[3]):
            yield match[0]


def _has(article: _Article, paragraph: str, item: str) -> bool:
    """Return whether 款 before one have an item, or none at all: a list may go on in the next."""
    before = list(article.paragraphs).index(paragraph)
    items = set[int]().union(*list(article.paragraphs.values())[:before])
    return not items or _count(item) in items


def _count(numeral: str | None) -> int:
    return 2 if numeral == "两" else from_chinese(numeral or "一") or 1


def _is_here(article: _Article, paragraph: str | None, item: str | None) -> bool:
    paragraphs = list(article.paragraphs.values())
    number = _count(paragraph) if paragraph else 0
    if number > len(paragraphs):
        return False
    looked_at = [paragraphs[number - 1]] if number else paragraphs
    return not item or any(_count(item) in items for items in looked_at)
