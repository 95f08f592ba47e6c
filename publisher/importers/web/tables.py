"""Tables of a page as rows of cells; merged cells take their place in the grid."""

from collections.abc import Callable, Iterator

from publisher.importers.blocks.imported_text import check_columns
from publisher.importers.word.wordml import Element

# No table has more cells in one direction; a page may claim any number.
_WIDEST = 100
_TALLEST = 2_000
# So many in one cell are a document, not a cell.
_PARAGRAPHS = 3


def is_layout(table: Element) -> bool:
    """Return whether a table only lays out the page: it has tables in it, or one cell a row."""
    nested = sum(1 for _ in table.iter("table")) > 1
    return nested or all(len([*row.iterchildren("td", "th")]) <= 1 for row in _rows(table))


def take_document(table: Element) -> Element | None:
    """Take a cell that holds a whole document out of a table of labels, and return it."""
    cells = [cell for row in _rows(table) for cell in row.iterchildren("td", "th")]
    long = [cell for cell in cells if sum(1 for _ in cell.iter("p", "div", "br")) >= _PARAGRAPHS]
    if len(long) != 1 or 3 * _size(long[0]) < _size(table):
        return None
    row = long[0].getparent()
    if row is not None:
        row.remove(long[0])
    return long[0]


def spread(table: Element, read: Callable[[Element], str]) -> tuple[list[list[str]], int]:
    """Return the rows of texts, and how many cells are merged into another one."""
    rows: list[list[str]] = []
    below: dict[int, int] = {}
    merged = 0
    for row in _rows(table):
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            merged += _skip(texts, below)
            across, down = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
            for column in range(len(texts), len(texts) + across):
                below[column] = down - 1
            texts += [read(cell), *[""] * (across - 1)]
            check_columns(texts)
            merged += across - 1
        merged += _skip(texts, below)
        rows.append(texts)
    return rows, merged


def _size(element: Element) -> int:
    return sum(map(len, element.itertext()))


def _skip(texts: list[str], below: dict[int, int]) -> int:
    """Add an empty text for each place into which a cell above extends; return how many."""
    filled = 0
    while below.get(len(texts), 0) > 0:
        below[len(texts)] -= 1
        texts.append("")
        filled += 1
    return filled


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from element.iterchildren("tr")


def _span(cell: Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() else 1
