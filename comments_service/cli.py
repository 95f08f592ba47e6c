"""The command line: everything an operator does with the service.

Exit status 0 on success, 1 where a check finds something, 2 where settings, arguments or
the state of things do not allow the command; then one line on stderr for each fault.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError

from comments_service import exports
from comments_service.domain.errors import Refusal
from comments_service.exports.data import EDITIONS
from comments_service.keyring import KeyringError, new_key_line
from comments_service.server import Server
from comments_service.services import layout
from comments_service.services.check import check
from comments_service.services.export import export_file
from comments_service.services.layout import LayoutError
from comments_service.services.service import open_service
from comments_service.settings import Settings, SettingsError, settings_table
from comments_service.store.database import private_umask

Command = Callable[[argparse.Namespace], int]


class ExitError(Exception):
    """A command cannot be done; the message is what the operator reads."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    options = parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except DBAPIError as error:
        # The driver's own words: SQLAlchemy's would add the statement.
        return _refuse(f"database: {error.orig}")
    except (ExitError, SettingsError, LayoutError, Refusal, KeyringError, OSError) as error:
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
    database = commands.add_parser("db", help="the database").add_subparsers(required=True)
    _simple(database, "upgrade", _upgrade, "lay out a new database, bring an older one up to date")
    _simple(database, "check", _check, "compare every row with the entries; 1 if any differs")
    keys = commands.add_parser("keys", help="keys for YANLU_KEYS").add_subparsers(required=True)
    new = _simple(keys, "new", _new_key, "make a new key and print it")
    new.add_argument("--id", default="k1", help="the key's id, another for each key (default: k1)")
    _simple(commands, "settings", _settings, "print every setting, its default and its meaning")
    return whole


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _simple(commands: Commands, name: str, run: Command, words: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(command=run)
    return command


def _serve_arguments(commands: Commands) -> None:
    serve = _simple(commands, "serve", _serve, "serve the site and the comments service")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on")


def _export_arguments(commands: Commands) -> None:
    export = _simple(commands, "export", _export, "export a policy's comments and tally")
    export.add_argument("policy", metavar="POLICY", help="the policy's id")
    export.add_argument("--format", required=True, choices=exports.FORMATS)
    export.add_argument("--edition", default="public", choices=EDITIONS)
    export.add_argument("--out", required=True, type=Path, metavar="FILE")


def _serve(options: argparse.Namespace) -> int:
    settings = _environment()
    private_umask()
    service = open_service(settings)
    layout.lay_out_new(service)
    service.database.close()
    Server(settings, options.host, options.port).run()
    return 0


def _export(options: argparse.Namespace) -> int:
    if not options.out.parent.is_dir():
        message = f"{options.out.parent}: no such folder"
        raise ExitError(message)
    service = open_service(_environment())
    layout.require_current(service)
    export_file(service, options.policy, options.edition, options.format, options.out)
    return 0


def _upgrade(_options: argparse.Namespace) -> int:
    private_umask()
    done = layout.upgrade(open_service(_environment()))
    _say("the database is up to date now" if done else "the database was up to date")
    return 0


def _check(_options: argparse.Namespace) -> int:
    service = open_service(_environment())
    layout.require_current(service)
    found = check(service)
    for line in found.differences:
        _say(line)
    _say(f"{found.entries} entries, {found.submissions} submissions, {found.comments} comments: "
         f"{len(found.differences)} differences")  # fmt: skip
    return 1 if found.differences else 0


def _new_key(options: argparse.Namespace) -> int:
    _say(new_key_line(options.id))
    return 0


def _settings(_options: argparse.Namespace) -> int:
    for row in settings_table():
        _say(f"{row.name} (default: {row.default or 'none'})\n    {row.meaning}")
    return 0


def _environment() -> Settings:
    return Settings.from_env(os.environ)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the command's answer
