"""The style sheet inside a page: what it says of classes becomes the style of their elements."""

import re
from collections.abc import Iterator

from publisher.importers.word.wordml import Element

# What holds for printing or for narrow screens is no rule of the page that is seen.
_NO_RULE = re.compile(
    r"/\*.*?\*/|<!--|-->|@[^{};]{0,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}[^{}]{0,200}\}",
    re.DOTALL,
)
_SELECTOR = re.compile(r"[a-z0-9]{0,10}\.([\w-]{1,60})", re.IGNORECASE)
# What makes a difference to the words, or to what is a title; longer values are none of these.
_DECLARATION = re.compile(
    r"(?:^|;)\s*((?:text-decoration(?:-line)?|display|visibility|mso-hide|vertical-align"
    r"|font-family|font-size|text-transform|text-align|list-style(?:-type)?)\s*:[^;]{1,60})",
    re.IGNORECASE,
)
_MOST_CLASSES = 10
_MOST_RULES, _LONGEST = 2_000, 2_000


def apply_style_sheets(root: Element) -> None:
    """Write what the sheets of a page say of a class in front of each element's own style."""
    styles = dict(_rules(root))
    for element in root.iter() if styles else ():
        names = (element.get("class") or "").split()[:_MOST_CLASSES]
        if of_classes := [styles[name] for name in names if name in styles]:
            element.set("style", ";".join([*of_classes, element.get("style") or ""]))


def _rules(root: Element) -> Iterator[tuple[str, str]]:
    """Yield classes with their declarations; selectors of any other form are not looked at."""
    sheets = _NO_RULE.sub("", "\n".join(each.text or "" for each in root.iter("style")))
    for rule in sheets.split("}", _MOST_RULES)[:_MOST_RULES]:
        selectors, _, block = rule.rpartition("{")
        declared = ";".join(_DECLARATION.findall(block[:_LONGEST]))
        for selector in selectors[-_LONGEST:].split(",") if declared else ():
            if found := _SELECTOR.fullmatch(selector.strip()):
                yield found[1], declared
