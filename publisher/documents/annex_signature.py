"""The signature of a text with annexes: it precedes the first of them."""

from interface.printed import Block, PrintedLine, Style
from interface.signature import signature
from publisher.clauses.markdown.lines import Line as SourceLine
from publisher.clauses.reader import split_closing


def sign_above_annex(blocks: list[Block]) -> None:
    """Set the last lines before the annexes as a closing, if they are one."""
    end = len(blocks)
    while end and _is_text(blocks[end - 1]):
        end -= 1
    lines = [block for block in blocks[end:] if isinstance(block, PrintedLine)]
    texts = ["", *(line.text for line in lines)]  # what precedes is never part of it
    body, closing = split_closing([SourceLine(at, text, 0, text) for at, text in enumerate(texts)])
    if closing:
        first = len(body) - 1
        blocks[end + first :] = signature(lines[first:])


def _is_text(block: Block) -> bool:
    return isinstance(block, PrintedLine) and block.style is Style.BODY
