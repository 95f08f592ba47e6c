"""What may stand in a text that someone sends, and when it counts as blank."""

import unicodedata

# Look like nothing, though Unicode calls them letters or symbols.
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_BLANK_CATEGORIES = frozenset("ZC")


def with_line_feeds(text: str) -> str:
    """Turn CRLF and a lone CR into LF; everything else stays exactly as sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def forbidden(text: str, *, lines: bool) -> str | None:
    """Say what a text must not hold, or None: U+0000 and the like cannot be kept or shown.

    C0 controls (line feed and tab are allowed where ``lines``), lone surrogates and
    the noncharacters U+FFFE and U+FFFF, which no XML or spreadsheet can carry.
    """
    for char in text:
        if char < " " and not (lines and char in "\n\t"):
            return "不能含有控制字符" if lines or char not in "\n\t" else "不能换行"
        if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff":
            return "含有无法保存的字符"
    return None


def is_blank(text: str) -> bool:
    """Tell whether nothing of the text can be seen: white space, zero-width, fillers."""
    return all(
        char in _INVISIBLE or unicodedata.category(char)[0] in _BLANK_CATEGORIES for char in text
    )
