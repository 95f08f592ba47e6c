"""``python build.py``: the site and what belongs to it, from the sources in ``policies/``."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from interface.command_line import CommandParser, speak, start_as
from interface.language import LANGUAGES
from processes.own_limits import LIMITED
from publisher.cli.build_commands import add_build, add_check
from publisher.cli.cite import add_cite
from publisher.cli.cms import add_cms
from publisher.cli.console import PROGRAM, Console, language_of
from publisher.cli.downloads import add_downloads
from publisher.cli.import_file import add_import
from publisher.cli.new_policy import add_new
from publisher.cli.options import set_places
from publisher.cli.read import add_read
from publisher.cli.take_drafts import add_take
from publisher.cli.versions import add_publish, add_versions
from publisher.problems import Message, MessageError, UsageError

_COMMANDS = (
    add_build,
    add_check,
    add_import,
    add_read,
    add_versions,
    add_publish,
    add_cite,
    add_downloads,
    add_cms,
    add_new,
    add_take,
)
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
    options = parser(program).parse_args(with_command(arguments))
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


def parser(program: str = PROGRAM) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    whole = CommandParser(prog=program, description=__doc__)
    # The program itself obeys it, before anything is loaded.
    whole.add_argument(
        LIMITED, action="store_true", help="first: limit time and memory, leave the network"
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in _COMMANDS:
        add(commands)
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
