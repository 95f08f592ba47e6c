"""Superscripts, subscripts and lines to write on in an imported text.

While a text is read and split, noncharacters enclose them; when it is written they become
``<sup>`` and ``<sub>``, and where every character has a form of its own, that form.
"""

import re

from publisher.clauses.markdown.inline import escape_marks
from publisher.clauses.markers import strip

_RAISED, _RAISED_END, _LOWERED, _LOWERED_END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_MARK = re.compile("[\ufdd0-\ufdd3]")
_WRITTEN = str.maketrans(
    {_RAISED: "<sup>", _RAISED_END: "</sup>", _LOWERED: "<sub>", _LOWERED_END: "</sub>"}
)
_ADJACENT = re.compile("\ufdd1\ufdd0|\ufdd3\ufdd2")
_MARKED = re.compile("(\ufdd0|\ufdd2)([^\ufdd0-\ufdd3]*)[\ufdd1\ufdd3]")
# A mark encloses no line break, and no blank at its ends.
_WORDS = re.compile(r"\S(?:[^\n]*\S)?")
# Two blanks and more, wide ones, a tab; of a run that has no words any.
_BLANKS = re.compile(r"[ \u00a0\u3000\t]{2,}|[\u3000\t]")
_ONLY_BLANKS = re.compile(r"[ \u00a0\u3000\t]+")
_TAB_WIDTH = 4
_FORMS = {
    _RAISED: str.maketrans("0123456789+-\u2212=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    _LOWERED: str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}


def raised(text: str) -> str:
    """Mark a text as a superscript, until ``settled``."""
    return f"{_RAISED}{text}{_RAISED_END}" if text else ""


def lowered(text: str) -> str:
    """Mark a text as a subscript, until ``settled``."""
    return f"{_LOWERED}{text}{_LOWERED_END}" if text else ""


def underlined(text: str) -> str:
    """Return underlined words with the blanks in them as lines to write on: 姓名＿＿＿."""
    blanks = _BLANKS if strip(text) else _ONLY_BLANKS
    return blanks.sub(lambda found: "＿" * _width(found[0]), text)


def _width(blanks: str) -> int:
    """Return the width of blanks in characters: two narrow ones are as wide as one."""
    wide = blanks.count("\u3000") + _TAB_WIDTH * blanks.count("\t")
    narrow = len(blanks) - blanks.count("\u3000") - blanks.count("\t")
    return wide + (narrow + 1) // 2


def settled(text: str) -> tuple[str, int]:
    """Return a whole text with forms of Unicode where they suffice, and how many were marked.

    Adjacent marks are one: 2 and .5 are PM with a subscript 2.5.
    """
    if not _MARK.search(text):
        return text, 0
    return _MARKED.subn(_settle, _ADJACENT.sub("", text))


def _settle(found: re.Match[str]) -> str:
    mark, text = found[1], found[2]
    forms = _FORMS[mark]
    if all(ord(char) in forms or char.isspace() for char in text):
        return text.translate(forms)
    write = raised if mark == _RAISED else lowered
    return _WORDS.sub(lambda words: write(words[0]), text)


def write_marks(text: str) -> str:
    r"""Write a text as Markdown in which its characters are themselves: ``\*`` for a star."""
    written = escape_marks(text)
    return written.translate(_WRITTEN) if _MARK.search(written) else written


def without_marks(text: str) -> str:
    """Return the characters of a text alone."""
    return _MARK.sub("", text)
