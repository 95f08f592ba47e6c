"""Removing what does not belong in a text: readings in brackets, invisible characters.

Seed texts from portals hold ``強(qiáng)化``: a converter for people who learn to read left
the reading of a character after it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from catalogue.text import simplified
from publisher.importers.blocks.imported_text import ImportedText
from publisher.importers.blocks.repairs import Repairs

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONES = "\u0300\u0301\u0304\u030c"
_LETTERS = f"a-zɑɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿ\u0308{_TONES}"
_READING = re.compile(rf"(?<=[{_HAN}])[(（]([{_LETTERS}]{{1,8}})[)）]")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?"
    r"(?:a[io]?|ang?|e[ir]?|eng?|ia[o]?|iang?|ie|iong|iu|ing?|i|ong|ou?|u[aei]|uai|uang?|u[no]?"
    r"|ueng?|ü[en]?|üan)"
)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_SOFT_HYPHEN = "\u00ad"


def clean(imported: ImportedText, repairs: Repairs, *, fold: bool) -> ImportedText:
    """Clean all blocks; ``fold`` writes Traditional characters as Simplified ones."""
    removed: Counter[str] = Counter()
    imported = replace(imported, name=_CONTROL.sub("", imported.name))
    imported = _each(imported, lambda text: strip_readings(_drop(text, repairs), removed))
    if removed:
        what = "the reading of the character before, in brackets, removed"
        repairs.note("pinyin", what, removed.total())
        listed = " ".join(f"{reading}×{times}" for reading, times in removed.items())
        repairs.details["pinyin"] = {"removed": listed}
    return _simplify(imported, repairs) if fold else imported


def strip_readings(text: str, removed: Counter[str]) -> str:
    """Remove each bracket after a Chinese character that holds one toned syllable."""

    def taken(match: re.Match[str]) -> str:
        if not _is_reading(match[1]):
            return match[0]
        removed[match[0]] += 1
        return ""

    return _READING.sub(taken, text)


def _is_reading(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.replace("ɑ", "a").replace("ɡ", "g"))
    bare = "".join(char for char in parts if char not in _TONES)
    once = len(parts) - len(bare) == 1
    return once and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _drop(text: str, repairs: Repairs) -> str:
    text, controls = _CONTROL.subn("", text)
    repairs.note("control", "control characters removed", controls)
    repairs.note("soft-hyphen", "soft hyphens removed", text.count(_SOFT_HYPHEN))
    return text.replace(_SOFT_HYPHEN, "")


def _simplify(imported: ImportedText, repairs: Repairs) -> ImportedText:
    table = simplified()
    found: Counter[str] = Counter()

    def fold(text: str) -> str:
        found.update(char for char in text if ord(char) in table)
        return text.translate(table)

    imported = _each(imported, fold)
    if found:
        what = "Traditional characters written in their Simplified form, everywhere"
        repairs.note("simplified", what, found.total())
        pairs = " ".join(char + table[ord(char)] for char in found)
        repairs.details["simplified"] = {"pairs": pairs}
    return imported


def _each(imported: ImportedText, change: Callable[[str], str]) -> ImportedText:
    return replace(imported, blocks=tuple(block.changed(change) for block in imported.blocks))
