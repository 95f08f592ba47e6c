"""From a text to the ids that the first reader gave its clauses, each with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.ids import make_eid
from publisher.clauses.articles import ArticleMark
from publisher.clauses.divisions import is_contents, is_preamble
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line, find_quotations, read_lines
from publisher.clauses.markers import strip
from publisher.clauses.reader_one.first_articles import first_articles
from publisher.clauses.reader_one.first_markers import (
    LEVELS,
    FirstMark,
    first_annex,
    first_division,
    first_marker,
    lists_annexes,
    names_enactment,
)

_ITEMS = {"part": 1, "sec": 2, "point": 3, "indent": 4, "indent_nn": 5}
_BELOW_ARTICLES = {"sec": 1, "part": 1, "point": 2, "indent": 3, "indent_nn": 4}
_NAMED = {"sec": "point", "part": "point", "point": "indent", "indent": "subindent"}
_TITLED = re.compile(r"(?:【[^】]{1,40}】|〔[^〕]{1,40}〕)(.*)|[(（][^()（）]{1,40}[)）]")
_DAY = re.compile(
    r"[二〇○零一三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日"
)
_SIGNER = re.compile(
    r"[\w()（） 、]{1,30}[会委局厅部院室府司处科办署社团队所校馆组台站庭厂]\)?|.{2,30}(?:公司|中心)"
)
_REMARK = re.compile(r"[(（][^()（）]{2,30}[)）]")


def first_names(text: str) -> list[tuple[int, str]]:
    """Return the line (from 1) and the eId of every clause, in document order."""
    read, _ = set_apart(read_lines(text))
    body = _without_closing(read)
    articles = first_articles(body, find_quotations(body).quoted)
    quoted = find_quotations(body, articles).quoted
    names: list[tuple[int, str]] = []
    reader = _LawNames(articles, quoted, names) if articles else _ItemNames(_Place(), quoted, names)
    for line, after in zip(body, [*body[1:], None], strict=True):
        reader.take(line, head=bool(after and after.number in articles))
    return names


def _without_closing(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and _REMARK.fullmatch(plain_words(lines[end - 1].text)):
        end -= 1
    if not end or not _DAY.fullmatch(plain_words(lines[end - 1].text).replace(" ", "")):
        return lines
    cut = end - 1
    while cut > 1 and end - cut < 4 and _SIGNER.fullmatch(plain_words(lines[cut - 1].text)):
        cut -= 1
    return lines[:cut]


@dataclass(slots=True)
class _Place:
    """A clause that may have others below it; ``heads`` are the divisions right below."""

    eid: str = ""
    kind: str = ""
    bracketed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    empty: bool = True

    def number(self, mark: FirstMark) -> str:
        """Name an item among its siblings."""
        self.counts[mark.kind] = mark.value or self.counts.get(mark.kind, 0) + 1
        return self.unique(mark.kind, str(self.counts[mark.kind]))

    def unique(self, kind: str, number: str) -> str:
        """Return a number as a name that is not used yet."""
        times = self.used[f"{kind}_{number}"] = self.used.get(f"{kind}_{number}", 0) + 1
        return number if times == 1 else f"{number}_inst{times}"


class _Names:
    """What both readers do: add clauses, rows and quotations."""

    def __init__(self, scope: _Place, quoted: frozenset[int], names: list[tuple[int, str]]) -> None:
        self.scope = scope
        self.quoted = quoted
        self.names = names
        self.table: _Place | None = None

    def add(
        self, above: _Place, line: int, kind: str, number: str | None, top: str | None = None
    ) -> _Place:
        """Add a clause; ``top`` is the scope's eId where its name begins there."""
        if number is None:
            above.counts[kind] = above.counts.get(kind, 0) + 1
            number = str(above.counts[kind])
        above.empty = False
        parent = above.eid if top is None else top
        place = _Place(make_eid(parent or None, kind, number), kind)
        self.names.append((line, place.eid))
        return place

    def row(self, above: _Place, line: int) -> None:
        """Add a row to the open table, or begin one."""
        if self.table is None:
            self.scope.counts["table"] = self.scope.counts.get("table", 0) + 1
            number = str(self.scope.counts["table"])
            self.table = self.add(above, line, "table", number, self.scope.eid)
        self.add(self.table, line, "tr", None)


class _ItemNames(_Names):
    """一、（一）1.（1） and dashes, by level, below any clause."""

    def __init__(
        self,
        base: _Place,
        quoted: frozenset[int],
        names: list[tuple[int, str]],
        scope: _Place | None = None,
    ) -> None:
        super().__init__(scope or base, quoted, names)
        self.open = [base]

    def take(self, line: Line, *, head: bool = False) -> None:  # noqa: ARG002 - as in a law
        """Name what one line opens."""
        if line.is_row:
            self.row(self.open[-1], line.number)
            return
        self.table = None
        base = self.open[0]
        if line.apart or (line.number in self.quoted and not base.empty):
            self.add(self.open[-1], line.number, "qstr", None)
            return
        mark = first_marker(line)
        if mark and (not mark.weak or mark.value == self._next(mark)):
            self._item(line.number, mark)
        elif line.hashes:
            if line.hashes > 1 or not base.empty or first_division(line, head=False):
                self.unnumbered("crossheading", line.number)
        else:
            self.unnumbered("para", line.number)

    def unnumbered(self, kind: str, line: int) -> None:
        """Add a paragraph or a heading without a number."""
        while self.open[-1].kind == "indent_nn":
            self.open.pop()
        self.add(self.open[-1], line, kind, None)

    def _depth(self, kind: str) -> int:
        depth = len(self.open)
        while depth > 1 and _ITEMS[self.open[depth - 1].kind] >= _ITEMS[kind]:
            depth -= 1
        return depth

    def _next(self, mark: FirstMark) -> int | None:
        last = self.open[self._depth(mark.kind) - 1].counts.get(mark.kind, 0)
        return last + 1 if last else None

    def _item(self, line: int, mark: FirstMark) -> None:
        del self.open[self._depth(mark.kind) :]
        above = self.open[-1]
        self.open.append(self.add(above, line, mark.kind, above.number(mark)))


class _LawNames(_Names):
    """编章节, 条 with 款项目, annexes, the preamble; the rest as items."""

    def __init__(
        self,
        articles: Mapping[int, ArticleMark],
        quoted: frozenset[int],
        names: list[tuple[int, str]],
    ) -> None:
        self.root = _Place()
        super().__init__(self.root, quoted, names)
        self.articles = articles
        self.divisions: list[_Place] = []
        self.article: _Place | None = None
        self.items: list[tuple[int, _Place]] = []
        self.outside = _ItemNames(self.root, quoted, names)
        self.seen_article = self.started = False
        self.contents: str | None = None
        self.first = ("", "")

    def take(self, line: Line, *, head: bool) -> None:
        """Name what one line opens; ``head`` where an article follows at once."""
        if line.apart:
            self._text(line)
            return
        mark = self.articles.get(line.number)
        division = None if mark else first_division(line, head=head)
        if mark:
            self._article(mark)
        elif self._in_contents(line, division):
            return
        elif division:
            self._division(line.number, division)
        elif not self.started:
            self._before(line)
        elif self.seen_article and (annex := first_annex(line)):
            self._annex(line.number, annex)
        elif self.seen_article and lists_annexes(line):
            self.article, self.outside = None, self._outside(self.scope)
            self.outside.take(line)
        else:
            self._text(line)

    def _text(self, line: Line) -> None:
        if self.article is None:
            self.outside.take(line)
        elif line.apart:
            self.table = None
            self.add(self._innermost(self.article, line.number), line.number, "qstr", None)
        elif line.hashes and not first_marker(line):
            self.article = None
            self.outside = self._outside(self.divisions[-1] if self.divisions else self.scope)
            self.outside.unnumbered("crossheading", line.number)
        else:
            self._inside(line, self.article)

    def _outside(self, base: _Place) -> _ItemNames:
        self.table = None
        return _ItemNames(base, self.quoted, self.names, self.scope)

    def _in_contents(self, line: Line, division: FirstMark | None) -> bool:
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
            self._start(self.add(self.root, line.number, "preamble", ""))
        elif not names_enactment(line) and not (line.hashes == 1 and self.root.empty):
            mark = first_marker(line)
            if mark and not self.names:
                is_heading = "。" not in mark.rest and plain_words(mark.rest)[-1:] not in "；;:："
                self.first = mark.kind, mark.rest if is_heading else ""
            self.outside.take(line)

    def _start(self, place: _Place) -> None:
        self.started = True
        self.outside = self._outside(place)

    def _division(self, line: int, division: FirstMark) -> None:
        self._drop_contents(division)
        self.started, self.article = True, None
        while self.divisions and LEVELS[self.divisions[-1].kind] >= LEVELS[division.kind]:
            self.divisions.pop()
        above = self.divisions[-1] if self.divisions else self.scope
        place = self.add(above, line, division.kind, above.number(division))
        self.divisions.append(place)
        self.outside = self._outside(place)

    def _drop_contents(self, division: FirstMark) -> None:
        """Forget bare headings, a list of contents, where the first of them is repeated."""
        head = division.kind, division.rest
        kinds = {eid.rpartition("__")[2].partition("_")[0] for _, eid in self.names}
        if self.names and self.first == head and kinds <= set(LEVELS) and not self.seen_article:
            self.names.clear()
            self.root.counts.clear()
            self.root.used.clear()
            self.root.empty = True
            self.divisions.clear()
        if not self.names:
            self.first = head

    def _annex(self, line: int, annex: FirstMark) -> None:
        if not annex.value:
            self.root.counts["att"] = self.root.counts.get("att", 0) + 1
        number = str(annex.value or self.root.counts["att"])
        place = self.add(self.root, line, "att", self.root.unique("att", number))
        self.scope, self.divisions, self.article = place, [], None
        self._start(place)

    def _article(self, mark: ArticleMark) -> None:
        self.started = self.seen_article = True
        self.contents = self.table = None
        number = self.scope.unique("art", mark.number)
        above = self.divisions[-1] if self.divisions else self.scope
        article = self.add(above, mark.line, "art", number, self.scope.eid)
        self.article, self.items = article, []
        titled = _TITLED.fullmatch(mark.rest)
        if strip(titled[1] or "") if titled else mark.rest:
            self._paragraph(article, mark.line)

    def _paragraph(self, article: _Place, line: int) -> None:
        self.items = [(0, self.add(article, line, "para", None))]

    def _inside(self, line: Line, article: _Place) -> None:
        if line.is_row:
            self.row(self._innermost(article, line.number), line.number)
            return
        self.table = None
        if line.number in self.quoted and self.items:
            self.add(self.items[-1][1], line.number, "qstr", None)
            return
        mark = first_marker(line)
        if mark is None or mark.weak or not self._is_item(mark):
            self._paragraph(article, line.number)
            return
        self._innermost(article, line.number)
        level = _BELOW_ARTICLES[mark.kind]
        while self.items[-1][0] >= level:
            self.items.pop()
        above = self.items[-1][1]
        kind = _NAMED.get(mark.kind, mark.kind)
        named = FirstMark(kind, mark.value, mark.rest)
        place = self.add(above, line.number, kind, above.number(named))
        place.bracketed = mark.bracketed
        self.items.append((level, place))

    def _innermost(self, article: _Place, line: int) -> _Place:
        if not self.items:
            self._paragraph(article, line)
        return self.items[-1][1]

    def _is_item(self, mark: FirstMark) -> bool:
        return mark.kind != "part" or not any(place.bracketed for _, place in self.items)
