"""Counters as Word writes them: ST_NumberFormat, ECMA-376 Part 1, 17.18.59."""

from collections.abc import Callable, Sequence

from catalogue.numerals import to_chinese

_DIGITS, _ROUND_DIGITS = "〇一二三四五六七八九", "○一二三四五六七八九"
_SIMPLE = "零一二三四五六七八九十百千"
_FORMAL_SIMPLIFIED = str.maketrans(_SIMPLE, "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans(_SIMPLE, "零壹貳參肆伍陸柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_CHINESE = 9999


def write_number(number: int, form: str) -> str:
    """Write a counter in a format of ST_NumberFormat.

    What a format cannot write (①… ends with ⑳, 甲… with 癸) and formats of other
    languages are written in plain digits, as 17.18.59 requires for values out of range.
    """
    return _FORMATS.get(form, str)(number) or str(number)


def is_known(form: str) -> bool:
    """Return whether a format is written as Word writes it."""
    return form in _FORMATS or form == "decimal"


def _chinese(number: int) -> str:
    return to_chinese(number) if 1 <= number <= _LARGEST_CHINESE else ""


def _formal(table: dict[int, int]) -> Callable[[int], str]:
    def write(number: int) -> str:
        plain = _chinese(number)
        return ("一" + plain if plain.startswith("十") else plain).translate(table)

    return write


def _digits(ten: str) -> Callable[[int], str]:
    digits = str.maketrans("0123456789", ten)
    return lambda number: str(number).translate(digits)


def _counting(number: int) -> str:
    """Count 十, 十一 … 九十九, then digit by digit: 一○○."""
    return _chinese(number) if 1 <= number <= 99 else _digits(_ROUND_DIGITS)(number)


def _japanese(number: int) -> str:
    """Count without 零 and without 一 in front of 百 and 千: 百一."""
    plain = _chinese(number).replace("零", "")
    return plain.removeprefix("一") if number >= 100 else plain


def _letters(first: str) -> Callable[[int], str]:
    """Write A … Z, then AA, BB, …: the letter repeated, not a number in base 26."""

    def write(number: int) -> str:
        if not 1 <= number <= 26 * 10:
            return ""
        again, place = divmod(number - 1, 26)
        return chr(ord(first) + place) * (again + 1)

    return write


def _roman(number: int) -> str:
    if not 1 <= number <= _LARGEST_CHINESE:
        return ""
    written = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        written += letters * times
    return written


def _row(characters: Sequence[str]) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else ""


def _run(first: str, length: int) -> Callable[[int], str]:
    return _row("".join(chr(ord(first) + step) for step in range(length)))


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 10),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _formal(_FORMAL_SIMPLIFIED),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "ideographDigital": _digits(_DIGITS),
    "japaneseDigitalTenThousand": _digits(_DIGITS),
    "taiwaneseDigital": _digits(_ROUND_DIGITS),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": _row([_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60)]),
    "ideographEnclosedCircle": _run("㊀", 10),
}
