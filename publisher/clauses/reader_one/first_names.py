"""From a text to the ids that the first reader gave its clauses, each with its line.

Where a rule of today is the rule of then it is shared; tests hold both to what was sealed.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalogue.ids import make_eid
from publisher.clauses.articles import Articles
from publisher.clauses.divisions import LEVELS, Division, is_contents, is_enactment
from publisher.clauses.framing.frame import TextScope
from publisher.clauses.law import ArticleReader
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
from publisher.clauses.scope import ScopeReader
from publisher.clauses.tree import (
    Node,
    Reporter,
    ScopeState,
    next_number,
    root,
    unique_number,
    walk,
)
from publisher.problems import Problems


def first_names(text: str) -> list[tuple[int, str]]:
    """Return the line (from 1) and the eId of every clause, in the order of the lines."""
    body = without_first_closing(set_apart(read_lines(text))[0])
    articles = first_articles(body, find_quotations(body).quoted)
    quotations = find_quotations(body, articles)
    top, reporter = root(), Reporter(Path(), Problems())
    scope = TextScope(tuple(body), Articles(articles), quotations, {}, headed=False)
    state = ScopeState(top, reporter, [], quotations.quoted, {}, headed=False)
    _FirstReader(scope, state).read()
    # A list of annexes is below the text itself, be a chapter still open.
    return sorted(_names(top, None, None), key=lambda named: named[0])


def _names(node: Node, parent: str | None, scope: str | None) -> Iterator[tuple[int, str]]:
    for child in node.children:
        eid = make_eid(scope if child.top else parent, child.kind, child.number)
        yield child.line, eid
        yield from _names(child, eid, eid if child.kind == "att" else scope)


class _FirstLists(PolicyReader):
    """Lists outside of articles: no boxes, no numbers 1.1, and none that begins again."""

    def _read(self, line: Line) -> None:
        marker = first_marker(line)
        if marker and self._counts(marker):
            self._item(line.number, marker)
        elif not line.hashes:
            self._unnumbered("para", line.number, "", line.text)
        elif line.hashes > 1 or self.open[0][1].children or first_division(line, head=False):
            self.heading(line)

    def heading(self, line: Line) -> None:
        self._unnumbered("crossheading", line.number, line.text, "")


class _FirstArticle(ArticleReader):
    """An article: what a paragraph leads to is below that paragraph, not below an item."""

    def take(self, line: Line) -> None:
        # A 款 without words is on the line of what is below it.
        self.mark = replace(self.mark, line=line.number)
        super().take(line)

    def _marker(self, line: Line) -> Marker | None:
        return first_marker(line)

    def _give_to_item(self) -> None:
        pass


class _FirstReader(ScopeReader):
    """编章节, 条 with 款项目, annexes, the preamble; what is in no article by levels of items."""

    lists, articles = _FirstLists, _FirstArticle

    def __init__(self, scope: TextScope, state: ScopeState) -> None:
        super().__init__(scope, state)
        self.root = state.node
        self.contents: str | None = None
        self.first = ("", "")

    def _line_of_law(self, line: Line) -> None:
        mark = None if line.apart else self.scope.articles.taken.get(line.number)
        is_head = line.number in self.heads
        division = None if line.apart or mark else first_division(line, head=is_head)
        if line.apart:
            self._text(line)
        elif mark:
            self.contents = None
            self._article(mark)
        elif self._in_contents(line, division):
            return
        elif division:
            self._drop_contents(division)
            self._division(line, division)
        elif not self.started:
            self._before(line)
        elif self.last and (annex := first_annex(line)):
            self._annex(line.number, annex)
        elif self.last and is_first_list_of_annexes(line):
            self._leave_article(self.state.node)
            self.outside.take(line)
        else:
            self._text(line)

    def _marker(self, line: Line) -> Marker | None:
        return first_marker(line)

    def _annex(self, line: int, annex: Marker) -> None:
        number = str(annex.value) if annex.value else next_number(self.root, "att")
        name, _ = unique_number(self.root, "att", number)
        node = Node("att", name, "", "", "", line)
        self.root.children.append(node)
        self.state = replace(self.state, node=node)
        self.divisions = []
        self._leave_article(node)

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
        marker = first_marker(line)
        if marker and not self.root.children and not is_enactment(line):
            is_heading = "。" not in marker.rest and plain_words(marker.rest)[-1:] not in "；;:："
            self.first = marker.kind, marker.rest if is_heading else ""
        super()._before(line)

    def _drop_contents(self, division: Division) -> None:
        """Forget bare headings, a list of contents, where the first of them is repeated."""
        head = division.kind, division.heading
        kinds = {node.kind for node in walk(self.root)} - {""}
        if kinds and self.first == head and kinds <= set(LEVELS) and not self.last:
            self.divisions.clear()
            self.root.children.clear()
            self.root.counts.clear()
            self.root.used.clear()
        if not self.root.children:
            self.first = head
