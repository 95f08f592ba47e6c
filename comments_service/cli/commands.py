"""What all commands of the command line are made of."""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeAlias

from interface.command_line import CommandParser

Command = Callable[[argparse.Namespace], int | None]
"""Returns the exit status; None: it is done."""
Commands: TypeAlias = "argparse._SubParsersAction[CommandParser]"  # noqa: SLF001


AT_THE_END = ExitStack()
"""What a command opens is closed by it."""


class ExitError(Exception):
    """A command cannot be done; the message is what the operator reads."""


def simple(commands: Commands, name: str, run: Command, words: str) -> argparse.ArgumentParser:
    """Add a command that calls ``run``; its parser comes back for arguments."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(command=run)
    return command


def echo(text: str) -> None:
    """Print a command's answer."""
    print(text)  # noqa: T201 - the command's answer
