"""From a text to the ids that the first reader gave its clauses, each with its line.

Where a rule of today is the rule of then it is shared; tests hold both to what was sealed.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue.ids import make_eid
from publisher.clauses.articles import ArticleMark
from publisher.clauses.divisions import LEVELS, Division, is_contents, is_enactment, is_preamble
from publisher.clauses.law import ArticleReader, article_title
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line, find_quotations, read_lines
from publisher.clauses.markers import Marker
from publisher.clauses.policy import PolicyReader
from publisher.clauses.reader_one.first_rules import (
    first_annex,
    first_articles,
    first_division,
    first_marker,
    is_first_list_of_annexes,
    without_first_closing,
)
from publisher.clauses.tree import (
    Node,
    Reporter,
    ScopeState,
    add_quotation,
    next_number,
    number_item,
    root,
    unique_number,
    walk,
)
from publisher.problems import Problems


def first_names(text: str) -> list[tuple[int, str]]:
    """Return the line (from 1) and the eId of every clause, in the order of the lines."""
    body = without_first_closing(set_apart(read_lines(text))[0])
    articles = first_articles(body, find_quotations(body).quoted)
    reader = _FirstReader(articles, find_quotations(body, articles).quoted)
    for line, after in zip(body, [*body[1:], None], strict=True):
        if articles:
            reader.take(line, head=bool(after and after.number in articles))
        else:
            reader.outside.take(line)
    # A list of annexes is below the text itself, be a chapter still open.
    return sorted(_names(reader.root, None, None), key=lambda named: named[0])


def _names(node: Node, parent: str | None, scope: str | None) -> Iterator[tuple[int, str]]:
    for child in node.children:
        eid = make_eid(scope if child.top else parent, child.kind, child.number)
        yield child.line, eid
        yield from _names(child, eid, eid if child.kind == "att" else scope)


class _FirstLists(PolicyReader):
    """Lists outside of articles: no boxes, no numbers 1.1, and none that begins again."""

    def take(self, line: Line) -> None:
        state, base = self.state, self.open[0][1]
        if line.is_row:
            state.add_row(self.innermost, line)
            return
        state.table = None
        if line.apart or (line.number in state.quoted and base.children):
            add_quotation(self.innermost, line)
            return
        marker = first_marker(line)
        if marker and self._counts(marker):
            self._item(line.number, marker)
        elif not line.hashes:
            self._unnumbered("para", line.number, "", line.text)
        elif line.hashes > 1 or base.children or first_division(line, head=False):
            self.heading(line)

    def heading(self, line: Line) -> None:
        self._unnumbered("crossheading", line.number, line.text, "")


class _FirstArticle(ArticleReader):
    """An article: what a paragraph leads to is below that paragraph, not below an item."""

    def take(self, line: Line) -> None:
        state = self.state
        apart = bool(line.apart) or (line.number in state.quoted and bool(self.items))
        marker = None if line.is_row or apart else first_marker(line)
        is_item = marker and not marker.weak and self._is_item(marker)
        if not line.is_row:
            state.table = None
        if not self.items and (line.is_row or apart or is_item):
            self.paragraph(line.number, "")
        if line.is_row:
            state.add_row(self.innermost, line)
        elif apart:
            add_quotation(self.innermost, line)
        elif marker and is_item:
            self._item(line.number, marker)
        else:
            self.paragraph(line.number, line.text)

    def _give_to_item(self) -> None:
        pass


class _FirstReader:
    """编章节, 条 with 款项目, annexes, the preamble; what is in no article by levels of items."""

    def __init__(self, articles: Mapping[int, ArticleMark], quoted: frozenset[int]) -> None:
        self.articles, self.quoted = articles, quoted
        self.root = root()
        self._begin(self.root)
        self.seen_article = self.started = False
        self.contents: str | None = None
        self.first = ("", "")

    def take(self, line: Line, *, head: bool) -> None:
        """Read a line of a law; ``head`` where an article follows at once."""
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
            number = str(annex.value) if annex.value else next_number(self.root, "att")
            name, _ = unique_number(self.root, "att", number)
            self._begin(self._add(self.root, "att", name, line.number))
        elif self.seen_article and is_first_list_of_annexes(line):
            self._leave(self.scope)
            self.outside.take(line)
        else:
            self._text(line)

    @property
    def scope(self) -> Node:
        """The text or the annex that is open."""
        return self.state.node

    @property
    def above(self) -> Node:
        """The division that is open, else the scope."""
        return self.divisions[-1] if self.divisions else self.scope

    def _add(self, above: Node, kind: str, number: str, line: int) -> Node:
        node = Node(kind, number, "", "", "", line, top=kind == "art")
        above.children.append(node)
        return node

    def _begin(self, scope: Node) -> None:
        """Open a scope: the text or an annex."""
        reporter = Reporter(Path(), Problems())
        self.state = ScopeState(scope, reporter, [], self.quoted, {}, headed=False)
        self.divisions: list[Node] = []
        self._leave(scope)

    def _leave(self, base: Node) -> None:
        """End the article; what follows is below ``base``."""
        self.article: _FirstArticle | None = None
        self.state.table = None
        self.outside = _FirstLists(base, self.state)

    def _text(self, line: Line) -> None:
        if self.article is None:
            self.outside.take(line)
        elif line.hashes and not first_marker(line):
            self._leave(self.above)
            self.outside.heading(line)
        else:
            self.article.take(line)

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
            self._leave(self._add(self.root, "preamble", "", line.number))
        elif not is_enactment(line) and not (line.hashes == 1 and not self.root.children):
            marker = first_marker(line)
            if marker and not self.root.children:
                is_heading = (
                    "。" not in marker.rest and plain_words(marker.rest)[-1:] not in "；;:："
                )
                self.first = marker.kind, marker.rest if is_heading else ""
            self.outside.take(line)

    def _division(self, line: int, division: Division) -> None:
        self._drop_contents(division)
        self.started = True
        while self.divisions and LEVELS[self.divisions[-1].kind] >= LEVELS[division.kind]:
            self.divisions.pop()
        marker = Marker(division.kind, division.value, "", "")
        name = number_item(self.above, line, marker, self.state.order, self.state.reporter)
        self.divisions.append(self._add(self.above, division.kind, name, line))
        self._leave(self.divisions[-1])

    def _drop_contents(self, division: Division) -> None:
        """Forget bare headings, a list of contents, where the first of them is repeated."""
        head = division.kind, division.heading
        kinds = {node.kind for node in walk(self.root)} - {""}
        if kinds and self.first == head and kinds <= set(LEVELS) and not self.seen_article:
            self.root = root()
            self._begin(self.root)
        if not self.root.children:
            self.first = head

    def _article(self, mark: ArticleMark) -> None:
        self.started = self.seen_article = True
        self.contents = self.state.table = None
        name, _ = unique_number(self.scope, "art", mark.number)
        node = self._add(self.above, "art", name, mark.line)
        self.article = _FirstArticle(node, mark, frozenset(), self.state)
        if text := article_title(mark.rest)[1]:
            self.article.paragraph(mark.line, text)
