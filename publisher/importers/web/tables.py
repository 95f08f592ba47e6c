"""Tables of a page as rows of cells; merged cells take their place in the grid."""

from collections.abc import Callable, Iterator

from publisher.importers.word.wordml import Element

# More cells than this in one direction no table has; a page may claim any number.
_WIDEST = 100
_TALLEST = 2_000


def is_layout(table: Element) -> bool:
    """Tell a table that only lays out the page: it holds tables, or one cell a row."""
    if next(table.iter("table"), None) is not None and sum(1 for _ in table.iter("table")) > 1:
        return True
    return all(len(list(_cells(row))) <= 1 for row in _rows(table))


def spread(table: Element, read: Callable[[Element], str]) -> tuple[list[list[str]], int]:
    """Return the rows of texts, and how many cells are merged into another one."""
    rows: list[list[str]] = []
    below: dict[int, int] = {}
    merged = 0
    for row in _rows(table):
        texts: list[str] = []
        for cell in _cells(row):
            merged += _skip(texts, below)
            across, down = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
            for column in range(len(texts), len(texts) + across):
                below[column] = down - 1
            texts += [read(cell), *[""] * (across - 1)]
            merged += across - 1
        merged += _skip(texts, below)
        rows.append(texts)
    return rows, merged


def _skip(texts: list[str], below: dict[int, int]) -> int:
    """Fill the places that a cell above reaches down to."""
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


def _cells(row: Element) -> Iterator[Element]:
    return row.iterchildren("td", "th")


def _span(cell: Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() else 1
