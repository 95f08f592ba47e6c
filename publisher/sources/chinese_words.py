"""The words that officials write for the keys and values of YAML files.

Who has never seen YAML writes 发布机构：… and 征求意见; both are understood, as are the keys
and values of the schema themselves.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interface.names import CHANNEL_NAMES, KIND_NAMES
from publisher.sources.written_dates import in_iso_form

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NAMES: dict[str, Mapping[str, str]] = {"kind": KIND_NAMES, "channels.kind": CHANNEL_NAMES}


def _by_word(words: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    by_name = {name: code for code, name in names.items()}
    return by_name | {word: code for code, listed in words.items() for word in listed.split()}


_KEY_OF = {parent: _by_word(words, {}) for parent, words in _TABLE["keys"].items()}
_VALUE_OF = {key: _by_word(words, _NAMES.get(key, {})) for key, words in _TABLE["values"].items()}
_ALL_KEYS = sorted({word for words in _KEY_OF.values() for word in words}, key=len, reverse=True)
_KEY = rf"(?:[a-z_]+|{'|'.join(_ALL_KEYS)})"
# A key that a full-width colon ends, or a colon without the blank that YAML wants behind it.
_ENDED = re.compile(
    rf"^([ ]*(?:- +)*{_KEY})[ \u3000]*(?:：[ \u3000]*|:(?=[\u4e00-\u9fff《“]))", re.MULTILINE
)
# Braces in which no colon is half-width, and a key in them.
_BRACES = re.compile(r"\{(?:(?!: )[^{}\n\"'])*\}")
_IN_BRACES = re.compile(rf"([{{,，])\s*({_KEY})\s*：\s*")
_BLOCK = re.compile(r"[|>][-+0-9]*[ ]*(?:#.*)?$", re.MULTILINE)
_BETWEEN = re.compile(r"\s*起?\s*(?:[至到]|[—–~～]+|(?<=\d)-(?=\d{4}))\s*")
# The year and the month of 2026年12月1日 or 2026-12-01, each with what ends it.
_YEAR_AND_MONTH = re.compile(r"(\d{4}\s*年\s*|.{4}年|\d{4}[-/.])(.{1,3}?[月./-])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[-+()（）\d\s转]+")
_ADDRESS = re.compile(r"[省市县区乡镇村路街道巷号楼室]|\d")


def key_meant(parent: str, key: str) -> str:
    """Return the key of the schema for what is written; what is not known stays as it is."""
    return _KEY_OF.get(parent or "file", {}).get("".join(key.split()), key)


def value_meant(key: str, value: Any) -> Any:
    """Return the value of the schema for what is written; what is not known stays as it is."""
    known = _VALUE_OF.get(key, {})
    plain = "".join(value.split()).strip("“”") if isinstance(value, str) else value
    return known.get(plain, value)


def word_for_key(parent: str, key: str) -> str:
    """Return the first word that is written for a key of the schema; the key where none is."""
    return _TABLE["keys"].get(parent or "file", {}).get(key, "").partition(" ")[0] or key


def with_word(key: str, value: str) -> str:
    """Return a value of the schema with a word that is written for it, if it has any."""
    listed = _TABLE["values"].get(key, {}).get(value, "")
    word = _NAMES.get(key, {}).get(value) or listed.partition(" ")[0]
    return f"{value} ({word})" if word and value.isascii() else value


def example_of(key: str, other: str) -> str:
    """Return what an entry under a key looks like; ``other`` where that is not known."""
    return str(_TABLE["examples"].get(key, other))


def with_half_width_colons(text: str) -> str:
    """Return YAML with ``: `` behind each key that a line begins with.

    Where a text of several lines is written as a block, nothing is changed: what looks like
    a key may be its words.
    """
    if _BLOCK.search(text):
        return text
    return _BRACES.sub(_with_half_width_marks, _ENDED.sub(r"\1: ", text))


def _with_half_width_marks(braces: re.Match[str]) -> str:
    return _IN_BRACES.sub(
        lambda found: f"{'{' if found[1] == '{' else ', '}{found[2]}: ", braces[0]
    )


def period_meant(written: str) -> tuple[str, str] | None:
    """Return both ends of 2026年4月1日至4月30日, as they are written; None if it has not two."""
    parts = _BETWEEN.split(written.strip().removeprefix("自").removesuffix("止").strip())
    if len(parts) != 2 or not all(parts):
        return None
    first, last = parts
    begun = _YEAR_AND_MONTH.match(first)
    if begun and not re.match(r"\d{4}", last):
        year, month = begun[1], begun[2]
        shared = year if re.search("[月./-]", last) else year + month
        whole = shared + (last if "年" in year else last.rstrip("日号"))
        last = whole if _DAY.match(in_iso_form(whole)) else last
    return first, last


def channels_meant(written: str) -> list[dict[str, str]] | None:
    """Return the channels in 电子邮件 a@example.org；电话 0719-8651234; a bare one by its form.

    None where a part is no address, such as 待定 or a way alone.
    """
    channels = []
    for part in filter(None, map(str.strip, re.split("[；;\n]", written))):
        name, _, rest = re.sub(r"[\s：:]+", " ", part, count=1).partition(" ")
        kind = value_meant("channels.kind", name)
        if rest and (kind != name or kind in CHANNEL_NAMES):
            channels.append({"kind": kind, "to": rest})
        elif "@" in part or _NUMBER.fullmatch(part) or _ADDRESS.search(part):
            bare = "phone" if _NUMBER.fullmatch(part) else "letter"
            channels.append({"kind": "email" if "@" in part else bare, "to": part})
        else:
            return None
    return channels
