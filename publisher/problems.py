"""What is wrong with the sources: every problem is named by place, then the build fails.

The codes are listed with their meaning in ``docs/codes.md``; a test compares.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """An error stops the build; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


CODES: dict[str, Severity] = {
    "Y001": Severity.ERROR,
    "Y002": Severity.ERROR,
    "Y003": Severity.ERROR,
    "Y004": Severity.ERROR,
    "Y005": Severity.ERROR,
    "S001": Severity.ERROR,
    "S002": Severity.ERROR,
    "S003": Severity.ERROR,
    "S004": Severity.ERROR,
    "S005": Severity.ERROR,
    "S006": Severity.ERROR,
    "S007": Severity.ERROR,
    "S008": Severity.ERROR,
    "S009": Severity.ERROR,
    "S010": Severity.ERROR,
    "S011": Severity.ERROR,
    "C001": Severity.WARNING,
    "C002": Severity.WARNING,
    "C003": Severity.WARNING,
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault at one place; ``line`` counts from 1."""

    path: Path
    line: int
    code: str
    text: str

    @property
    def severity(self) -> Severity:
        """What the fault means for the build."""
        return CODES[self.code]

    def __str__(self) -> str:
        """Write it as ``path:line: CODE text``."""
        return f"{self.path}:{self.line}: {self.code} {self.text}"


@dataclass(slots=True)
class Problems:
    """All that was found so far, in the order in which it was found."""

    found: list[Problem] = field(default_factory=list)

    def add(self, path: Path, line: int, code: str, text: str) -> None:
        """Note a fault; the code must be one of ``CODES``."""
        if code not in CODES:
            raise KeyError(code)
        self.found.append(Problem(path, line, code, text))

    @property
    def errors(self) -> list[Problem]:
        """Those that stop the build."""
        return [problem for problem in self.found if problem.severity is Severity.ERROR]

    def __iter__(self) -> Iterator[Problem]:
        """Walk them by place."""
        return iter(sorted(self.found))


class BuildFailed(Exception):  # noqa: N818 - it says what happened
    """The sources have errors, or the build could not be made; the old site stands."""
