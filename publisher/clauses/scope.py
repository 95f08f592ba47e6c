"""Reading one scope: 编章节 as headings, 条, the preamble, and lists outside of articles."""

from itertools import pairwise

from catalogue.model import CoverLine
from publisher.clauses.articles import ArticleMark
from publisher.clauses.divisions import (
    LEVELS,
    Division,
    find_division,
    find_heading,
    is_enactment,
    is_preamble,
)
from publisher.clauses.framing.frame import TextScope
from publisher.clauses.law import ArticleReader, article_title
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker
from publisher.clauses.policy import PolicyReader
from publisher.clauses.tree import Node, ScopeState, number_item, report_gap, unique_number


class ScopeReader:
    """Reads the lines of a scope: one place is open, in an article or outside of them.

    ``heads`` are the lines right before an article. ``lists`` and ``articles`` read what is in
    no article, and articles.
    """

    lists: type[PolicyReader] = PolicyReader
    articles: type[ArticleReader] = ArticleReader

    def __init__(self, scope: TextScope, state: ScopeState) -> None:
        self.scope = scope
        self.state = state
        self.heads = {
            line.number
            for line, below in pairwise(scope.lines)
            if below.number in scope.articles.taken
        }
        self.divisions: list[Node] = []
        self.article: ArticleReader | None = None
        self.outside = self.lists(state.node, state)
        self.started = bool(scope.kind)
        self.last: ArticleMark | None = None

    def read(self) -> None:
        """Read all lines."""
        articles = self.scope.articles.taken
        read_line = self._line_of_law if articles else self._line
        for line in self.scope.lines:
            read_line(line)
        for mark in self.scope.articles.passed_over if articles else ():
            self.state.reporter.report(mark.line, "C004.read_as_text", printed=mark.printed)

    def _line(self, line: Line) -> None:
        """Put a line of a scope without articles where it belongs."""
        heading = find_heading(line) if self.scope.headed and line.opening[0] == "第" else None
        if heading and not line.apart and line.number not in self.state.quoted:
            self._division(line, heading)
        else:
            self.outside.take(line)

    def _line_of_law(self, line: Line) -> None:
        articles = self.scope.articles
        if line.apart or line.number in articles.added:
            (self.article or self.outside).take(line)
        elif mark := articles.taken.get(line.number):
            self._article(mark)
        elif division := find_division(line, head=line.number in self.heads):
            self._division(line, division)
        elif self.started:
            self._text(line)
        else:
            self._before(line)

    def _text(self, line: Line) -> None:
        if self.article is None:
            self.outside.take(line)
        elif line.hashes and not self._marker(line):
            # A marked heading without a number ends the article.
            self._leave_article(self.divisions[-1] if self.divisions else self.state.node)
            self.outside.heading(line)
        else:
            self.article.take(line)

    def _marker(self, line: Line) -> Marker | None:
        return find_marker(line.opening)

    def _leave_article(self, base: Node) -> None:
        self.article = None
        self.state.table = None
        self.outside = self.lists(base, self.state)

    def _before(self, line: Line) -> None:
        if is_preamble(line):
            self.started = True
            preamble = Node("preamble", "", "", line.text, "", line.number)
            self.state.node.children.append(preamble)
            self._leave_article(preamble)
        elif is_enactment(line):
            self.state.cover.append(CoverLine(line.number, "enactment", line.text))
        elif line.hashes == 1 and not self.state.node.children:
            self.state.cover.append(CoverLine(line.number, "title", line.text))
        else:
            self.outside.take(line)

    def _division(self, line: Line, division: Division) -> None:
        self.started = True
        level = LEVELS[division.kind]
        while self.divisions and LEVELS[self.divisions[-1].kind] >= level:
            self.divisions.pop()
        parent = self.divisions[-1] if self.divisions else self.state.node
        marker = Marker(division.kind, division.value, division.printed, division.heading)
        name = number_item(parent, line.number, marker, self.state.order, self.state.reporter)
        node = Node(division.kind, name, division.printed, division.heading, "", line.number)
        parent.children.append(node)
        self.divisions.append(node)
        self._leave_article(node)

    def _article(self, mark: ArticleMark) -> None:
        state = self.state
        self.started, state.table = True, None
        name, again = unique_number(state.node, "art", mark.number)
        if again:
            state.reporter.report(mark.line, "C001.again", printed=mark.printed)
        elif not self._follows(mark):
            before = self.last.printed if self.last else None
            report_gap(state.reporter, mark.line, mark.printed, before)
        self.last = mark
        parent = self.divisions[-1] if self.divisions else state.node
        heading, text = article_title(mark.rest)
        node = Node("art", name, mark.printed, heading, "", mark.line, top=True)
        parent.children.append(node)
        self.article = self.articles(node, mark, state)
        if text:
            self.article.paragraph(mark.line, text)

    def _follows(self, mark: ArticleMark) -> bool:
        value, sub = mark.key
        if self.last is None or (value, sub) == (1, 0):
            return self.last is not None or value == 1
        before, before_sub = self.last.key
        return (value == before and sub == before_sub + 1) or (value == before + 1 and sub == 0)
