"""Chinese numerals as they stand in clause numbers: 一 … 九千九百九十九."""

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL_CHARS = "〇零○一二三四五六七八九十百千"


def to_chinese(number: int) -> str:
    """Write 1–9999 as in a heading: 10 is 十, 12 十二, 101 一百零一."""
    if not 1 <= number <= 9999:
        message = f"{number} is not between 1 and 9999"
        raise ValueError(message)
    written, gap = "", False
    for name, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(written) and digit == 0
    return written.removeprefix("一") if 10 <= number < 20 else written


def from_chinese(text: str) -> int | None:
    """Read a numeral; None where the characters make none (十十, 二三, empty)."""
    try:
        return int(text)
    except ValueError:
        pass
    if text and all(char in "〇零○一二三四五六七八九" for char in text):
        return _digit(text) if len(text) == 1 else None
    total, digit, last = 0, 0, 10_000
    for char in text:
        unit = _UNITS.get(char)
        if unit is None:
            digit = _digit(char)
        elif unit >= last or (digit == 0 and total):
            return None
        else:
            total, digit, last = total + (digit or 1) * unit, 0, unit
    return total + digit or None


def _digit(char: str) -> int:
    return max(_DIGITS.find("零" if char in "〇○" else char), 0)
