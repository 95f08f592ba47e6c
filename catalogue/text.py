"""Canonical forms of text: the digest that tells same from edited, and the search fold."""

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_DROPPED_CLASSES = frozenset("PZ")
_DROPPED = frozenset(["Cc", "Cf"])


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


def digest(text: str) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of the text's UTF-8."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def fold(text: str) -> str:
    """Fold text for search, the same on the side of the index and of the question.

    NFKC, lower case, white space, punctuation and invisible characters (Unicode
    categories Z, P, Cc, Cf) dropped, NFKC of what is left (an accent may have met its
    letter), Traditional to Simplified character by character. Characters that one side's
    Unicode tables do not know yet are kept, so that both sides keep them.
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


@cache
def simplified() -> dict[int, str]:
    """Return the map from Traditional to Simplified characters."""
    return {ord(pair[0]): pair[1] for pair in simplified_pairs().split()}


def simplified_pairs() -> str:
    """Return that map as text, 體体 國国 and so on (from OpenCC's tables, Apache-2.0)."""
    return (Path(__file__).parent / "simplified.txt").read_text("utf-8")
