"""What may be in a text that someone sends, and when it counts as blank."""

import re
import unicodedata
from collections.abc import Iterator

from catalogue.csv_text import INVISIBLE
from comments_service.domain.errors import FieldFault

_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f]")
_ALTERED = re.compile(r"[\x01-\x08\x0b-\x1f\u0085\u2028\u2029]")
_UNBEARABLE = re.compile("[\0\ud800-\udfff]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
# Marks alone modify nothing; a letter with them makes the text not blank.
_BLANK_CATEGORIES = frozenset("ZCM")


def whole_number(text: str) -> int | None:
    """Return the number that up to 18 digits write; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def many_lines(text: str) -> str:
    """Return a text of lines as it is kept: line ends become LF, controls that show nothing go."""
    # Nearly every text is kept as it came, which this finds out at once.
    if _ALTERED.search(text) is None:
        return text
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return the text of a one-line field as it is kept: a line end or a tab is a blank there."""
    if text.isprintable():
        return text
    return many_lines(text).replace("\n", " ").replace("\t", " ")


def without_invisible(text: str) -> str:
    """Drop what shows nothing between the characters of a text; blanks stay."""
    return _INVISIBLE.sub("", text)


def cannot_be_kept(text: str) -> bool:
    """Return whether a text holds what no database here bears: U+0000 or a lone surrogate."""
    return _UNBEARABLE.search(text) is not None


def text_faults(
    field: str, text: str, longest: int, *, required: bool = False
) -> Iterator[FieldFault]:
    """Yield what keeps a text from being kept."""
    if not text:
        if required:
            yield FieldFault(field, "必填")
    elif cannot_be_kept(text):
        yield FieldFault(field, "含有无法保存的字符")
    elif len(text) > longest:
        yield FieldFault(field, "不能超过 %(count)s 个字符", {"count": longest})


def is_blank(text: str) -> bool:
    """Return whether nothing of the text can be seen: white space, zero-width, fillers, marks."""
    seen = without_invisible(text)
    return all(unicodedata.category(char)[0] in _BLANK_CATEGORIES for char in seen)
