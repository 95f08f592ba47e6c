"""The command ``yanlu``: finds which part has the command that is asked for, and runs that.

Only the part that is asked is loaded: each takes most of a second.
"""

import argparse
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from home.city_home import HOME
from interface.command_line import (
    WHOLE,
    asked_language,
    said,
    said_of,
    speak,
    start_as,
    wrong_language,
)
from interface.language import LANGUAGES
from yanlu import VERSION
from yanlu.home_owner import become_owner

_RUN = {
    "site": "publisher.__main__",
    "service": "comments_service.cli.main",
}
_OWN = {
    "init": "yanlu.first_home",
    "doctor": "yanlu.doctor.examination",
    "units": "yanlu.deployment.command",
}
"""The modules of our own commands, each with ``run(arguments, program) -> int``."""


class CommandName(NamedTuple):
    """A command of ``yanlu``: the part that has it, and what it does in Chinese and English."""

    part: str
    meaning: Mapping[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of either half, or of the installation; return its exit status."""
    try:
        language = asked_language(os.environ)
    except ValueError as error:
        print(wrong_language(error), file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2
    start_as(WHOLE)
    speak(language)
    parser = _parser(language)
    options = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    if options.home:
        os.environ[HOME] = str(options.home.absolute())
    known = command_names()
    if options.command not in known:
        parser.error(_unknown(options.command, known))
    if options.command in _OWN:
        own = import_module(_OWN[options.command])
        return int(own.run(options.arguments, f"yanlu {options.command}"))
    try:
        _become_owner()
    except OSError as error:
        print(said_of(error), file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2
    half = import_module(_RUN[known[options.command].part])
    return int(half.run([options.command, *options.arguments], "yanlu"))


def command_names() -> dict[str, CommandName]:
    """Return every command by its name, in the order in which they are shown."""
    return {
        name: CommandName(part, meaning)
        for part, group in _table().items()
        for name, meaning in group["commands"].items()
    }


def _become_owner() -> None:
    folder = Path(os.environ.get(HOME, ""))
    if os.environ.get(HOME) and folder.is_dir():
        become_owner(folder)


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yanlu",
        usage="yanlu [--home DIR] COMMAND …",
        description=said("each command has its own --help"),
        epilog=_overview(language),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help=said("instead of YANLU_HOME"))
    version = said("show program's version number and exit")
    parser.add_argument("--version", action="version", version=f"yanlu {VERSION}", help=version)
    parser.add_argument("command", metavar="COMMAND", help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _overview(language: str) -> str:
    tag = "zh" if language == LANGUAGES[0] else "en"
    lines = []
    for group in _table().values():
        lines += [f"{group[tag]}:" if tag == "en" else f"{group[tag]}："]
        lines += [f"  {name:<10} {words[tag]}" for name, words in group["commands"].items()]
    return "\n".join(lines)


def _unknown(name: str, known: Mapping[str, CommandName]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return said("no command %(name)s; did you mean %(near)s?", name=name, near=near[0])
    return said("no command %(name)s; --help lists all", name=name)


def _table() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    path = Path(__file__).with_name("commands.toml")
    return tomllib.loads(path.read_text("utf-8"))
