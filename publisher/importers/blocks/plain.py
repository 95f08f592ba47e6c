"""Reading plain text and Markdown: each line is a block."""

import re
from dataclasses import replace
from itertools import groupby

from publisher.clauses.markers import strip
from publisher.importers.blocks.encoding import decode
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText
from publisher.importers.blocks.limits import ImportLimits

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c]")
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+(.+?)(?:[ \t]+#+)?$")
_TABLE_ROW = re.compile(r"\|.*\|")


def read_txt(raw: bytes, limits: ImportLimits) -> ImportedText:
    """Read a plain text; I007 where none of the encodings fits, I004 where it is too long."""
    text, encoding = decode(raw)
    blocks = (Block(line, paragraph=at) for at, line in enumerate(_lines(text, limits), 1))
    return ImportedText(tuple(blocks), encoding=encoding)


def read_markdown(raw: bytes, limits: ImportLimits) -> ImportedText:
    """Read Markdown: ``#`` is the title, deeper headings are headings, tables stay tables."""
    text, encoding = decode(raw)
    lines = enumerate(_lines(text, limits), 1)
    blocks: list[Block] = []
    for is_row, group in groupby(lines, lambda each: bool(_TABLE_ROW.fullmatch(each[1]))):
        numbered = list(group)
        if is_row:
            table = "\n".join(line for _, line in numbered)
            blocks.append(Block(table, BlockRole.TABLE, paragraph=numbered[0][0]))
        else:
            blocks += [replace(_markdown(line), paragraph=at) for at, line in numbered]
    return ImportedText(tuple(blocks), encoding=encoding, is_markdown=True)


def _lines(text: str, limits: ImportLimits) -> list[str]:
    text = _LINE_ENDS.sub("\n", text)
    if text.count("\n") > limits.lines:
        raise ImportFault("I004.lines", most=limits.lines)
    return [strip(line) for line in text.split("\n")]


def _markdown(line: str) -> Block:
    heading = _HEADING.fullmatch(line)
    if not heading:
        return Block(line)
    return Block(heading[2], BlockRole.TITLE if len(heading[1]) == 1 else BlockRole.HEADING)
