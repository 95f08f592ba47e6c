"""The numbers that a browser sets in front of list items (HTML, 4.4.5 and 4.4.8)."""

import re
from dataclasses import dataclass

from publisher.importers.word.number_formats import write_number
from publisher.importers.word.wordml import Element

# list-style-type (CSS Counter Styles) and the type attribute, as (format, what follows).
_STYLES = {
    "1": ("decimal", ". "), "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "a": ("lowerLetter", ". "), "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "), "A": ("upperLetter", ". "),
    "upper-alpha": ("upperLetter", ". "), "upper-latin": ("upperLetter", ". "),
    "i": ("lowerRoman", ". "), "lower-roman": ("lowerRoman", ". "),
    "I": ("upperRoman", ". "), "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_WHOLE = re.compile(r"\s*(-?\d{1,9})")


@dataclass(slots=True)
class OrderedList:
    """An ``<ol>`` being read: its style, the number of the next item, the step to it."""

    style: str
    value: int
    step: int

    def label(self, item: Element) -> str:
        """Count an item and return its number; empty where the list shows none."""
        own = _whole(item.get("value"))
        number = self.value if own is None else own
        self.value = number + self.step
        style = style_of(item) or item.get("type") or self.style
        if style == "none":
            return ""
        form, suffix = _STYLES.get(style, _STYLES["1"])
        return write_number(number, form) + suffix


def open_list(element: Element) -> OrderedList:
    """Begin an ``<ol>``; a reversed one counts down to 1 unless it gives its start."""
    style = style_of(element) or element.get("type") or "1"
    start = _whole(element.get("start"))
    if element.get("reversed") is None:
        return OrderedList(style, 1 if start is None else start, 1)
    items = sum(1 for each in element.iterchildren("li"))
    return OrderedList(style, items if start is None else start, -1)


def style_of(element: Element) -> str:
    """Return the ``list-style-type`` that an element's own style gives; "" if none is known."""
    found = _LIST_STYLE.search(element.get("style", ""))
    words = found[1].lower().split() if found else []
    return next((word for word in words if word in _STYLES or word == "none"), "")


def _whole(text: str | None) -> int | None:
    found = _WHOLE.match(text or "")
    return int(found[1]) if found else None
