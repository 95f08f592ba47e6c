"""Texts in a CSV file that spreadsheets open: none of them is taken for a formula."""

import re

INVISIBLE = (
    "\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\U0001d159"
)
"""What shows nothing, for a class of characters in a regular expression.

Default_Ignorable_Code_Point of Unicode 15.1; DEL and the C1 controls, the marks of
interlinear annotation and the two noncharacters next to them; the blank Braille pattern and
the empty note head, which are symbols without a stroke.
"""
# Spreadsheets trim before they look for a formula, and those set to Chinese or Japanese
# take full-width signs for half-width ones; so both are looked at, after whatever shows
# nothing: blanks, controls of direction, fillers and other ignorables.
_BLANK, _SIGNS = rf"\s{INVISIBLE}", r"=+\-@＝＋－＠﹢﹣﹦﹫−"
_RISKY = re.compile(rf"[{_BLANK}]*[{_SIGNS}]|[\t\r\n']")
_AFTER_COMMA = re.compile(rf",[{_BLANK}{_SIGNS}']")


def escape(text: str) -> str:
    """Put one apostrophe before what could be a formula, or begins with one (OWASP)."""
    return "'" + text if _RISKY.match(text) else text


def any_risky(line: str) -> bool:
    """Return whether ``escape`` may change a text of a line that has a comma before each of them.

    One search instead of many, and for what a text begins with alone: it can say so of a text
    that stays as it is.
    """
    return _AFTER_COMMA.search(line) is not None


def unescape(text: str) -> str:
    """Undo ``escape``: take one leading apostrophe away."""
    return text.removeprefix("'")
