"""From a text to the ids that the first reader gave its clauses, each with its line.

Where a rule of today is the rule of then it is shared; tests hold both to what was sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.ids import make_eid
from publisher.clauses.articles import ArticleMark
from publisher.clauses.divisions import LEVELS, Division, is_contents, is_enactment, is_preamble
from publisher.clauses.law import article_title
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line, find_quotations, read_lines
from publisher.clauses.markers import Marker
from publisher.clauses.reader_one.first_rules import (
    first_annex,
    first_articles,
    first_division,
    first_marker,
    is_first_list_of_annexes,
    without_first_closing,
)

_ITEMS = {"part": 1, "sec": 2, "point": 3, "indent": 4, "indent_nn": 5}
_BELOW_ARTICLES = {"sec": 1, "part": 1, "point": 2, "indent": 3, "indent_nn": 4}
_NAMED = {"sec": "point", "part": "point", "point": "indent", "indent": "subindent"}


def first_names(text: str) -> list[tuple[int, str]]:
    """Return the line (from 1) and the eId of every clause, in document order."""
    body = without_first_closing(set_apart(read_lines(text))[0])
    articles = first_articles(body, find_quotations(body).quoted)
    reader = _FirstNames(articles, find_quotations(body, articles).quoted)
    for line, after in zip(body, [*body[1:], None], strict=True):
        if articles:
            reader.take(line, head=bool(after and after.number in articles))
        else:
            reader.take_outside(line)
    return reader.names


@dataclass(slots=True)
class _Place:
    """A clause that may have others below it."""

    eid: str = ""
    kind: str = ""
    bracketed: bool = False
    empty: bool = True
    counts: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        """Count one more of a kind that the source does not number."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return str(self.counts[kind])

    def item(self, kind: str, value: int | None) -> str:
        """Name an item among its siblings."""
        self.counts[kind] = value or self.counts.get(kind, 0) + 1
        return self.unique(kind, str(self.counts[kind]))

    def unique(self, kind: str, number: str) -> str:
        """Return a number as a name that is not used yet."""
        times = self.used[f"{kind}_{number}"] = self.used.get(f"{kind}_{number}", 0) + 1
        return number if times == 1 else f"{number}_inst{times}"


class _FirstNames:
    """编章节, 条 with 款项目, annexes, the preamble; what is in no article by levels of items."""

    def __init__(self, articles: Mapping[int, ArticleMark], quoted: frozenset[int]) -> None:
        self.names: list[tuple[int, str]] = []
        self.articles, self.quoted = articles, quoted
        self.root = self.scope = _Place()
        self.divisions: list[_Place] = []
        self.article: _Place | None = None
        self.items: list[tuple[int, _Place]] = []
        self.table: _Place | None = None
        self.open = [self.root]
        self.seen_article = self.started = False
        self.contents: str | None = None
        self.first = ("", "")

    def take(self, line: Line, *, head: bool) -> None:
        """Name what a line of a law opens; ``head`` where an article follows at once."""
        mark = None if line.apart else self.articles.get(line.number)
        division = None if line.apart or mark else first_division(line, head=head)
        if line.apart:
            self._text(line)
        elif mark:
            self._article(mark)
        elif self._in_contents(line, division):
            return
        elif division:
            self._division(line.number, division)
        elif not self.started:
            self._before(line)
        elif self.seen_article and (annex := first_annex(line)):
            self._annex(line.number, annex)
        elif self.seen_article and is_first_list_of_annexes(line):
            self._leave(self.scope)
            self.take_outside(line)
        else:
            self._text(line)

    def take_outside(self, line: Line) -> None:
        """Name what a line opens that is in no article."""
        base, innermost = self.open[0], self.open[-1]
        if line.is_row:
            self._row(innermost, line.number)
            return
        self.table = None
        if line.apart or (line.number in self.quoted and not base.empty):
            self._add(innermost, line.number, "qstr", innermost.next("qstr"))
            return
        marker = first_marker(line)
        if marker and (not marker.weak or marker.value == self._expected(marker.kind)):
            del self.open[self._depth(marker.kind) :]
            number = self.open[-1].item(marker.kind, marker.value)
            self.open.append(self._add(self.open[-1], line.number, marker.kind, number))
        elif not line.hashes:
            self._unnumbered("para", line.number)
        elif line.hashes > 1 or not base.empty or first_division(line, head=False):
            self._unnumbered("crossheading", line.number)

    def _add(self, above: _Place, line: int, kind: str, number: str) -> _Place:
        """Add a clause; an article and a table are named below the scope."""
        above.empty = False
        parent = self.scope if kind in ("art", "table") else above
        place = _Place(make_eid(parent.eid or None, kind, number), kind)
        self.names.append((line, place.eid))
        return place

    def _row(self, above: _Place, line: int) -> None:
        self.table = self.table or self._add(above, line, "table", self.scope.next("table"))
        self._add(self.table, line, "tr", self.table.next("tr"))

    def _unnumbered(self, kind: str, line: int) -> None:
        while self.open[-1].kind == "indent_nn":
            self.open.pop()
        self._add(self.open[-1], line, kind, self.open[-1].next(kind))

    def _depth(self, kind: str) -> int:
        depth = len(self.open)
        while depth > 1 and _ITEMS[self.open[depth - 1].kind] >= _ITEMS[kind]:
            depth -= 1
        return depth

    def _expected(self, kind: str) -> int | None:
        last = self.open[self._depth(kind) - 1].counts.get(kind, 0)
        return last + 1 if last else None

    def _text(self, line: Line) -> None:
        if self.article is None:
            self.take_outside(line)
        elif line.apart:
            self.table = None
            innermost = self._innermost(self.article, line.number)
            self._add(innermost, line.number, "qstr", innermost.next("qstr"))
        elif line.hashes and not first_marker(line):
            self._leave(self.divisions[-1] if self.divisions else self.scope)
            self._unnumbered("crossheading", line.number)
        else:
            self._inside(line, self.article)

    def _leave(self, base: _Place) -> None:
        """End the article; what follows is below ``base``."""
        self.article = self.table = None
        self.open = [base]

    def _in_contents(self, line: Line, division: Division | None) -> bool:
        if self.contents is None:
            is_head = not self.started and is_contents(line)
            self.contents = "" if is_head else None
            return is_head
        entry = f"{division.kind}{division.value}" if division else line.text
        if self.contents == entry or len(line.text) > 60:
            self.contents = None
            return False
        self.contents = self.contents or entry
        return True

    def _before(self, line: Line) -> None:
        if is_preamble(line):
            self.started = True
            self._leave(self._add(self.root, line.number, "preamble", ""))
        elif not is_enactment(line) and not (line.hashes == 1 and self.root.empty):
            marker = first_marker(line)
            if marker and not self.names:
                is_heading = (
                    "。" not in marker.rest and plain_words(marker.rest)[-1:] not in "；;:："
                )
                self.first = marker.kind, marker.rest if is_heading else ""
            self.take_outside(line)

    def _division(self, line: int, division: Division) -> None:
        self._drop_contents(division)
        self.started = True
        while self.divisions and LEVELS[self.divisions[-1].kind] >= LEVELS[division.kind]:
            self.divisions.pop()
        above = self.divisions[-1] if self.divisions else self.scope
        number = above.item(division.kind, division.value)
        self.divisions.append(self._add(above, line, division.kind, number))
        self._leave(self.divisions[-1])

    def _drop_contents(self, division: Division) -> None:
        """Forget bare headings, a list of contents, where the first of them is repeated."""
        head = division.kind, division.heading
        kinds = {eid.rpartition("__")[2].partition("_")[0] for _, eid in self.names}
        if self.names and self.first == head and kinds <= set(LEVELS) and not self.seen_article:
            self.names.clear()
            self.divisions.clear()
            self.root.counts.clear()
            self.root.used.clear()
            self.root.empty = True
        if not self.names:
            self.first = head

    def _annex(self, line: int, annex: Marker) -> None:
        number = str(annex.value) if annex.value else self.root.next("att")
        self.scope = self._add(self.root, line, "att", self.root.unique("att", number))
        self.divisions = []
        self._leave(self.scope)

    def _article(self, mark: ArticleMark) -> None:
        self.started = self.seen_article = True
        self.contents = self.table = None
        above = self.divisions[-1] if self.divisions else self.scope
        number = self.scope.unique("art", mark.number)
        self.article, self.items = self._add(above, mark.line, "art", number), []
        if article_title(mark.rest)[1]:
            self._paragraph(self.article, mark.line)

    def _paragraph(self, article: _Place, line: int) -> None:
        self.items = [(0, self._add(article, line, "para", article.next("para")))]

    def _inside(self, line: Line, article: _Place) -> None:
        if line.is_row:
            self._row(self._innermost(article, line.number), line.number)
            return
        self.table = None
        if line.number in self.quoted and self.items:
            innermost = self.items[-1][1]
            self._add(innermost, line.number, "qstr", innermost.next("qstr"))
            return
        marker = first_marker(line)
        if marker is None or marker.weak or not self._is_item(marker):
            self._paragraph(article, line.number)
            return
        self._innermost(article, line.number)
        level, kind = _BELOW_ARTICLES[marker.kind], _NAMED.get(marker.kind, marker.kind)
        while self.items[-1][0] >= level:
            self.items.pop()
        above = self.items[-1][1]
        place = self._add(above, line.number, kind, above.item(kind, marker.value))
        place.bracketed = marker.printed[0] in "(（"
        self.items.append((level, place))

    def _innermost(self, article: _Place, line: int) -> _Place:
        if not self.items:
            self._paragraph(article, line)
        return self.items[-1][1]

    def _is_item(self, marker: Marker) -> bool:
        return marker.kind != "part" or not any(place.bracketed for _, place in self.items)
