"""Characters of symbol fonts, which Word files use in place of Unicode ones."""

# Of Wingdings and Symbol, by their place in the font; what Word and WPS offer as bullets
# and as boxes to tick.
_KNOWN = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xB2: "◆", 0xB7: "•", 0xD8: "➢",
    0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = frozenset(["wingdings", "symbol", "webdings", "wingdings 2", "wingdings 3"])
_PRIVATE = 0xF000
UNKNOWN = "•"


def symbols(text: str, font: str) -> str:
    """Write the characters of a symbol font as Unicode ones; an unknown one as ``•``."""
    symbolic = font.lower() in _FONTS
    return "".join(_symbol(char, symbolic=symbolic) for char in text)


def _symbol(char: str, *, symbolic: bool) -> str:
    code = ord(char)
    if "\ue000" <= char <= "\uf8ff":
        return _KNOWN.get(code - _PRIVATE, UNKNOWN)
    return _KNOWN.get(code, UNKNOWN) if symbolic and code < 0x100 and char != " " else char
