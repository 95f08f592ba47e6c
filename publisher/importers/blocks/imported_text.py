"""What a reader of any format returns: blocks of text in reading order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault

_MOST_CELLS, _MOST_COLUMNS = 200_000, 1_000


class BlockRole(Enum):
    """What the source says that a block is."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    r"""A line of text, or a table; an empty text is a blank line.

    Only a table's text holds ``\n``: it is a Markdown pipe table, whose cells are ``rows``.
    ``paragraph`` is the number of the paragraph of the file that it is from, as ``Repairs``
    names it; 0 is none.
    """

    text: str
    role: BlockRole = BlockRole.TEXT
    rows: tuple[tuple[str, ...], ...] = ()
    paragraph: int = 0

    def changed(self, change: Callable[[str], str]) -> "Block":
        """Return the block with its text changed, or with each of its cells changed."""
        if not self.rows:
            return replace(self, text=change(self.text))
        return table_block([[change(cell) for cell in row] for row in self.rows], self.paragraph)


@dataclass(frozen=True, slots=True)
class ImportedText:
    """A file as it was read; ``name`` is a title that is not part of its text.

    ``is_markdown`` is whether * and its like are marks; otherwise they are characters.
    ``is_page`` is whether a portal may have set lines of its own around the text;
    ``published`` is when it says that it published it, as it writes moments.
    """

    blocks: tuple[Block, ...]
    name: str = ""
    encoding: str = ""
    is_markdown: bool = False
    is_page: bool = False
    published: str = ""


def lines_of(text: str, role: BlockRole = BlockRole.TEXT, paragraph: int = 0) -> list[Block]:
    """Split a paragraph at its line breaks; blank lines inside it are kept."""
    lines = map(strip, text.split("\n"))
    return [Block(line, role, paragraph=paragraph) for line in lines]


def table_block(rows: Sequence[Sequence[str]], paragraph: int = 0) -> Block:
    """Make a Markdown pipe table; the first row is its head."""
    width = max(map(len, rows))
    if width * len(rows) > _MOST_CELLS:
        raise ImportFault("I004.table", most=_MOST_CELLS)
    full = tuple((*map(_cell, row), *[""] * (width - len(row))) for row in rows)
    lines = [_row(full[0]), "|" + " --- |" * width, *map(_row, full[1:])]
    return Block("\n".join(lines), BlockRole.TABLE, full, paragraph)


def check_columns(row: Sequence[str]) -> None:
    """Refuse a row with more cells than any table has; a file may claim any number (I004)."""
    if len(row) > _MOST_COLUMNS:
        raise ImportFault("I004.columns", most=_MOST_COLUMNS)


def _cell(text: str) -> str:
    return " ".join(strip(line) for line in text.split("\n") if strip(line))


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in escaped)
