"""What may stand in a text that someone sends, and when it counts as blank."""

import re
import unicodedata

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\U0001d159"
)
"""What shows nothing, for a class of characters in a regular expression.

Default_Ignorable_Code_Point of Unicode 15.1, and the blank Braille pattern and the empty
note head, which are symbols without a stroke.
"""
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
# Marks alone modify nothing; a letter beside them makes the text not blank.
_BLANK_CATEGORIES = frozenset("ZCM")


def with_line_feeds(text: str) -> str:
    """Turn CRLF into LF; everything else stays exactly as sent."""
    return text.replace("\r\n", "\n")


def without_invisible(text: str) -> str:
    """Drop what shows nothing between the characters of a text; blanks stay."""
    return _INVISIBLE.sub("", text)


def forbidden(text: str, *, lines: bool) -> str | None:
    """Say what a text must not hold, or None: U+0000 and the like cannot be kept or shown.

    C0 controls (line feed and tab are allowed where ``lines``, a lone CR is not, because
    it would have to be changed to be shown), lone surrogates and
    the noncharacters U+FFFE and U+FFFF, which no XML or spreadsheet can carry.
    """
    for char in text:
        if char < " " and not (lines and char in "\n\t"):
            return "不能含有控制字符" if lines or char not in "\n\t" else "不能换行"
        if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff":
            return "含有无法保存的字符"
    return None


def is_blank(text: str) -> bool:
    """Tell whether nothing of the text can be seen: white space, zero-width, fillers, marks."""
    seen = without_invisible(text)
    return all(unicodedata.category(char)[0] in _BLANK_CATEGORIES for char in seen)
