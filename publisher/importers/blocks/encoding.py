"""Bytes to text: strict attempts in a fixed order, never a guess by frequency."""

import codecs
import re

from publisher.importers.blocks.faults import ImportFault

# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
# What pages call their encoding; GB2312 and GBK are parts of GB18030 (WHATWG Encoding).
_NAMES = {
    "utf-8": "UTF-8", "utf8": "UTF-8", "gb2312": "GB18030", "gbk": "GB18030",
    "gb18030": "GB18030", "gb_2312-80": "GB18030", "x-gbk": "GB18030", "cp936": "GB18030",
    "big5": "Big5-HKSCS", "big5-hkscs": "Big5-HKSCS",
}  # fmt: skip
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,20})", re.IGNORECASE
)
_LOOKED_AT = 4096


def decode(raw: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text and the name of its encoding; I007 where none fits.

    In this order: a byte order mark, the declared name, UTF-8, GB18030. With zero bytes the
    text is UTF-16, in the byte order that these show.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], [name])
    if b"\0" in raw:
        little = raw[1::2].count(0) >= raw[::2].count(0)
        return _strict(raw, ["UTF-16LE" if little else "UTF-16BE"])
    return _strict(raw, [*filter(None, [declared]), "UTF-8", "GB18030"])


def declared_encoding(raw: bytes) -> str:
    """Return the encoding that a page's ``<meta>`` declares; "" if none that is known."""
    found = _META.search(raw[:_LOOKED_AT])
    return _NAMES.get(found[1].decode("ascii").lower(), "") if found else ""


def _strict(raw: bytes, names: list[str]) -> tuple[str, str]:
    for name in names:
        try:
            return raw.decode(name).removeprefix("\ufeff"), name
        except UnicodeDecodeError:
            continue
    raise ImportFault("I007.encoding", encodings=" / ".join(dict.fromkeys(names)))
