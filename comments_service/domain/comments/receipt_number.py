"""Receipt numbers and query codes: made by chance, read leniently.

A number is ``YYYYMMDD-NNNN-NNNN-C``: the Beijing day of receipt, eight random digits
and a check digit (ISO 7064 Mod 11,10: finds every wrong digit and 97 of 100
swaps of neighbours). A query code is twelve random digits, shown in groups of four.
"""

import hmac
import secrets
import unicodedata
from datetime import date

from stdnum.iso7064 import mod_11_10

_DIGITS = 17
_CODE_DIGITS = 12
_SEPARATORS = frozenset(" -‐‑‒–—−_.")


def make(day: date) -> str:
    """Make a new receipt number for the Beijing day of receipt."""
    body = f"{day:%Y%m%d}{secrets.randbelow(10**8):08}"
    return _shown(body + mod_11_10.calc_check_digit(body))


def normalise(text: str) -> str | None:
    """Read a number as people type it; None where check digit or length is wrong."""
    digits = _digits(text)
    if len(digits) != _DIGITS or not mod_11_10.is_valid(digits):
        return None
    return _shown(digits)


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
    return hmac.compare_digest(_digits(given).encode(), _digits(kept).encode())


def _digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in plain if char not in _SEPARATORS and not char.isspace())
    return kept if kept.isascii() and kept.isdigit() else ""


def _shown(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16]}"
