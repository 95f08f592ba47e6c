"""What is wrong with the sources: every problem is named by place, then the build fails."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from publisher.problems.messages import Message, Value, table

# What would end the line, move the cursor or turn the text, and bytes of a name that is no UTF-8.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return a text with what would end the line or turn the text written as an escape."""
    return _UNPRINTABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


class Severity(StrEnum):
    """An error stops the build; a warning is shown, a note tells; what is off is not shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


Severities: TypeAlias = Mapping[str, Severity]
"""What a site sets otherwise, by code."""
_AS_LISTED: Severities = MappingProxyType({})


@cache
def codes() -> Severities:
    """Return the severity of every code where a site sets no other."""
    entries = table().items()
    return {code: Severity(each["severity"]) for code, each in entries if "severity" in each}


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """One fault at one place; ``line`` counts from 1."""

    path: Path
    line: int
    message: Message

    @property
    def code(self) -> str:
        """The code, such as Y001, which ``docs/codes.md`` explains."""
        return self.message.kind.partition(".")[0]

    def severity(self, severities: Severities = _AS_LISTED) -> Severity:
        """Return what the fault means: as the site sets it, else as the table does."""
        return severities.get(self.code, codes()[self.code])

    def text(self, language: str) -> str:
        """Write it as ``path:line: CODE text``, in one line whatever the names are."""
        return one_line(f"{self.path}:{self.line}: {self.code} {self.message.text(language)}")

    def data(
        self, language: str, severities: Severities = _AS_LISTED, folder: Path | None = None
    ) -> dict[str, Any]:
        """Return it for programs; the path is relative to ``folder`` where it is below it.

        ``rule`` is the rule of law for which a check asks, "" where it is no such check;
        ``english`` says both in English, whatever the language is.
        """
        below = folder is not None and self.path.is_relative_to(folder)
        return {
            "path": str(self.path.relative_to(folder) if folder and below else self.path.name),
            "line": self.line,
            "code": self.code,
            "kind": self.message.kind,
            "severity": self.severity(severities).value,
            **self._said(language),
            "english": self._said("en"),
        }

    def _said(self, language: str) -> dict[str, str]:
        values = self.message.values.values()
        rules = (each for each in values if isinstance(each, Message) and each.is_rule)
        return {
            "text": one_line(self.message.text(language)),
            "rule": "; ".join(each.text(language) for each in rules),
        }

    def __str__(self) -> str:
        """Return place, kind and values, for whoever debugs."""
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(slots=True)
class Problems:
    """All that was found so far, in the order in which it was found."""

    found: list[SourceProblem] = field(default_factory=list)

    def add(self, path: Path, line: int, kind: str, /, **values: Value) -> None:
        """Note a fault; ``kind`` is one of the table's, such as ``Y001.alias``."""
        self.found.append(SourceProblem(path, line, Message(kind, values)))

    def of(self, severity: Severity, severities: Severities = _AS_LISTED) -> list[SourceProblem]:
        """Return those of one severity, in the order in which they were found."""
        return [each for each in self.found if each.severity(severities) is severity]

    @property
    def errors(self) -> list[SourceProblem]:
        """Those that stop every build; a site may set further ones."""
        return self.of(Severity.ERROR)

    def at(self, *paths: Path) -> list[SourceProblem]:
        """Return those of some files, and of what is below some folders, by place."""
        return [each for each in self if {each.path, *each.path.parents} & {*paths}]

    def shown(self, severities: Severities = _AS_LISTED) -> list[SourceProblem]:
        """Return them by place, without those that are switched off."""
        kept = (each for each in self.found if each.severity(severities) is not Severity.OFF)
        return sorted(kept, key=lambda each: (each.path, each.line, each.message.kind))

    def data(
        self, language: str, severities: Severities = _AS_LISTED, folder: Path | None = None
    ) -> list[dict[str, Any]]:
        """Return those that are shown for programs, by place; see ``SourceProblem.data``."""
        return [each.data(language, severities, folder) for each in self.shown(severities)]

    def __iter__(self) -> Iterator[SourceProblem]:
        """Walk them by place, as far as no site sets anything."""
        return iter(self.shown())

    def summary(self, severities: Severities = _AS_LISTED) -> list[Message]:
        """Count by severity and name the codes: 0 errors, 2 warnings (C002 K005), 0 notes."""
        return [
            _count(severity, self.of(severity, severities))
            for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        ]


def _count(severity: Severity, problems: list[SourceProblem]) -> Message:
    codes = " ".join(sorted({problem.code for problem in problems}))
    named = Message("part.codes", {"codes": codes}) if codes else ""
    return Message(f"command.{severity}", {"count": len(problems), "codes": named})
