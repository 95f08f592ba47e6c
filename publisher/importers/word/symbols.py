"""Characters of symbol fonts, which Word files use in place of Unicode ones."""

import tomllib
from functools import cache
from pathlib import Path

_PRIVATE, _PRIVATE_END, _LAST = 0xF000, 0xF0FF, 0xFF
_FIRST = 0x20
# The sign of printers for a character that they do not have.
UNKNOWN = "〓"


@cache
def symbol_fonts() -> dict[str, str]:
    """Return the characters from 20 to FF of each symbol font, by its name in lower case."""
    raw = Path(__file__).with_name("symbol_fonts.toml").read_text("utf-8")
    fonts = tomllib.loads(raw)
    return {name: font["characters"].replace("\n", "") for name, font in fonts.items()}


def is_symbol_font(name: str | None) -> bool:
    """Return whether the characters of a font are known by their places in it."""
    return (name or "").lower() in symbol_fonts()


def write_symbols(text: str, font: str) -> tuple[str, bool]:
    """Return a text as Unicode characters, and whether all of them are known.

    Of a symbol font are its places, at which Word sets F000 or nothing before the code. An
    unknown one is written as ``UNKNOWN``; another private character stays.
    """
    characters = symbol_fonts().get(font.lower(), "")
    written = "".join(_symbol(char, characters) for char in text)
    return written, UNKNOWN not in written


def _symbol(char: str, characters: str) -> str:
    code = ord(char)
    if _PRIVATE <= code <= _PRIVATE_END:
        code -= _PRIVATE
    elif code > _LAST or not characters:
        return char
    if code < _FIRST:
        return UNKNOWN if ord(char) >= _PRIVATE else char
    return characters[code - _FIRST] if characters else UNKNOWN
