"""Fields of Word (17.16): what they show, by their result or, without one, by their code."""

import re
from dataclasses import dataclass, field

from publisher.importers.blocks.marks import without_marks
from publisher.importers.word.controls import form_field
from publisher.importers.word.formulas.eq_fields import eq_text
from publisher.importers.word.symbols import write_symbols
from publisher.importers.word.wordml import Element

# Fields that are there for an index, a variable or a dialogue, and show nothing.
_SILENT = frozenset(["XE", "TC", "TA", "RD", "ASK", "SET", "PRIVATE", "ADVANCE", "BOOKMARK"])
# What a page has of its own; a text has no pages.
PAGE_NUMBERS = frozenset(["PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"])
_FORMS = frozenset(["FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT"])
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
_SYMBOL = re.compile(r"\s*(0[xX][0-9A-Fa-f]{1,4}|\d{1,5})(.*)", re.DOTALL)
_FONT = re.compile(r"\\f\s*(?:\"([^\"]+)\"|(\S+))", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*\"?([A-Za-z][A-Za-z0-9+.-]*:[^\s\"]+)")


@dataclass(slots=True)
class OpenField:
    """An open field: its code so far, whether its result is being read, and has words."""

    code: list[str] = field(default_factory=list)
    data: Element | None = None
    in_result: bool = False
    shown: bool = False

    @property
    def name(self) -> str:
        """The first word of its code, in capitals."""
        return self._parts()[0]

    def text(self) -> str | None:
        """Return what the field shows without a result; None where that is not known."""
        name, rest = self._parts()
        if name in _FORMS:
            return form_field(self.data)
        if name in _SILENT or not name:
            return ""
        if name == "EQ":
            return eq_text(rest)
        if name == "QUOTE":
            return "".join(_words(rest))
        if name in ("MACROBUTTON", "GOTOBUTTON"):
            return rest.strip().partition(" ")[2].strip()
        return _symbol(rest) if name == "SYMBOL" else None

    def address(self) -> str:
        """Return the address that a link leads to; "" where it is none of the web."""
        name, rest = self._parts()
        found = _ADDRESS.match(rest) if name == "HYPERLINK" else None
        return found[1] if found else ""

    def _parts(self) -> tuple[str, str]:
        name, _, rest = without_marks("".join(self.code)).strip().partition(" ")
        name, slash, switch = name.partition("\\")
        return name.upper(), slash + switch + " " + rest


def _words(text: str) -> list[str]:
    return [next(filter(None, found), "") for found in _QUOTED.findall(text.partition("\\*")[0])]


def _symbol(rest: str) -> str | None:
    found = _SYMBOL.match(rest)
    if not found:
        return None
    code = int(found[1], 16 if found[1][:2].lower() == "0x" else 10)
    font = _FONT.search(found[2])
    name = next(filter(None, font.groups()), "") if font else ""
    text, known = write_symbols(chr(code), name)
    return text if known and not 0xD800 <= code <= 0xDFFF else None
