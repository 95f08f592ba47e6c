"""The command ``settings``."""

import argparse

from comments_service.cli.commands import Commands, echo, simple
from comments_service.settings import settings_table
from interface.command_line import said


def add_commands(commands: Commands) -> None:
    """Add ``settings``."""
    simple(commands, "settings", _settings, "print every setting, its default and its meaning")


def _settings(_options: argparse.Namespace) -> None:
    for row in settings_table():
        default = row.default or said("none")
        echo(said("%(name)s (default: %(default)s)", name=row.name, default=default))
        echo(f"    {said(row.meaning)}")
