"""The two languages of the interface: Chinese is written in place, English is looked up.

``en.po`` is a gettext catalogue whose msgids are the Chinese words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("zh-CN", "en")
TEMPLATES = Path(__file__).parent / "templates"
"""What both halves render with their own template engines."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its tag (BCP 47) with its words by msgid; Chinese needs none."""

    tag: str
    words: Mapping[str, str]

    @property
    def prefix(self) -> str:
        """The folder of the language's pages below the site, with a final slash; "" for Chinese."""
        return "" if self.tag == LANGUAGES[0] else f"{self.tag}/"

    def say(self, msgid: str, **values: object) -> str:
        """Return the words in this language with ``%(name)s`` filled in; unknown ones as given."""
        words = self.words.get(msgid) or msgid
        return words % values if values else words


@cache
def language(tag: str) -> Language:
    """Return a language of ``LANGUAGES``; ``KeyError`` for another."""
    if tag not in LANGUAGES:
        raise KeyError(tag)
    if tag == LANGUAGES[0]:
        return Language(tag, {})
    with (Path(__file__).parent / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file)
    return Language(tag, {str(m.id): str(m.string) for m in catalogue if m.id and m.string})
