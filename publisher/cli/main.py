"""``python build.py``: the site and what belongs to it, from the sources in ``policies/``."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise

from interface.command_line import CommandParser, speak, start_as
from interface.language import LANGUAGES
from processes.own_limits import LIMITED
from publisher.cli.console import PROGRAM, Console, language_of
from publisher.cli.options import set_places
from publisher.problems import Message, MessageError, UsageError

_MODULES = {
    "build_commands": ("build", "check"),
    "import_file": ("import",),
    "read": ("read",),
    "versions": ("versions", "publish"),
    "cite": ("cite",),
    "downloads": ("downloads",),
    "cms": ("cms",),
    "new_policy": ("new",),
    "take_drafts": ("take",),
}
"""The modules of this package with their commands; one is loaded where that is asked for."""

_HELP = ("-h", "--help")
_WITHOUT_VALUE = ("--watch", "--no-watch")


def main(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    program: str = PROGRAM,
) -> int:
    """Run a command; 0 on success, 1 where the sources are bad, 2 where the call is.

    ``program`` is what the caller's command is called.
    """
    start_as(program)
    environment = os.environ if environment is None else environment
    try:
        console = Console(language_of(environment), program)
    except UsageError as error:
        for language in LANGUAGES:
            Console(language, program).warn(error.message)
        return 2
    speak(console.language)
    words = with_command(arguments)
    options = parser(words, program).parse_args(words)
    options.arguments, options.environment = arguments, environment
    set_places(options)
    try:
        status: int = options.run(options, console)
    except BrokenPipeError:
        # `head` has seen enough; Python writes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        console.warn(Message("refusal.memory"))
        return 1
    except MessageError as refusal:
        console.warn(refusal.message)
        return 2 if isinstance(refusal, UsageError) else 1
    return status


def parser(words: Sequence[str] = (), program: str = PROGRAM) -> argparse.ArgumentParser:
    """Return the parser of the command that these words begin with, else of all."""
    whole = CommandParser(prog=program, description=__doc__)
    # The program itself obeys it, before anything is loaded.
    whole.add_argument(
        LIMITED, action="store_true", help="first: limit time and memory, leave the network"
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in words if word != LIMITED), "")
    named = [module for module, own in _MODULES.items() if asked in own]
    for name in named or _MODULES:
        module = import_module(f"publisher.cli.{name}")
        for command in _MODULES[name]:
            getattr(module, f"add_{command}")(commands)
    return whole


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with their command first: ``build`` where none is named.

    Options may come before ``build`` and ``check``, as they may after them.
    """
    if arguments[:1] == [LIMITED]:
        return [LIMITED, *with_command(arguments[1:])]
    if arguments and (arguments[0] in _HELP or not arguments[0].startswith("-")):
        return [*arguments]
    for at, (before, word) in enumerate(pairwise(arguments), 1):
        is_value = before.startswith("-") and "=" not in before and before not in _WITHOUT_VALUE
        if word in ("build", "check") and not is_value:
            return [word, *arguments[:at], *arguments[at + 1 :]]
    return ["build", *arguments]
