"""Reading plain text and Markdown: each line is a block."""

import re
from dataclasses import replace

from publisher.clauses.markers import strip
from publisher.importers.blocks.encoding import decode
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c]")
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+(.+?)(?:[ \t]+#+)?$")
_TABLE_ROW = re.compile(r"\|.*\|")


def read_txt(raw: bytes) -> ImportedText:
    """Read a plain text; I007 where none of the encodings fits."""
    text, encoding = decode(raw)
    blocks = (Block(line, paragraph=at) for at, line in enumerate(_lines(text), 1))
    return ImportedText(tuple(blocks), encoding=encoding)


def read_markdown(raw: bytes) -> ImportedText:
    """Read Markdown: ``#`` is the title, deeper headings are headings, tables stay tables."""
    text, encoding = decode(raw)
    blocks: list[Block] = []
    for at, line in enumerate(_lines(text), 1):
        block = replace(_markdown(line), paragraph=at)
        if block.role is BlockRole.TABLE and blocks and blocks[-1].role is BlockRole.TABLE:
            table = blocks.pop()
            block = replace(table, text=f"{table.text}\n{line}")
        blocks.append(block)
    return ImportedText(tuple(blocks), encoding=encoding, is_markdown=True)


def _lines(text: str) -> list[str]:
    return [strip(line) for line in _LINE_ENDS.sub("\n", text).split("\n")]


def _markdown(line: str) -> Block:
    if _TABLE_ROW.fullmatch(line):
        return Block(line, BlockRole.TABLE)
    heading = _HEADING.fullmatch(line)
    if not heading:
        return Block(line)
    return Block(heading[2], BlockRole.TITLE if len(heading[1]) == 1 else BlockRole.HEADING)
