"""Telling whoever called a command, in their language, what it did and what is wrong."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from interface.command_line import asked_language, called
from publisher.problems import Message, Problems, Severities, SourceProblem, UsageError, Value
from publisher.problems.problem import one_line

PROGRAM = "build.py"
"""What a message calls the program that it asks to be run."""


@dataclass(frozen=True, slots=True)
class Console:
    """Results go to standard output, problems and refusals to standard error.

    ``program`` is what the caller's command is called.
    """

    language: str
    program: str = PROGRAM

    def print(self, kind: str, /, **values: Value) -> None:
        """Write what was done, at once."""
        print(called(Message(kind, values).text(self.language)), flush=True)  # noqa: T201

    def print_json(self, data: Mapping[str, object]) -> None:
        """Write what a program asked for, on one line and in ASCII, whatever is known there."""
        print(json.dumps(data), flush=True)  # noqa: T201

    def warn(self, message: Message) -> None:
        """Write what was not done, or is as one may not expect."""
        words = called(one_line(message.text(self.language)))
        print(f"{self.program}: {words}", file=sys.stderr)  # noqa: T201

    @contextmanager
    def showing(self, problems: Problems, severities: Severities | None = None) -> Iterator[None]:
        """Write the problems when the block ends, also where it ends with an exception."""
        try:
            yield
        finally:
            self.show(problems.shown(severities or {}))

    def show(self, problems: Iterable[SourceProblem]) -> None:
        """Write problems, each on its line."""
        for each in problems:
            print(called(each.text(self.language)), file=sys.stderr)  # noqa: T201


def language_of(environment: Mapping[str, str]) -> str:
    """Return the tag of the language in which a command speaks; ``UsageError`` for another one."""
    try:
        return asked_language(environment)
    except ValueError as error:
        raise UsageError("refusal.language", value=str(error)) from error
