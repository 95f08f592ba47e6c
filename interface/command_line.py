"""What the commands of both halves say of a call, in the language that was asked for.

The words in the code are English, as those of argparse are; ``command_line.toml`` has the
Chinese ones.
"""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path

from interface.language import LANGUAGES

_CHINESE, _ENGLISH = LANGUAGES
_words: dict[str, str] = {}


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


def said(english: str, **values: object) -> str:
    """Return English words in the language that is spoken, with values filled in."""
    words = _words.get(english, english)
    return words % values if values else words


def _in_number(one: str, many: str, count: int) -> str:
    return _words.get(one, one if count == 1 else many)
