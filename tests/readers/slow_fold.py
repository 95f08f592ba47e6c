"""The fold of search once more, as its rule is written: to compare with, not to be quick."""

import re
import unicodedata

from catalogue.text import simplified

_DIGITS = frozenset("0123456789")
_PARTED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


def slow_fold(text: str) -> str:
    """Fold a text, looking at each character and those beside it."""
    lowered = unicodedata.normalize("NFKC", text).lower()
    seen = "".join(char for char in lowered if unicodedata.category(char) != "Cf")
    left = "".join(char for at, char in enumerate(seen) if _stays(seen, at))
    return unicodedata.normalize("NFKC", left).translate(simplified())


def _stays(seen: str, at: int) -> bool:
    char, before, after = seen[at], seen[at - 1 : at] if at else "", seen[at + 1 : at + 2]
    follows, leads = before in _DIGITS, after in _DIGITS
    if char in ".:/,":
        return follows and leads and not (char == "," and _parts_thousands(seen, at))
    if char in "%‰":
        return follows
    if char in "-+":
        of_a_word = bool(before) and unicodedata.category(before) in {"Ll", "Lu", "Lt"}
        return leads and not follows and not of_a_word
    return unicodedata.category(char)[0] not in "PZ" and unicodedata.category(char) != "Cc"


def _parts_thousands(seen: str, at: int) -> bool:
    runs = re.finditer("[0-9]+(?:,[0-9]+)*", seen)
    return any(run.start() < at < run.end() and _PARTED.fullmatch(run[0]) for run in runs)
