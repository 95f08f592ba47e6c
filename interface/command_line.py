"""What the commands of both halves say of a call, in the language that was asked for.

The words in the code are English, as those of argparse are; ``command_line.toml`` has the
Chinese ones.
"""

import argparse
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from interface.language import LANGUAGES

WHOLE = "yanlu"
"""The command that has those of both halves."""
_HALVES = re.compile(r"(?:python )?\bbuild\.py(?= [a-z])|python -m comments_service\b")

_CHINESE, _ENGLISH = LANGUAGES
# Where a line may end: after a word of Latin letters, or a Chinese character with its comma.
_PART = re.compile("[!-~]+ ?|.[，。；：、）]*")
_NARROW = "\u2e7f"
_words: dict[str, str] = {}
_started: list[str] = []


def asked_language(environment: Mapping[str, str]) -> str:
    """Return the tag of the language in which a command speaks; ``ValueError`` for another one.

    It is ``YANLU_LANG``, else that of the locale, of which the first variable that is set counts
    (POSIX.1-2017, 8.2). C and POSIX are no language: then it is Chinese.
    """
    if asked := environment.get("YANLU_LANG"):
        if asked not in LANGUAGES:
            raise ValueError(asked)
        return asked
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "C")
    spoken = locale.partition(".")[0].partition("_")[0]
    return _CHINESE if spoken in ("C", "POSIX", "zh") else _ENGLISH


def speak(tag: str) -> None:
    """Let argparse, and ``said``, speak a language of ``LANGUAGES`` from now on."""
    _words.clear()
    if tag == _CHINESE:
        path = Path(__file__).with_name("command_line.toml")
        _words.update(tomllib.loads(path.read_text("utf-8")))
    # The names by which it calls gettext; catalogues of the system's know none of its words.
    vars(argparse).update(_=said, ngettext=_in_number)


def start_as(program: str) -> None:
    """Note by which command this process was started: messages ask for others by the same."""
    _started[:] = [program]


def called(words: str) -> str:
    """Return words in which commands are called as the reader has them.

    Messages name a command by the half that has it, as it is run in a checkout. Who started
    ``yanlu`` has all of them under that name, and is told that.
    """
    return _HALVES.sub(WHOLE, words) if _started == [WHOLE] else words


def spoken() -> str:
    """Return the tag of the language that is spoken."""
    return _CHINESE if _words else _ENGLISH


def said(english: str, **values: object) -> str:
    """Return English words in the language that is spoken, with values filled in."""
    words = called(_words.get(english, english))
    return words % values if values else words


def wrong_language(asked: object) -> str:
    """Return what to write in the place of another language, in both: none is chosen yet."""
    return f"YANLU_LANG: {asked}: 请写 zh-CN 或 en; write zh-CN or en"


def said_of(error: OSError) -> str:
    """Return what the system refused, and of which file, with what to do in Chinese."""
    words = said(error.strerror or str(error))
    return words if error.filename is None else f"{error.filename}: {words}"


def asks_for_help(arguments: Collection[str]) -> bool:
    """Return whether only the help of a command is asked for, which needs no home."""
    return not {"-h", "--help"}.isdisjoint(arguments)


class _Help(argparse.HelpFormatter):
    """Help in the language that is spoken, of words that stand in English in the code."""

    def add_text(self, text: str | None) -> None:
        super().add_text(text and said(" ".join(text.split())))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and said(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        english = spoken() != _CHINESE
        return super()._split_lines(text, width) if english else _lines(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if spoken() != _CHINESE:
            return super()._fill_text(text, width, indent)
        return "\n".join(f"{indent}{line}" for line in _lines(text, width - len(indent)))


def _lines(text: str, width: int) -> list[str]:
    """Return Chinese words in lines of a terminal, where a character takes two places."""
    lines = [""]
    for part in _PART.findall(text):
        if sum(1 + (letter > _NARROW) for letter in lines[-1] + part.rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return lines


class CommandParser(argparse.ArgumentParser):
    """A parser that says what it takes in the language that is spoken; so do its commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options})


def _in_number(one: str, many: str, count: int) -> str:
    return _words.get(one, one if count == 1 else many)
