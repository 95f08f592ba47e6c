"""The interface's languages. Chinese is the source: a message's id is its Chinese wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("zh-CN", "en")
_SOURCE = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its tag (BCP 47), with its words by message id; Chinese needs none."""

    tag: str
    words: Mapping[str, str]

    def say(self, msgid: str, **values: object) -> str:
        """Return the translation with the values put in; without one, the Chinese itself.

        A value stands as ``%(name)s``; a message without values may hold a bare ``%``.
        """
        text = self.words.get(msgid) or msgid
        return text % values if values else text


@cache
def language(tag: str) -> Language:
    """Return a language of ``LANGUAGES``; its words stand in ``<tag>.po`` beside this file."""
    if tag == _SOURCE:
        return Language(tag, {})
    with (Path(__file__).parent / f"{tag}.po").open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return Language(tag, {str(each.id): str(each.string) for each in found if each.id})
