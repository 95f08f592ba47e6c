"""The two languages of the interface: Chinese is written in place, English is looked up.

``en.po`` is a gettext catalogue whose msgids are the Chinese words. The number that an English
noun follows ("1 comment", "2 comments") is the value named ``count``; Chinese has one form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Translate = Callable[..., str]
"""``translate("已有%(count)s条意见", count=3)``: from Chinese words to those of a language."""
LANGUAGES = ("zh-CN", "en")
TEMPLATES = Path(__file__).parent / "templates"
"""What both halves render with their own template engines."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its tag (BCP 47) with its words by msgid; Chinese needs none."""

    tag: str
    translations: NullTranslations

    @property
    def prefix(self) -> str:
        """The folder of the language's pages below the site, with a final slash; "" for Chinese."""
        return "" if self.tag == LANGUAGES[0] else f"{self.tag}/"

    def translate(self, msgid: str, **values: object) -> str:
        """Return the words in this language with ``%(name)s`` filled in; unknown ones as given.

        ``count`` chooses between the forms of a message that has several.
        """
        if not msgid:
            return ""  # In gettext the empty msgid is the head of the catalogue.
        count = values.get("count")
        if isinstance(count, int):
            words = self.translations.ngettext(msgid, msgid, count)
        else:
            words = self.translations.gettext(msgid)
        return words % values if values else words


def is_chinese(translate: Translate) -> bool:
    """Return whether ``translate`` leaves the Chinese words as they are."""
    return translate("首页") == "首页"


@cache
def language(tag: str) -> Language:
    """Return a language of ``LANGUAGES``; ``KeyError`` for another."""
    if tag not in LANGUAGES:
        raise KeyError(tag)
    if tag == LANGUAGES[0]:
        return Language(tag, NullTranslations())
    compiled = BytesIO()
    write_mo(compiled, messages(tag))
    compiled.seek(0)
    return Language(tag, GNUTranslations(compiled))


@cache
def messages(tag: str) -> Catalog:
    """Return every message of a language that is looked up; one with forms has a tuple of them."""
    with (Path(__file__).parent / f"{tag}.po").open("rb") as file:
        return read_po(file)


CHINESE_WORDS: Translate = language(LANGUAGES[0]).translate
