"""Chinese numerals as they stand in clause numbers: 一 … 九千九百九十九."""

import re
from functools import lru_cache

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZEROS = re.compile("[〇○]")
_BARE_TEN = re.compile("(?<![一二三四五六七八九])十")
NUMERAL_CHARS = "〇零○一二三四五六七八九十百千"


@lru_cache(maxsize=10_000)
def to_chinese(number: int) -> str:
    """Write 1–9999 as in a heading: 10 is 十, 12 十二, 101 一百零一."""
    if not 1 <= number <= 9999:
        raise ValueError(f"{number} is not between 1 and 9999")
    written, gap = "", False
    for name, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(written) and digit == 0
    return written.removeprefix("一") if 10 <= number < 20 else written


@lru_cache(maxsize=10_000)
def from_chinese(text: str) -> int | None:
    """Read 1–9999, also in digits; None where the characters make no number (十十, 二三)."""
    if text.isdecimal():
        return (int(text) or None) if len(text) <= 4 else None
    plain = _ZEROS.sub("零", text)
    number = _sum(plain)
    if not number:
        return None
    # 一十二 and 一百十二 are said too; all else must be as ``to_chinese`` writes it.
    full = _BARE_TEN.sub("一十", plain)
    return number if full == _BARE_TEN.sub("一十", to_chinese(number)) else None


def _sum(text: str) -> int:
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = max(_DIGITS.find(char), 0)
    return total + digit if total + digit <= 9999 else 0
