"""Canonical forms of text: the digest that tells same from edited, and the search fold."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from pathlib import Path

_DROPPED_CLASSES = frozenset("PZ")
_DROPPED = frozenset(["Cc", "Cf"])
_OF_AN_ALPHABET = frozenset(["Ll", "Lu", "Lt"])
# Not even escaped (XML 1.0, 2.2 Characters): controls, halves of characters, noncharacters.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clause_digest(lines: Iterable[tuple[str, str, str]]) -> str:
    r"""Return ``sha256:…`` over (number, heading, text) of a clause and its descendants.

    Each triple is one line ``number heading text`` (single spaces, also around an empty
    field), lines are joined by ``\n``, the whole is UTF-8 in NFC.
    """
    return lines_digest([clause_line(*line) for line in lines])


def clause_line(number: str, heading: str, text: str) -> str:
    """Return the line of one clause of which digests are made."""
    return f"{number} {heading} {text}"


def lines_digest(lines: list[str]) -> str:
    """Return the digest of a clause's line and those of its descendants, in order."""
    return digest(unicodedata.normalize("NFC", "\n".join(lines)))


def xml_text(text: str) -> str:
    """Return a text with U+FFFD for each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def digest(text: str) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of the text's UTF-8."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def fold(text: str) -> str:
    """Fold text for search, the same on the side of the index and of the question.

    NFKC, lower case, white space, punctuation, + and invisible characters dropped, NFKC of
    what is left, Traditional to Simplified character by character. What tells one number
    from another stays: . : / between two digits, - and + before a digit that follow no
    letter of an alphabet and no digit, % and ‰ after a digit, and a comma between digits
    unless it parts thousands. So 15万元 does not find 1.5万元, and 5% finds -5%.
    """
    if not _NUMBER_MARKS.search(text):
        return _without_plus(fold_name(text))
    lowered = unicodedata.normalize("NFKC", text).lower()
    # An invisible character inside a number parts nothing.
    seen = "".join(char for char in lowered if unicodedata.category(char) != "Cf")
    parts = _KEPT.split(_THOUSANDS.sub(_without_commas, _SIGN.sub(_sign_or_blank, seen)))
    between = [_without_plus(fold_name(part)) for part in parts[::2]]
    return "".join(map("".join, zip_longest(between, parts[1::2], fillvalue="")))


def fold_name(text: str) -> str:
    """Fold a name, so that its spellings are one.

    NFKC, lower case, white space, punctuation and invisible characters (Unicode
    categories Z, P, Cc, Cf) dropped, NFKC of what is left (an accent may have met its
    letter), Traditional to Simplified character by character. Characters that one side's
    Unicode tables do not know yet are kept, so that both sides keep them. Participants are
    told apart by it: it changes with no release.
    """
    folded = text.translate(_FOLDS)
    return folded if _ALONE_NO_MORE not in folded else _fold_whole(text)


def _fold_whole(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).lower()
    kept = "".join(char for char in lowered if not _is_dropped(unicodedata.category(char)))
    return unicodedata.normalize("NFKC", kept).translate(simplified())


# Stands for a character whose fold may hang on its neighbours: no character has this code.
_ALONE_NO_MORE = "\uffff"
_WIDE = frozenset(["W", "F", "A", "H", "Na"])


class _Folds(dict[int, str]):
    """The folds of single characters, worked out when they are first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = _fold_whole(char) if _stands_alone(char) else _ALONE_NO_MORE
        return self[point]


def _stands_alone(char: str) -> bool:
    """Tell whether a character folds the same beside any other.

    Accents and the latter parts of a Hangul syllable join what is before them, a final
    sigma has a form of its own; beyond the scripts of East Asia and Latin nothing is taken
    for granted.
    """
    begins = unicodedata.normalize("NFKD", _fold_whole(char))[:1]
    joins = begins and (unicodedata.category(begins)[0] == "M" or "\u1160" <= begins <= "\u11ff")
    wide = unicodedata.east_asian_width(char) in _WIDE
    return wide and not joins and begins != "σ" and char != _ALONE_NO_MORE


_FOLDS = _Folds()


def _is_dropped(category: str) -> bool:
    return category[0] in _DROPPED_CLASSES or category in _DROPPED


def _without_plus(folded: str) -> str:
    return unicodedata.normalize("NFKC", folded.replace("+", "")) if "+" in folded else folded


def _sign_or_blank(found: re.Match[str]) -> str:
    """Keep a sign that opens a number; A-5 and 2018-2020 have none."""
    before = found.string[found.start() - 1] if found.start() else " "
    joins = before in "0123456789" or unicodedata.category(before) in _OF_AN_ALPHABET
    return " " if joins else found[0]


def _without_commas(run: re.Match[str]) -> str:
    return run[0].replace(",", "") if _PARTED.fullmatch(run[0]) else run[0]


# What may be a mark of a number: one, in any width, beside what is certainly no digit. Most
# texts have none, and are folded a character at a time.
_HARMLESS = r"\sA-Za-z\u3001-\u303f\u3400-\u9fff，。：；、"
_NUMBER_MARKS = re.compile(
    rf"(?<=[^{_HARMLESS}])[%‰,./:․︐︓﹐﹒﹕﹪％，．／：]"
    rf"|[-+⁺₊﬩﹢﹣＋－](?=[^{_HARMLESS}])"
    "|[\u2488-\u249b\U0001f100-\U0001f10a]"
)
# The marks that stay, in text that is NFKC and lower case; a sign has been looked at before.
_KEPT = re.compile("((?<=[0-9])[.:/,](?=[0-9])|(?<=[0-9])[%‰]|[-+](?=[0-9]))")
_SIGN = re.compile("[-+](?=[0-9])")
# A run of digits and commas, and how it looks where the commas part thousands.
_THOUSANDS = re.compile("[0-9]+(?:,[0-9]+)+")
_PARTED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


@cache
def simplified() -> dict[int, str]:
    """Return the map from Traditional to Simplified characters."""
    return {ord(pair[0]): pair[1] for pair in simplified_pairs().split()}


def simplified_pairs() -> str:
    """Return that map as text, 體体 國国 and so on (from OpenCC's tables, Apache-2.0)."""
    return (Path(__file__).parent / "simplified.txt").read_text("utf-8")
