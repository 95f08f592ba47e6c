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
from publisher.importers.blocks.imported_text import Block, ImportedText
from publisher.importers.blocks.repairs import WHOLE, Repairs
from publisher.problems import Message

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
# Characters that each font has for itself: what they are only the file's own font knows.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SOFT_HYPHEN = "\u00ad"


def clean(imported: ImportedText, repairs: Repairs, *, fold: bool) -> ImportedText:
    """Clean all blocks; ``fold`` writes Traditional characters as Simplified ones."""
    removed: Counter[str] = Counter()
    imported = replace(imported, name=_CONTROL.sub("", imported.name))

    def cleaned(text: str) -> str:
        before = removed.total()
        text = strip_readings(_drop(text, repairs), removed)
        repairs.note("repair.pinyin", removed.total() - before)
        return text

    imported = _each(imported, cleaned, repairs)
    if removed:
        listed = " ".join(f"{reading}×{times}" for reading, times in removed.items())
        repairs.detail("repair.pinyin", "removed", listed)
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
    repairs.note("repair.control", controls)
    repairs.note("repair.soft_hyphen", text.count(_SOFT_HYPHEN))
    if private := _PRIVATE.findall(text):
        repairs.doubt(Message("doubt.private", {"text": "".join(private)}))
    return text.replace(_SOFT_HYPHEN, "")


def _simplify(imported: ImportedText, repairs: Repairs) -> ImportedText:
    table = simplified()
    found: Counter[str] = Counter()

    def fold(text: str) -> str:
        here = [char for char in text if ord(char) in table]
        found.update(here)
        repairs.note("repair.simplified", len(here))
        return text.translate(table)

    imported = _each(imported, fold, repairs)
    if found:
        pairs = " ".join(char + table[ord(char)] for char in found)
        repairs.detail("repair.simplified", "pairs", pairs)
    return imported


def _each(imported: ImportedText, change: Callable[[str], str], repairs: Repairs) -> ImportedText:
    def changed(block: Block) -> Block:
        repairs.place = block.paragraph or WHOLE
        return block.changed(change)

    blocks = tuple(map(changed, imported.blocks))
    repairs.place = WHOLE
    return replace(imported, blocks=blocks)
