"""What stands inside a line of the source: words set bold, and the cells of a row."""

import re
from collections.abc import Iterator

BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def bold_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Part a text into its words, each with whether the source sets them bold."""
    at = 0
    for match in BOLD.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield match[1], True
        at = match.end()
    if at < len(text):
        yield text[at:], False


def row_cells(row: str) -> list[str]:
    r"""Part a row of a Markdown table into its cells; ``\|`` is a bar inside a cell."""
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row[1:-1])]
