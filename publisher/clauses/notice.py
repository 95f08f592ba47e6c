"""Reading a 公告: its own title, its paragraphs, who signed it and when."""

from dataclasses import dataclass

from publisher.clauses.markers import strip
from publisher.clauses.reader import split_closing


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is printed; ``closing`` is the signer and the date, line by line."""

    title: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]


def read_notice(text: str) -> Notice:
    """Read ``notice.md``: the first line is the title where it is marked with ``#``."""
    lines = [(number, strip(line)) for number, line in enumerate(text.split("\n"), 1)]
    body, closing = split_closing([(number, line) for number, line in lines if line])
    paragraphs = [line for _, line in body]
    titled = bool(paragraphs) and paragraphs[0].startswith("# ")
    return Notice(
        title=strip(paragraphs[0][2:]) if titled else "",
        paragraphs=tuple(paragraphs[1:] if titled else paragraphs),
        closing=tuple(line.text for line in closing),
    )
