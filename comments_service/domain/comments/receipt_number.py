"""Receipt numbers and query codes: made by chance, read leniently.

A number is ``YYYYMMDD-NNNN-NNNN-C``: the Beijing day of receipt, eight random digits
and a check digit (ISO 7064 Mod 11,10: finds every wrong digit and 97 of 100
swaps of neighbours). A query code is twelve random digits, shown in groups of four.
"""

import hmac
import re
import secrets
import unicodedata
from datetime import date
from typing import NamedTuple

from stdnum.iso7064 import mod_11_10

_DIGITS = 17
_CODE_DIGITS = 12
_SEPARATORS = frozenset(" -‐‑‒–—−_.")
_BETWEEN = r"[-‐‑‒–—−_.\s]*"
# A field of one line drops the line end before the code, so that it may follow at once.
_NUMBER_WITHIN = re.compile(rf"(?<!\d)\d{{8}}{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}{_BETWEEN}\d")
_CODE_WITHIN = re.compile(rf"(?<![\d-])\d{{4}}{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}(?![-\d])")


class Copied(NamedTuple):
    """Number and code as they stand in a copied receipt; "" for what is not in it."""

    number: str
    code: str


def make(day: date) -> str:
    """Make a new receipt number for the Beijing day of receipt."""
    body = f"{day:%Y%m%d}{secrets.randbelow(10**8):08}"
    return _shown(body + mod_11_10.calc_check_digit(body))


def normalise(text: str) -> str | None:
    """Read a number as people type it; None where check digit or length is wrong."""
    digits = typed_digits(text)
    if len(digits) != _DIGITS or not mod_11_10.is_valid(digits):
        return None
    return _shown(digits)


def read_copied(text: str) -> Copied:
    """Find number and code in whatever was copied: a whole receipt, or one of the two."""
    plain = unicodedata.normalize("NFKC", text)
    for found in _NUMBER_WITHIN.finditer(plain):
        if number := normalise(found[0]):
            # The code stands behind the number; before it are titles, with years.
            return Copied(
                number, _code_in(plain[found.end() :]) or _code_in(plain[: found.start()])
            )
    return Copied("", _code_in(plain))


def _code_in(text: str) -> str:
    found = _CODE_WITHIN.search(text)
    return found[0] if found else ""


def what_is_wrong(text: str) -> str:
    """Return what keeps a text from being a number."""
    if len(typed_digits(text)) != _DIGITS:
        return "回执号是17位数字，例如 20180715-1234-5678-9"
    return "回执号抄错了：末位与前面的数字对不上，请对照回执逐位核对"


def day_of(number: str) -> date:
    """Return the day in a number's written form; ``date.max`` where a made-up one holds none."""
    try:
        return date.fromisoformat(number[:8])
    except ValueError:
        return date.max


def make_query_code() -> str:
    """Make a new query code, ``1234 5678 9012``."""
    code = f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"
    return " ".join(code[start : start + 4] for start in range(0, _CODE_DIGITS, 4))


def same_query_code(given: str, kept: str) -> bool:
    """Compare a typed code with the one kept, in constant time."""
    return hmac.compare_digest(typed_digits(given).encode(), typed_digits(kept).encode())


def typed_digits(text: str) -> str:
    """Return the digits that somebody typed, without what separates them; "" for other text."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in plain if char not in _SEPARATORS and not char.isspace())
    return kept if kept.isascii() and kept.isdigit() else ""


def _shown(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16]}"
