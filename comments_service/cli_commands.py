"""What all commands of the command line are made of."""

import argparse
import os
from collections.abc import Callable
from typing import TypeAlias

from comments_service.services import layout
from comments_service.services.keys import require_keys
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings

Command = Callable[[argparse.Namespace], int | None]
"""Returns the exit status; None: it is done."""
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class ExitError(Exception):
    """A command cannot be done; the message is what the operator reads."""


def simple(commands: Commands, name: str, run: Command, words: str) -> argparse.ArgumentParser:
    """Add a command that calls ``run``; its parser comes back for arguments."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(command=run)
    return command


def laid_out() -> Service:
    """Open the service on a database that is there, of this release, these keys and this clock."""
    service = opened()
    layout.require_current(service)
    with service.database.read() as connection:
        layout.require_demo(connection, service)
    require_keys(service)
    return service


def opened() -> Service:
    """Open the service that the environment describes."""
    return open_service(Settings.from_env(os.environ))


def say(text: str) -> None:
    """Print a command's answer."""
    print(text)  # noqa: T201 - the command's answer
