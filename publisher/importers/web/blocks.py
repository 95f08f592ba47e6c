"""From the elements of a page to blocks: lines, headings, tables, and what is dropped."""

import re
from collections.abc import Callable

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import Block, BlockRole, lines_of, table_block
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.marks import settled, without_marks
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.web.lists import OrderedList, open_list, style_of
from publisher.importers.web.looks import WebLook, web_look
from publisher.importers.web.math_ml import math_text
from publisher.importers.web.tables import is_layout, spread, take_document
from publisher.importers.word.controls import tick
from publisher.importers.word.formatting import leave_out
from publisher.importers.word.symbols import write_symbols
from publisher.importers.word.wordml import Element
from publisher.problems import Message

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
# What a reader does not see, or sees and cannot be given as text.
_UNREAD = {
    name: kind
    for kind, names in {
        "": "title meta link rp",
        "left_out.script": "script style noscript template",
        "left_out.form": "select button textarea datalist",
        "left_out.picture": "img svg canvas video audio",
        "left_out.embedded": "object iframe",
        "left_out.reading": "rt",
        "left_out.navigation": "nav aside footer",
    }.items()
    for name in names.split()
}
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_OF_TABLES = frozenset(["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"])
# Without text there is nothing to see of these.
_ONLY_TEXT = frozenset(["left_out.navigation", "left_out.hidden", "left_out.form"])
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(\d+\.?\d*|\.\d+)\s*(pt|px)", re.IGNORECASE)
# Addresses of menus and the like are of no use in a text; those of its annexes are.
_TO_A_FILE = re.compile(
    r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|zip|rar|odt)(?:[?#].*)?$", re.IGNORECASE
)
_WHITE = re.compile(r"[ \t\n\r\f]+")
# A page's source is broken where it gets long; no blank belongs between Chinese characters.
_BROKEN = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)
_TITLE_POINTS = 17.0
_LONGEST_TITLE = 60


class HtmlReader:
    """Reads a page from top to bottom; each text is added to the open line."""

    def __init__(self, repairs: Repairs, limits: ImportLimits, *, in_cell: bool = False) -> None:
        self.repairs = repairs
        self.limits = limits
        self.in_cell = in_cell
        self.blocks: list[Block] = []
        self.line: list[str] = []
        self.named: list[tuple[str, str]] = []
        self.label = ""
        self.role = BlockRole.TEXT
        self.titled = False
        self.kept_white = False
        self.kinds: dict[str, Callable[[Element, str], None]] = {
            "br": self._break, "input": self._input, "table": self._table, "embed": self._embed,
            "ol": self._list, "ul": self._list, "math": self._formula,
        }  # fmt: skip

    def read(self, element: Element) -> list[Block]:
        """Return all blocks of an element."""
        self._children(element)
        self._end_line()
        return self.blocks

    def _children(self, element: Element) -> None:
        self._add(element.text)
        for kid in element:
            if isinstance(kid.tag, str):
                self._element(kid, kid.tag.lower().rpartition(":")[2])
            self._add(kid.tail)

    def _add(self, text: str | None) -> None:
        if text and self.kept_white:
            self.line.append(text.replace("\n", "\v"))
        elif text:
            text = without_marks(text)
            # Fold white space as a browser does, but keep where a line of the source ended.
            self.line.append(_WHITE.sub(lambda found: "\n" if "\n" in found[0] else " ", text))

    def _element(self, element: Element, name: str) -> None:
        look = web_look(element, name)
        if name in _UNREAD:
            self._leave_out(_UNREAD[name], element)
        elif name in ("header", "form") and not _holds_text(element):
            self._leave_out("left_out.form" if name == "form" else "left_out.navigation", element)
        elif look.words.hidden or look.words.struck:
            kind = "left_out.hidden" if look.words.hidden else "left_out.struck"
            self._leave_out(kind, element)
        elif name in self.kinds:
            self.kinds[name](element, name)
        elif name in _BLOCKS:
            self._block(element, name)
        else:
            self._inline(element, name, look)

    def _break(self, _element: Element, _name: str) -> None:
        self.line.append("\v")

    def _input(self, element: Element, _name: str) -> None:
        """Write a box to tick; what else is filled in is no text."""
        kind, text = (element.get("type") or "text").lower(), element.get("value") or ""
        if kind in ("checkbox", "radio"):
            self.line.append(tick(is_on=element.get("checked") is not None))
            self.repairs.note("repair.field")
        elif text and kind != "hidden":
            self.repairs.leave_out("left_out.form", text)

    def _formula(self, element: Element, _name: str) -> None:
        self.line.append(math_text(element))
        self.repairs.note("repair.formula")

    def _embed(self, element: Element, _name: str) -> None:
        """List an object; the parser takes what follows it for its content."""
        self.repairs.leave_out("left_out.embedded", element.get("src") or "")
        self._children(element)

    def _inline(self, element: Element, name: str, look: WebLook) -> None:
        """Read words inside a line, and write them as they are shown."""
        start, blocks = len(self.line), len(self.blocks)
        if name == "a" and _TO_A_FILE.search(address := element.get("href") or ""):
            self.repairs.leave_out("left_out.address", address)
        self._children(element)
        if (look.is_plain and name != "q") or len(self.blocks) > blocks:
            return
        text = "".join(self.line[start:])
        if strip(text):
            self.named += [(kind, text) for kind in look.not_kept]
        if look.words.font and strip(text):
            text, is_known = write_symbols(text, look.words.font)
            self.repairs.note("repair.symbols")
            if not is_known:
                self.repairs.doubt(Message("doubt.symbol", {"text": strip(text)}))
        self.line[start:] = [f"“{text}”" if name == "q" else look.words.shown(text)]

    def _leave_out(self, kind: str, element: Element) -> None:
        if not kind:
            return
        text = "".join(element.itertext()) + (element.get("alt") or "")
        text = "" if kind == "left_out.script" else strip(_WHITE.sub(" ", text))
        if text or kind not in _ONLY_TEXT:
            self.repairs.leave_out(kind, text)

    def _block(self, element: Element, name: str) -> None:
        self._end_line()
        before, blocks = (self.role, self.kept_white), len(self.blocks)
        self.role = self._role(element, name)
        self.kept_white = self.kept_white or name == "pre"
        self._children(element)
        self._end_line()
        self.role, self.kept_white = before
        if name in ("p", "div") and len(self.blocks) == blocks:
            self._put(Block(""))

    def _role(self, element: Element, name: str) -> BlockRole:
        if name == "h1" and not self.titled:
            return BlockRole.TITLE
        if name in _HEADINGS:
            return BlockRole.HEADING
        if name == "p" and self.role is BlockRole.TEXT and _is_big_and_centred(element):
            return BlockRole.TITLE
        return self.role

    def _next_paragraph(self) -> int:
        """Count a paragraph; what is noted from now on is at the next one. 0 in a cell."""
        at = self.repairs.place
        if self.in_cell or not isinstance(at, int):
            return 0
        self.repairs.place = at + 1
        return at

    def _put(self, *blocks: Block) -> None:
        self.blocks += blocks
        if len(self.blocks) > self.limits.lines:
            raise ImportFault("I004.lines", most=self.limits.lines)

    def _end_line(self) -> None:
        text = _BROKEN.sub("", "".join(self.line))
        text = text if self.kept_white else _WHITE.sub(" ", text)
        self.line = []
        if not strip(text.replace("\v", "")):
            return
        if self.named:
            whole = strip(without_marks(text))
            for kind, words in self.named:
                leave_out(self.repairs, kind, strip(without_marks(words)), whole)
            self.named = []
        text, scripts = settled(text.replace("\v", "\n"))
        self.repairs.note("repair.scripts", scripts)
        at = self._next_paragraph()
        self.titled = self.titled or self.role is BlockRole.TITLE
        role = BlockRole.ITEM if self.label else self.role
        self._put(*lines_of(self.label + strip(text), role, at))
        self.label = ""

    def _list(self, element: Element, name: str) -> None:
        self._end_line()
        ordered = open_list(element) if name == "ol" else None
        bullets = name == "ul" and style_of(element) != "none"
        self._add(element.text)
        for item in element:
            if item.tag == "li":
                self._item(item, ordered, bullets=bullets)
            elif isinstance(item.tag, str):
                self._element(item, item.tag)
            self._add(item.tail)
        self._end_line()

    def _item(self, item: Element, ordered: OrderedList | None, *, bullets: bool) -> None:
        self._end_line()
        if ordered:
            self.label = ordered.label(item)
            self.repairs.note("repair.numbers", min(1, len(self.label)))
        elif bullets:
            self.label = "• "
            self.repairs.note("repair.bullets")
        self._children(item)
        self._end_line()
        if self.label:
            self._put(Block(strip(self.label)))
            self.label = ""

    def _table(self, table: Element, _name: str) -> None:
        self._end_line()
        if is_layout(table):
            self.repairs.note("repair.frames")
            self._children(table)
            self._end_line()
            return
        document = take_document(table)
        for caption in table.iterchildren("caption"):
            self._block(caption, "p")
        self._stray(table)
        rows, merged = spread(table, self._cell)
        self.repairs.note("repair.merged", merged)
        if any(any(row) for row in rows):
            self._put(table_block(rows, self._next_paragraph()))
        if document is not None:
            self.repairs.note("repair.frames")
            self._children(document)
            self._end_line()

    def _stray(self, table: Element) -> None:
        """Read what stands in a table but in none of its cells: browsers show it above."""
        for part in table.iter("table", "thead", "tbody", "tfoot", "tr"):
            self._add(part.text)
            for kid in part:
                if isinstance(kid.tag, str) and kid.tag not in _OF_TABLES:
                    self._element(kid, kid.tag)
                self._add(kid.tail)
        self._end_line()

    def _cell(self, cell: Element) -> str:
        blocks = HtmlReader(self.repairs, self.limits, in_cell=True).read(cell)
        return "\n".join(block.text for block in blocks if block.text)


def _holds_text(element: Element) -> bool:
    """Return whether a header or a form is around a text, as portals have it, or for itself."""
    return any(each.tag in _HEADINGS for each in element.iter()) or any(
        "。" in text for text in element.itertext()
    )


def _is_big_and_centred(element: Element) -> bool:
    text = strip("".join(element.itertext()))
    centred = element.get("align") == "center" or _CENTRED.search(element.get("style", ""))
    if not centred or not text or len(text) > _LONGEST_TITLE:
        return False
    return any(
        _points(each) >= _TITLE_POINTS for each in element.iter("p", "span", "font", "strong")
    )


def _points(element: Element) -> float:
    found = _SIZE.search(element.get("style", ""))
    size = float(found[1]) if found else 0.0
    return size * 0.75 if found and found[2].lower() == "px" else size
