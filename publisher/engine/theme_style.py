"""The theme's stylesheet without what no page can show: the rest keeps a phone waiting."""

import re
from collections.abc import Iterator

from interface.stylesheet import TABLE_CLASSES

# What braces inside a text or an address do not end.
_STEP = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^'\")]*\)|[{}]", re.DOTALL)
_INSIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_CLASSES = re.compile(r'class="([^"]*)"')
# Between commas that are in no bracket.
_SELECTOR = re.compile(r"(?:[^,()\[\]]|\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])+")
_TEXT = r"\"[^\"]*\"|'[^']*'"
# Where a rule asks for ``[class]``, a class that a script sets on the root, as for each field that
# is typed in, has a browser style the whole page anew. Both selectors count two classes and a tag.
_UNNAMED_TABLE = ".md-typeset table:not([class])"
_PLAIN_TABLE = f"table:not(.{TABLE_CLASSES[0]}):not(.{TABLE_CLASSES[1]})"
_PROPERTY = re.compile(rf"(--[\w-]+):(?:{_TEXT}|\((?:{_TEXT}|[^)\"'])*\)|[^;\"'(}}])*;?")


def needed_style(sheet: str, page: str) -> str:
    """Return the rules of a stylesheet that may apply to a page, whatever is put into it.

    What is put into it has no class of the theme, and its tables are plain or of the two kinds that
    have a style of their own. Rules for classes that the page has not are left out, and custom
    properties that no rule uses.
    """
    classes = {name for found in _CLASSES.findall(page) for name in found.split()}
    kept = "".join(_kept(sheet, classes)).replace(_UNNAMED_TABLE, _PLAIN_TABLE)
    used = set(re.findall(r"var\((--[\w-]+)", kept))
    return _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", kept)


def _kept(sheet: str, classes: set[str]) -> Iterator[str]:
    for head, body in _blocks(sheet):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(_kept(body, classes)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        elif kept := [each for each in _SELECTOR.findall(head) if _names(each) <= classes]:
            yield f"{','.join(kept)}{{{body}}}"


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the head and the body of each block; statements that have none are left out."""
    depth = start = opened = 0
    for step in _STEP.finditer(sheet):
        if step[0] == "{":
            opened = opened if depth else step.end()
            depth += 1
        elif step[0] == "}":
            depth -= 1
            if not depth:
                head = sheet[start : opened - 1].rpartition(";")[2].rpartition("*/")[2]
                yield head.strip(), sheet[opened : step.start()]
                start = step.end()


def _names(selector: str) -> set[str]:
    """Return the classes that an element and those around it must have."""
    while (outer := _INSIDE.sub("", selector)) != selector:
        selector = outer
    return set(_CLASS.findall(selector))
