"""The command line: everything an operator does with the service.

Exit status 0 on success, 1 where a check finds something, 2 where settings, arguments or
the state of things do not allow the command; then one line on stderr for each fault.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from comments_service.cli.commands import AT_THE_END, Command
from comments_service.umask import private_umask
from home.city_home import enter_home
from interface.command_line import (
    CommandParser,
    asked_language,
    called,
    speak,
    start_as,
    wrong_language,
)

_PROGRAM = "python -m comments_service"

_MODULES = {
    "serve_command": ("serve",),
    "export_commands": ("export", "results"),
    "database_commands": ("db", "clock"),
    "key_commands": ("keys",),
    "settings_commands": ("settings",),
    "staff_commands": ("staff",),
    "sheet_commands": ("decisions", "intake"),
    "retention_commands": ("retention",),
    "outbox_commands": ("outbox",),
}
"""The modules of this package with their commands; one is loaded where that is asked for."""


def run(arguments: Sequence[str], program: str = _PROGRAM) -> int:
    """Run one command as this process, with the settings of its home; return its exit status."""
    # What this loads is compiled for all who run the service; what is written later is private.
    parser(arguments)
    # It stays to the end: to look through it for garbage would be a sixth of a short command.
    gc.freeze()
    private_umask()
    enter_home(arguments=arguments)
    return main(arguments, program)


def main(arguments: Sequence[str], program: str = _PROGRAM) -> int:
    """Run one command and return its exit status; ``program`` is what the caller is called."""
    start_as(program)
    try:
        speak(asked_language(os.environ))
    except ValueError as error:
        print(wrong_language(error), file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2
    options = parser(arguments, program).parse_args(arguments)
    command: Command = options.command
    try:
        with AT_THE_END:
            return command(options) or 0
    except Exception as error:
        # Here: it knows every part of the service.
        from comments_service.cli.failures import words_of  # noqa: PLC0415

        words = words_of(error)
        if words is None:
            raise
        print(called(words), file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2


def parser(arguments: Sequence[str] = (), program: str = _PROGRAM) -> argparse.ArgumentParser:
    """Return the parser of the command that these arguments begin with, else of all."""
    whole = CommandParser(prog=program, description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    named = [name for name, own in _MODULES.items() if set(arguments[:1]) & set(own)]
    # Nothing that is loaded is garbage: to look for it takes a fifth of the time.
    gc.disable()
    try:
        for module in named or _MODULES:
            import_module(f"comments_service.cli.{module}").add_commands(commands)
    finally:
        gc.enable()
    return whole
