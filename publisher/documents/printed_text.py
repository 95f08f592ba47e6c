"""A version of a policy as it is printed, and the day that its files give for their making."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from catalogue.window import day_start
from look.printed import Block
from look.word_package import EARLIEST

# Grows with every change of what the files made from the same text look like.
FORM = "3"


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole document; ``source`` are the lines at its end that say where it is from."""

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
    """Return the instant that a file gives for its making: the first of a day in Beijing."""
    return day_start(day) if day else EARLIEST
