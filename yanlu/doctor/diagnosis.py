"""One line of what the doctor finds."""

from enum import StrEnum
from typing import NamedTuple

from interface.command_line import said


class Mark(StrEnum):
    """How a thing is; words of ``said``."""

    GOOD = "good"
    LOOK = "look"
    WRONG = "WRONG"


class Diagnosis(NamedTuple):
    """What is about which thing, with what to do where it is not good."""

    mark: Mark
    subject: str
    words: str

    def __str__(self) -> str:
        """Return it as one line."""
        return said("%(mark)-5s  %(subject)s: %(words)s", mark=said(self.mark),
            subject=self.subject, words=" ".join(self.words.split()))  # fmt: skip
