"""What is wrong with the sources: every problem is named by place, then the build fails.

The codes are listed with their meaning in ``docs/codes.md``; a test compares.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

# What would end the line, move the cursor or turn the text, and bytes of a name that is no UTF-8.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Severity(StrEnum):
    """An error stops the build; a warning is shown, a note tells; what is off is not said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


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
    "S012": Severity.WARNING,
    "S013": Severity.ERROR,
    "S014": Severity.WARNING,
    "S015": Severity.ERROR,
    "S016": Severity.ERROR,
    "S017": Severity.ERROR,
    "C001": Severity.WARNING,
    "C002": Severity.WARNING,
    "C003": Severity.WARNING,
    "C004": Severity.WARNING,
    "C005": Severity.WARNING,
    "M001": Severity.WARNING,
    "M002": Severity.WARNING,
    "M003": Severity.WARNING,
    "M004": Severity.WARNING,
    "M005": Severity.WARNING,
    "M006": Severity.WARNING,
    "M007": Severity.WARNING,
    "M008": Severity.WARNING,
    "K001": Severity.WARNING,
    "K002": Severity.WARNING,
    "K003": Severity.WARNING,
    "K004": Severity.WARNING,
    "K005": Severity.WARNING,
    "K006": Severity.WARNING,
    "K007": Severity.WARNING,
    "K008": Severity.WARNING,
    "K009": Severity.INFO,
    "K010": Severity.INFO,
    "K011": Severity.WARNING,
    "K012": Severity.INFO,
    "K013": Severity.WARNING,
    "K014": Severity.INFO,
    "K015": Severity.INFO,
    "K016": Severity.WARNING,
    "K017": Severity.WARNING,
    "K018": Severity.WARNING,
    "K019": Severity.WARNING,
    "K020": Severity.WARNING,
    "K021": Severity.WARNING,
    "K022": Severity.WARNING,
    "R001": Severity.ERROR,
    "R002": Severity.ERROR,
    "R003": Severity.ERROR,
    "R004": Severity.ERROR,
    "R005": Severity.ERROR,
    "R006": Severity.INFO,
    "R007": Severity.WARNING,
    "V001": Severity.ERROR,
    "V002": Severity.ERROR,
    "V003": Severity.ERROR,
    "V004": Severity.WARNING,
    "V005": Severity.ERROR,
    "V006": Severity.ERROR,
    "V007": Severity.ERROR,
    "V008": Severity.ERROR,
    "V009": Severity.ERROR,
    "V010": Severity.ERROR,
    "V011": Severity.ERROR,
    "I001": Severity.ERROR,
    "I002": Severity.ERROR,
    "I003": Severity.ERROR,
    "I004": Severity.ERROR,
    "I005": Severity.ERROR,
    "I006": Severity.ERROR,
    "I007": Severity.ERROR,
    "I008": Severity.ERROR,
    "I009": Severity.ERROR,
    "I010": Severity.ERROR,
}


@dataclass(frozen=True, slots=True, order=True)
class SourceProblem:
    """One fault at one place; ``line`` counts from 1."""

    path: Path
    line: int
    code: str
    text: str

    @property
    def severity(self) -> Severity:
        """What the fault means where the site says nothing else."""
        return CODES[self.code]

    def __str__(self) -> str:
        """Write it as ``path:line: CODE text``, in one line whatever the names are."""
        said = f"{self.path}:{self.line}: {self.code} {self.text}"
        return _UNPRINTABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), said)


@dataclass(slots=True)
class Problems:
    """All that was found so far, in the order in which it was found.

    ``severities`` is what the site set otherwise, by code.
    """

    found: list[SourceProblem] = field(default_factory=list)
    severities: dict[str, Severity] = field(default_factory=dict)

    def add(self, path: Path, line: int, code: str, text: str) -> None:
        """Note a fault; the code must be one of ``CODES``."""
        if code not in CODES:
            raise KeyError(code)
        self.found.append(SourceProblem(path, line, code, text))

    def of(self, severity: Severity) -> list[SourceProblem]:
        """Return those of one severity, in the order in which they were found."""
        return [problem for problem in self.found if self._severity(problem) is severity]

    @property
    def errors(self) -> list[SourceProblem]:
        """Those that stop the build."""
        return self.of(Severity.ERROR)

    def at(self, *paths: Path) -> list[SourceProblem]:
        """Return those of some files, and of what lies below some folders, by place."""
        return [each for each in self if {each.path, *each.path.parents} & {*paths}]

    def summary(self) -> str:
        """Count by severity and name the codes: 0 errors, 2 warnings (C002 K005), 0 notes."""
        names = (
            (Severity.ERROR, "errors"),
            (Severity.WARNING, "warnings"),
            (Severity.INFO, "notes"),
        )
        return ", ".join(_count(self.of(severity), name) for severity, name in names)

    def __iter__(self) -> Iterator[SourceProblem]:
        """Walk them by place, without those that are switched off."""
        kept = (each for each in self.found if self._severity(each) is not Severity.OFF)
        return iter(sorted(kept))

    def _severity(self, problem: SourceProblem) -> Severity:
        return self.severities.get(problem.code, problem.severity)


def _count(problems: list[SourceProblem], name: str) -> str:
    codes = sorted({problem.code for problem in problems})
    return f"{len(problems)} {name}" + (f" ({' '.join(codes)})" if codes else "")


class BuildFailed(Exception):  # noqa: N818 - it says what happened
    """The sources have errors, or the build could not be made; the old site stands."""
