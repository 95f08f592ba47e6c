"""The theme's stylesheet without what no page can show: the rest keeps a phone waiting."""

import re
from collections.abc import Iterator

# What braces inside a text or an address do not end.
_STEP = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^'\")]*\)|[{}]", re.DOTALL)
_INSIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_CLASSES = re.compile(r'class="([^"]*)"')
_COMMA = re.compile(r",(?![^(]*\))")
_TEXT = r"\"[^\"]*\"|'[^']*'"
_PROPERTY = re.compile(rf"(--[\w-]+):(?:{_TEXT}|\((?:{_TEXT}|[^)\"'])*\)|[^;\"'(}}])*;?")


def needed_style(sheet: str, page: str) -> str:
    """Return the rules of a stylesheet that may apply to a page, whatever is put into it.

    What is put into it has no class of the theme. Rules for classes that the page has not are
    left out, and custom properties that no rule uses.
    """
    classes = {name for found in _CLASSES.findall(page) for name in found.split()}
    kept = "".join(_kept(sheet, classes))
    used = set(re.findall(r"var\((--[\w-]+)", kept))
    return _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", kept)


def _kept(sheet: str, classes: set[str]) -> Iterator[str]:
    for head, body in _blocks(sheet):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(_kept(body, classes)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        elif kept := [each for each in _COMMA.split(head) if _names(each) <= classes]:
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
