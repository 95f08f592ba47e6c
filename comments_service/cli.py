"""The command line: everything an operator does with the service.

Exit status 0 on success, 1 where a check finds something, 2 where settings, arguments or
the state of things do not allow the command; then one line on stderr for each fault.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from comments_service.cli_commands import Command, Commands, ExitError, say, simple
from comments_service.cli_database import add_clock_commands, add_database_commands
from comments_service.cli_export import add_export_command, add_results_command
from comments_service.cli_sheets import add_sheet_commands
from comments_service.cli_staff import add_staff_commands
from comments_service.domain.errors import Refusal
from comments_service.keyring import KeyringError, new_key_line
from comments_service.listening import RECEIVE_SECONDS, Listening
from comments_service.server import serve
from comments_service.services.copies import CopyError
from comments_service.services.identity import IdentityError, prepare
from comments_service.services.layout import LayoutError
from comments_service.services.outcome import OutcomeError
from comments_service.services.service import open_service
from comments_service.services.staff import StaffError
from comments_service.settings import Settings, SettingsError, settings_table
from comments_service.store.faults import DatabaseUnusableError
from comments_service.store.identity_file import IdentityFileError
from comments_service.store.sole_server import SecondServerError, sole_server

_LAST_PORT = 65535
_LONGEST = 600


EXPECTED = (
    ExitError, SettingsError, LayoutError, IdentityError, IdentityFileError, DatabaseUnusableError,
    CopyError, SecondServerError, Refusal, KeyringError, StaffError, OutcomeError,
    OSError,
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    options = parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options) or 0
    except DBAPIError as error:
        # The driver's own words: SQLAlchemy's would add the statement.
        return _refuse(f"database: {error.orig}")
    except EXPECTED as error:
        return _refuse(str(error))


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)  # noqa: T201 - this is what stderr is for
    return 2


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    whole = argparse.ArgumentParser(prog="python -m comments_service", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _serve_arguments(commands)
    add_export_command(commands)
    add_results_command(commands)
    database = commands.add_parser("db", help="the database").add_subparsers(required=True)
    add_database_commands(database)
    keys = commands.add_parser("keys", help="keys for YANLU_KEYS").add_subparsers(required=True)
    new = simple(keys, "new", _new_key, "make a new key and print it")
    new.add_argument("--id", help="the key's id, another for each key (default: k and chance)")
    add_clock_commands(commands)
    add_staff_commands(commands)
    add_sheet_commands(commands)
    simple(commands, "settings", _settings, "print every setting, its default and its meaning")
    return whole


def _serve_arguments(commands: Commands) -> None:
    command = simple(commands, "serve", _serve, "serve the site and the comments service")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on")
    command.add_argument("--port", type=_port, default=8000, help="port to listen on")
    command.add_argument(
        "--receive-timeout", type=_seconds, default=RECEIVE_SECONDS, metavar="SECONDS",
        help="within which a request must have arrived (default: %(default)s)",
    )  # fmt: skip


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LAST_PORT:
        message = f"{text} is no port (0 to {_LAST_PORT}; 0 lets the system choose)"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        message = f"{text} is no number of seconds up to {_LONGEST}"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _serve(options: argparse.Namespace) -> None:
    settings = Settings.from_env(os.environ, serving=True)
    service = open_service(settings, serving=True)
    with sole_server(service.database.file):
        prepare(service)
        service.database.close()
        serve(settings, Listening(options.host, options.port, options.receive_timeout))


def _new_key(options: argparse.Namespace) -> None:
    say(new_key_line(options.id))


def _settings(_options: argparse.Namespace) -> None:
    for row in settings_table():
        say(f"{row.name} (default: {row.default or 'none'})\n    {row.meaning}")
