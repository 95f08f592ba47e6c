"""How the public reaches the drafting office, in the words of its pages."""

import re
import unicodedata
from collections.abc import Iterable

# A person can write, call or send something by these kinds of channel.
_REACHED_BY = {"letter": "地址", "phone": "电话", "email": "电子邮箱", "fax": "传真"}
_NUMBER = re.compile(r"[+(]?\d[\d ()-]+\d", re.ASCII)
# 12345 is called, 8:30-17:30 is not; two numbers with a blank between them are longer.
_DIGITS = range(5, 14)
_DASH = re.compile(" *[-‐–—−] *")
_MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def href(kind: str, to: str) -> str:
    """Return the link by which a device writes or calls: mailto:, tel:; "" where there is none.

    A fax number is called by nobody. Of several numbers the first is called.
    """
    if kind == "email" and _MAILBOX.fullmatch(to):
        return f"mailto:{to}"
    if kind == "phone" and (number := _called(to)):
        return f"tel:{number}"
    return to if kind == "web" and to.startswith(("https://", "http://")) else ""


def _called(words: str) -> str:
    """Return the first number in words, written in full width or half; "" where there is none."""
    for found in _NUMBER.findall(_DASH.sub("-", unicodedata.normalize("NFKC", words))):
        abroad, digits = "+" if found.startswith("+") else "", ""
        for part in re.sub(r"[()+-]", "", found.replace(") ", ")")).split():
            if len(digits + part) >= _DIGITS.stop:
                break
            digits += part
        if len(digits) in _DIGITS:
            return abroad + digits
    return ""


def ways_to_reach(channels: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the office's address, telephone and so on: label, words, and ``href`` of them.

    ``channels`` are pairs of a kind (``letter``) and where it leads.
    """
    return [(_REACHED_BY[kind], to, href(kind, to)) for kind, to in channels if kind in _REACHED_BY]
