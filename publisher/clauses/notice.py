"""Reading a 公告: its own title, its paragraphs, who signed it and when."""

from dataclasses import dataclass

from publisher.clauses.lines import read_lines
from publisher.clauses.reader import split_closing


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is printed; ``closing`` is the signer and the date, line by line."""

    title: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]


def read_notice(text: str) -> Notice:
    """Read ``notice.md``: the first line is the title where it is marked with ``#``."""
    body, closing = split_closing(read_lines(text))
    titled = bool(body) and body[0].hashes == 1
    return Notice(
        title=body[0].text if titled else "",
        paragraphs=tuple(line.text for line in body[titled:]),
        closing=tuple(line.text for line in closing),
    )
