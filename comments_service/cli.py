"""The command line: everything an operator does with the service.

Exit status 0 on success, 1 where a check finds something, 2 where settings, arguments or
the state of things do not allow the command; then one line on stderr for each fault.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from comments_service import exports
from comments_service.cli_clock import add_clock_commands
from comments_service.cli_commands import Command, Commands, laid_out, say, simple
from comments_service.cli_database import add_database_commands
from comments_service.domain.errors import Refusal
from comments_service.domain.ledger import SYSTEM
from comments_service.exports.beside import require_replaceable
from comments_service.exports.data import EDITIONS
from comments_service.keyring import KeyringError, new_key_line
from comments_service.listening import RECEIVE_SECONDS, Listening
from comments_service.server import serve
from comments_service.services.copies import CopyError
from comments_service.services.export import export_file
from comments_service.services.identity import IdentityError
from comments_service.services.layout import LayoutError
from comments_service.services.outcome import (
    OutcomeError,
    obstacle_line,
    publish_outcome,
    results_path,
)
from comments_service.services.reconciled import NotReconciledError
from comments_service.services.service import open_service
from comments_service.services.startup import prepare
from comments_service.settings import Settings, SettingsError, settings_table
from comments_service.store.faults import DatabaseUnusableError
from comments_service.store.identity_file import IdentityFileError
from comments_service.store.sole_server import SecondServerError, sole_server
from look.language import LANGUAGES

_LAST_PORT = 65535
_LONGEST = 600


class ExitError(Exception):
    """A command cannot be done; the message is what the operator reads."""


EXPECTED = (
    ExitError, SettingsError, LayoutError, IdentityError, IdentityFileError, DatabaseUnusableError,
    CopyError, SecondServerError, Refusal, KeyringError, OutcomeError,
    NotReconciledError, OSError,
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    options = parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
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
    _export_arguments(commands)
    _results_arguments(commands)
    database = commands.add_parser("db", help="the database").add_subparsers(required=True)
    add_database_commands(database)
    keys = commands.add_parser("keys", help="keys for YANLU_KEYS").add_subparsers(required=True)
    new = simple(keys, "new", _new_key, "make a new key and print it")
    new.add_argument("--id", help="the key's id, another for each key (default: k and chance)")
    add_clock_commands(commands)
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


def _export_arguments(commands: Commands) -> None:
    export = simple(commands, "export", _export, "export a policy's comments and tally")
    export.add_argument("policy", metavar="POLICY", help="the policy's id")
    export.add_argument("--format", required=True, choices=exports.FORMATS)
    export.add_argument("--edition", default="public", choices=EDITIONS)
    export.add_argument("--out", required=True, type=Path, metavar="FILE")
    export.add_argument(
        "--lang", choices=LANGUAGES,
        help=f"language of the workbook (xlsx; default: {LANGUAGES[0]})",
    )  # fmt: skip


def _results_arguments(commands: Commands) -> None:
    results = simple(commands, "results", _results, "publish the outcome of a consultation")
    results.add_argument("policy", metavar="POLICY", help="the policy's id")
    results.add_argument(
        "--out", type=Path, metavar="FILE", help="instead of ID/results.json in YANLU_POLICIES"
    )
    results.add_argument(
        "--refresh", action="store_true", help="write anew what is published, whatever is open"
    )


def _serve(options: argparse.Namespace) -> int:
    settings = Settings.from_env(os.environ, serving=True)
    service = open_service(settings, serving=True)
    with sole_server(service.database.file):
        prepare(service)
        service.database.close()
        serve(settings, Listening(options.host, options.port, options.receive_timeout))
    return 0


def _export(options: argparse.Namespace) -> int:
    out, lang = options.out, options.lang or LANGUAGES[0]
    if options.lang and options.format != "xlsx":
        message = f"--lang is for --format xlsx: {options.format} has field names and codes"
        raise ExitError(message)
    _require_place(out)
    service = laid_out()
    try:
        export_file(service, options.policy, options.edition, options.format, out, lang)
    except OSError as error:
        # The error itself names a temporary file beside the one that was asked for.
        raise _about(out, error) from error
    except ValueError as error:
        raise ExitError(str(error)) from error
    return 0


def _results(options: argparse.Namespace) -> int:
    out: Path | None = options.out
    if out:
        _require_place(out)
    service = laid_out()
    if not out and not service.policies:
        message = "say where to: --out FILE, or the folder of policies in YANLU_POLICIES"
        raise ExitError(message)
    path = out or results_path(service.policies or Path(), options.policy)
    draft = publish_outcome(service, options.policy, path, SYSTEM, refresh=options.refresh)
    for obstacle in draft.obstacles:
        print(obstacle_line(obstacle), file=sys.stderr)  # noqa: T201 - to be known, not an answer
    counts = draft.results.counts
    say(f"{path}: {counts.comments} comments, {counts.taken} adopted in whole or in part")
    return 0


def _require_place(out: Path) -> None:
    if str(out) == "-":
        message = "--out: an export is a whole file; name one, and read it from there (cat FILE)"
        raise ExitError(message)
    if not out.parent.is_dir():
        message = f"{out.parent}: no such folder"
        raise ExitError(message)
    try:
        require_replaceable(out)
    except OSError as error:
        raise _about(out, error) from error


def _about(out: Path, error: OSError) -> ExitError:
    return ExitError(f"{out}: {error.strerror or error}")


def _new_key(options: argparse.Namespace) -> int:
    say(new_key_line(options.id))
    return 0


def _settings(_options: argparse.Namespace) -> int:
    for row in settings_table():
        say(f"{row.name} (default: {row.default or 'none'})\n    {row.meaning}")
    return 0
