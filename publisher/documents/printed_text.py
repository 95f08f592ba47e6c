"""A version of a policy as it is printed, and the creation date of its files."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from catalogue.window import day_start
from interface.paper.printed import Block
from interface.paper.word_package import EARLIEST

# To be increased with every change of the files that are made from the same text.
FORM = "3"


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole document; ``source`` are the lines at its end that name its origin."""

    policy: str
    version: str
    title: str
    subject: str
    author: str
    day: date | None
    blocks: tuple[Block, ...]
    source: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return the hexadecimal SHA-256 of everything that goes into the files."""
        return hashlib.sha256(f"{FORM} {self!r}".encode()).hexdigest()


def created_on(day: date | None) -> datetime:
    """Return the creation time of a file: the first instant of a day in Beijing."""
    return day_start(day) if day else EARLIEST
