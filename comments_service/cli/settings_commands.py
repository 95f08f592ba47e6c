"""The commands ``settings`` and ``keys new``."""

import argparse

from comments_service.cli.commands import Commands, echo, simple
from comments_service.keyring import new_key_line


def add_commands(commands: Commands) -> None:
    """Add ``settings`` and ``keys new``."""
    simple(commands, "settings", _settings, "print every setting, its default and its meaning")
    keys = commands.add_parser("keys", help="keys for YANLU_KEYS").add_subparsers(required=True)
    new = simple(keys, "new", _new_key, "make a new key and print it")
    new.add_argument("--id", help="the key's id, another for each key (default: k and chance)")


def _settings(_options: argparse.Namespace) -> None:
    # Here: a key is made without what reads settings.
    from comments_service.settings import settings_table  # noqa: PLC0415

    for row in settings_table():
        echo(f"{row.name} (default: {row.default or 'none'})\n    {row.meaning}")


def _new_key(options: argparse.Namespace) -> None:
    echo(new_key_line(options.id))
