"""Reading laws: 编章节 as headings, 条 with their 款, 项 and 目, annexes, what stands before.

Every 款 is a clause of its own, the first too. What stands in no article (a preamble, an
annex without articles) is read as a policy text is.
"""

import re

from catalogue.model import CoverLine
from catalogue.numerals import from_chinese
from publisher.clauses.articles import ArticleMark
from publisher.clauses.divisions import (
    LEVELS,
    Annex,
    Division,
    find_annex,
    find_division,
    is_contents,
    is_enactment,
    is_list_of_annexes,
    is_preamble,
)
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, strip
from publisher.clauses.policy import PolicyReader, number_item, report_gap
from publisher.clauses.tree import (
    Node,
    Reporter,
    Tables,
    add_quotation,
    next_number,
    root,
    unique_number,
)

_TITLE = re.compile(r"(【[^】]{1,40}】|〔[^〕]{1,40}〕)(.*)|([(（][^()（）]{1,40}[)）])")
_GLUED = re.compile(
    r"(?<=[。；])[ \u3000]*(第[一二三四五六七八九十百千零〇]{1,9}条)"
    r"(?!第|[款项目的规所、和及与或至])"
)
# 项 hang on a 款, 目 on a 项; an older law may count its 项 as 一、二、
_ITEM_LEVELS = {"sec": 1, "part": 1, "point": 2, "indent": 3, "indent_nn": 4}
_ITEM_KINDS = {"sec": "point", "part": "point", "point": "indent", "indent": "subindent"}


class LawReader:
    """Reads the lines of a law whose articles were found before.

    ``heads`` are the lines right in front of an article or a division.
    """

    def __init__(
        self,
        articles: dict[int, ArticleMark],
        heads: set[int],
        quoted: frozenset[int],
        reporter: Reporter,
    ) -> None:
        self.articles = articles
        self.quoted = quoted
        self.heads = heads
        self.reporter = reporter
        self.root = root()
        self.cover: list[CoverLine] = []
        self.scope = self.root
        self.divisions: list[Node] = []
        self.article: Node | None = None
        self.items: list[tuple[int, Node]] = []
        self.tables = Tables()
        self.outside = PolicyReader(self.root, reporter, self.cover, quoted)
        self.last: ArticleMark | None = None
        self.contents: str | None = None
        self.started = False

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        if line.apart:
            self._apart(line)
            return
        mark = self.articles.get(line.number)
        division = None if mark else find_division(line, head=line.number in self.heads)
        if mark:
            self._article(mark)
        elif self._in_contents(line, division):
            self.cover.append(CoverLine(line.number, "contents", line.text))
        elif division:
            self._division(line, division)
        elif not self.started:
            self._before(line)
        elif self.last and (annex := find_annex(line)):
            self._annex(line, annex)
        elif self.last and is_list_of_annexes(line):
            self.article, self.outside = (
                None,
                self._outside(self.scope),
            )
            self.outside.take(line)
        else:
            self._text(line)

    def _apart(self, line: Line) -> None:
        """Put what is not read below the clause before it."""
        if self.article is None:
            self.outside.take(line)
            return
        self.tables.current = None
        add_quotation(self._innermost(self.article, line), line)

    def _text(self, line: Line) -> None:
        if self.article is None:
            self.outside.take(line)
        elif line.hashes and not find_marker(line.opening):
            self._heading(line)
        else:
            self._inside(line, self.article)

    def _outside(self, base: Node) -> PolicyReader:
        self.tables.current = None
        return PolicyReader(base, self.reporter, self.cover, self.quoted, self.scope)

    def _in_contents(self, line: Line, division: Division | None) -> bool:
        """Follow a list of contents: it ends where its first entry stands again."""
        if self.contents is None:
            if not self.started and is_contents(line):
                self.contents = ""
                return True
            return False
        entry = f"{division.kind}{division.value}" if division else line.text
        if self.contents == entry or len(line.text) > 60:
            self.contents = None
            return False
        self.contents = self.contents or entry
        return True

    def _before(self, line: Line) -> None:
        if is_preamble(line):
            self._start(Node("preamble", "", "", line.text, "", line.number))
        elif is_enactment(line):
            self.cover.append(CoverLine(line.number, "enactment", line.text))
        elif line.hashes == 1 and not self.root.children:
            self.cover.append(CoverLine(line.number, "title", line.text))
        else:
            self.outside.take(line)

    def _start(self, node: Node) -> None:
        self.started = True
        self.root.children.append(node)
        self.outside = self._outside(node)

    def _division(self, line: Line, division: Division) -> None:
        self._drop_contents(division)
        self.started, self.article = True, None
        level = LEVELS[division.kind]
        while self.divisions and LEVELS[self.divisions[-1].kind] >= level:
            self.divisions.pop()
        parent = self.divisions[-1] if self.divisions else self.scope
        marker = Marker(division.kind, division.value, division.printed, division.heading)
        name = self._name_division(parent, line.number, marker)
        node = Node(division.kind, name, division.printed, division.heading, "", line.number)
        parent.children.append(node)
        self.divisions.append(node)
        self.outside = self._outside(node)

    def _name_division(self, parent: Node, line: int, marker: Marker) -> str:
        # Chapters may run on through the parts of a code: the first of a part is in step.
        if marker.kind not in parent.counts and marker.value:
            parent.counts[marker.kind] = marker.value - 1
        return number_item(parent, line, marker, self.reporter)

    def _drop_contents(self, division: Division) -> None:
        """Take empty headings for a list of contents where the first stands again."""
        nodes = self.scope.children
        first = next((node for node in nodes if node.kind in LEVELS), None)
        same = first and (first.kind, first.heading) == (division.kind, division.heading)
        if not same or self.last or any(_holds_text(node) for node in nodes):
            return
        for node in nodes:
            self.cover += [_contents_line(each) for each in _all(node)]
        nodes.clear()
        self.scope.counts.clear()
        self.scope.used.clear()
        self.divisions.clear()

    def _annex(self, line: Line, annex: Annex) -> None:
        number = str(annex.value) if annex.value else next_number(self.root, "att")
        name, again = unique_number(self.root, "att", number)
        if again:
            self.reporter.report(line.number, "C001.again", printed=annex.printed)
        node = Node("att", name, annex.printed, annex.heading, "", line.number)
        self.scope, self.divisions, self.article = node, [], None
        self._start(node)

    def _article(self, mark: ArticleMark) -> None:
        self.started, self.contents, self.tables.current = True, None, None
        name, again = unique_number(self.scope, "art", mark.number)
        if again:
            self.reporter.report(mark.line, "C001.again", printed=mark.printed)
        elif not self._follows(mark):
            before = self.last.printed if self.last else None
            report_gap(self.reporter, mark.line, mark.printed, before)
        self.last = mark
        parent = self.divisions[-1] if self.divisions else self.scope
        heading, text = _article_title(mark.rest)
        node = Node("art", name, mark.printed, heading, "", mark.line, top=True)
        parent.children.append(node)
        self.article, self.items = node, []
        if text:
            self._paragraph(node, mark.line, text)

    def _follows(self, mark: ArticleMark) -> bool:
        value, sub = mark.key
        if self.last is None or (value, sub) == (1, 0):
            return self.last is not None or value == 1
        before, before_sub = self.last.key
        return (value == before and sub == before_sub + 1) or (value == before + 1 and sub == 0)

    def _paragraph(self, article: Node, line: int, text: str) -> None:
        name = next_number(article, "para")
        node = Node("para", name, "", "", text, line)
        article.children.append(node)
        self.items = [(0, node)]
        self._report_glued(line, text)

    def _report_glued(self, line: int, text: str) -> None:
        for found in _GLUED.finditer(text):
            following = self.last and from_chinese(found[1][1:-1]) == self.last.key[0] + 1
            if following:
                self.reporter.report(line, "C003.glued", printed=found[1])

    def _inside(self, line: Line, article: Node) -> None:
        if line.is_row:
            self.tables.add(self.scope, self._innermost(article, line), line)
            return
        self.tables.current = None
        if line.number in self.quoted and self.items:
            add_quotation(self.items[-1][1], line)
            return
        marker = find_marker(line.opening)
        if marker is None or marker.weak or not self._is_item(marker):
            self._paragraph(article, line.number, line.text)
            return
        self._innermost(article, line)
        level = _ITEM_LEVELS[marker.kind]
        while self.items[-1][0] >= level:
            self.items.pop()
        kind = _ITEM_KINDS.get(marker.kind, marker.kind)
        parent = self.items[-1][1]
        item = Marker(kind, marker.value, marker.printed, marker.rest)
        name = number_item(parent, line.number, item, self.reporter)
        node = Node(kind, name, marker.printed, "", marker.rest, line.number)
        parent.children.append(node)
        self.items.append((level, node))

    def _heading(self, line: Line) -> None:
        """End the article at a marked heading that has no number."""
        self.article = None
        self.outside = self._outside(self.divisions[-1] if self.divisions else self.scope)
        self.outside.heading(line)

    def _innermost(self, article: Node, line: Line) -> Node:
        if not self.items:
            self._paragraph(article, line.number, "")
        return self.items[-1][1]

    def _is_item(self, marker: Marker) -> bool:
        """Doubt a first 一、 behind （一）, which a following text of the same file opens."""
        return marker.kind != "part" or not any(
            node.printed and node.printed[0] in "(（" for _, node in self.items
        )


def _article_title(rest: str) -> tuple[str, str]:
    """Part what stands behind 第…条 into its title, if it has one, and its text.

    A bracket is a title only where nothing follows it: 第二十二条 （镇）土地利用… has none.
    """
    match = _TITLE.fullmatch(rest)
    if not match:
        return "", rest
    return (match[1], strip(match[2])) if match[1] else (match[3], "")


def _all(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _all(child))]


def _holds_text(node: Node) -> bool:
    return any(each.kind not in LEVELS for each in _all(node))


def _contents_line(node: Node) -> CoverLine:
    return CoverLine(node.line, "contents", f"{node.printed} {node.heading}".strip())
