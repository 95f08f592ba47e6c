"""Reading an article: its 款, 项 and 目. Every 款 is a clause of its own, the first too."""

import re

from catalogue.numerals import from_chinese
from publisher.clauses.articles import ArticleMark
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, strip
from publisher.clauses.tree import (
    Node,
    ScopeState,
    add_quotation,
    is_bracketed,
    next_number,
    number_item,
)

_TITLE = re.compile(r"(【[^】]{1,40}】|〔[^〕]{1,40}〕)(.*)|([(（][^()（）]{1,40}[)）])")
_GLUED = re.compile(
    r"(?<=[。；])[ \u3000]*(第[一二三四五六七八九十百千零〇]{1,9}条)"
    r"(?!第|[款项目的规所、和及与或至])"
)
# 项 belong to a 款, 目 to a 项; an older law may count its 项 as 一、二、
_LEVELS = {
    "sec": 1, "part": 1, "point": 2, "indent": 3, "subindent": 4, "subcl": 5, "indent_nn": 6,
}  # fmt: skip
_OF_ARTICLE = ("前款", "前项", "前两款", "本条")
_KINDS = {"sec": "point", "part": "point", "point": "indent", "indent": "subindent"}


class ArticleReader:
    """The open 款 and items of one article, each with its level.

    ``above`` are the items that were open before the last paragraph, a 款 until a list 1. 2.
    follows: then it belongs to the 项 above, and so does the list.
    """

    def __init__(self, article: Node, mark: ArticleMark, state: ScopeState) -> None:
        self.article = article
        self.mark = mark
        self.state = state
        self.order: dict[str, int] = {}
        self.items: list[tuple[int, Node]] = []
        self.above: list[tuple[int, Node]] = []

    @property
    def innermost(self) -> Node:
        """The clause that is open; an article that has nothing yet gets an empty 款."""
        if not self.items:
            self.paragraph(self.mark.line, "")
        return self.items[-1][1]

    def paragraph(self, line: int, text: str) -> None:
        """Add a 款."""
        node = Node("para", next_number(self.article, "para"), "", "", text, line)
        self.article.children.append(node)
        self.above, self.items = self.items, [(0, node)]
        for found in _GLUED.finditer(text):
            if from_chinese(found[1][1:-1]) == self.mark.key[0] + 1:
                self.state.reporter.report(line, "C003.glued", printed=found[1])

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        state = self.state
        if line.is_row:
            state.add_row(self.innermost, line)
            return
        state.table = None
        is_quoted = line.number in state.quoted and self.items
        if line.apart or is_quoted or line.number in state.added:
            # What is not read belongs to the clause before it.
            add_quotation(self.innermost, line, state.added)
            return
        marker = self._marker(line)
        if marker is None or marker.weak or not self._is_item(marker):
            self.paragraph(line.number, line.text)
        else:
            self._item(line.number, marker)

    def _marker(self, line: Line) -> Marker | None:
        return find_marker(line.opening)

    def _item(self, line: int, marker: Marker) -> None:
        level, kind = _LEVELS[marker.kind], _KINDS.get(marker.kind, marker.kind)
        if marker.kind == "subindent" and not self._is_below_item():
            level, kind = 2, "indent"
        if marker.kind == "point" and marker.value == 1:
            self._give_to_item()
        if not self.items:
            self.paragraph(self.mark.line, "")
        while self.items[-1][0] >= level:
            self.items.pop()
        parent = self.items[-1][1]
        item = Marker(kind, marker.value, marker.printed, marker.rest)
        name = number_item(parent, line, item, self.order, self.state.reporter)
        node = Node(kind, name, marker.printed, "", marker.rest, line)
        parent.children.append(node)
        if kind != "subcl":
            self.items.append((level, node))

    def _is_below_item(self) -> bool:
        """Return whether 1. or （1） is open, which 1） is below."""
        below = (node for _, node in self.items if node.kind in ("indent", "subindent"))
        return any(is_bracketed(node) or node.printed[-1] not in ")）" for node in below)

    def _give_to_item(self) -> None:
        """Hang the paragraph above a list 1. 2. on the 项 that was open: （一）, paragraph, 1."""
        last = self.items[-1][1] if len(self.items) == 1 else None
        if not last or last.children or not self.above or self.above[-1][0] != 1:
            return
        # 前款 is said in the next 款.
        if last.text.startswith(_OF_ARTICLE):
            return
        self.article.children.pop()
        self.article.counts["para"] -= 1
        item = self.above[-1][1]
        last.number = next_number(item, "para")
        item.children.append(last)
        self.items, self.above = self.above, []

    def _is_item(self, marker: Marker) -> bool:
        """Return False for a 一、 after （一）, which opens a following text of the same file."""
        return marker.kind != "part" or not any(is_bracketed(node) for _, node in self.items)


def article_title(rest: str) -> tuple[str, str]:
    """Split what follows 第…条 into its title, if it has one, and its text.

    A bracket is a title only where nothing follows it: 第二十二条 （镇）土地利用… has none.
    """
    match = _TITLE.fullmatch(rest)
    if not match:
        return "", rest
    return (match[1], strip(match[2])) if match[1] else (match[3], "")
