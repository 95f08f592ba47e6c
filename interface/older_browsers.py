"""What older browsers are given of a stylesheet: down to Chromium 80 and Safari 13.1.

Rules are written in today's form, and get here what stands before or in place of it where a
browser does not know it. What this does not know, nobody may write: tests/structure/test_floor.py.
"""

import re
from collections.abc import Iterator
from itertools import chain

_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
# A rule of declarations alone; an at-rule around it stays as it is.
_RULE = re.compile(r"(?<=[{}])(\s*)([^{}@;]+)\{([^{}]*)\}")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_CHOICE = re.compile(r"(?:(?<=[\s>+~])|^):is\(([^()]*)\)|:is\(([^()\w][^()]*)\)")
_EXCEPT = re.compile(r":not\(([^()]*,[^()]*)\)")
_GAP = re.compile(r"(?<![\w-])gap: ([^;]+?) *(?:;|$)")
# A selector with one of these is dropped where it is not known, and its whole rule with it.
_APART = re.compile(r":has\(|:focus-visible")
_BEFORE = {
    "appearance: none": "-webkit-appearance: none",
    "overflow-wrap: anywhere": "overflow-wrap: break-word",
    "inset: 0": "top: 0; right: 0; bottom: 0; left: 0",
}
_DECLARED = re.compile(rf"(?<![\w-])(?:{'|'.join(_BEFORE)})(?=\s*(?:;|$))")
# Known since the same releases as a gap in a flex box, or a few later.
_NO_GAP = "@supports not (inset: 0)"
# Known since the same releases as :focus-visible, or a few later.
_NO_FOCUS_VISIBLE = "@supports not (accent-color: auto)"


def for_older_browsers(sheet: str) -> str:
    """Return a stylesheet with the older form of each of its rules, without comments."""
    return _RULE.sub(_rule, "}" + _COMMENT.sub("", sheet))[1:]


def _rule(found: re.Match[str]) -> str:
    space, head, body = found.groups()
    selectors = list(chain.from_iterable(map(_plain, _COMMA.split(head.strip()))))
    body = _DECLARED.sub(lambda new: f"{_BEFORE[new[0]]}; {new[0]}", body)
    together = ", ".join(each for each in selectors if not _APART.search(each))
    rules = [together, *(each for each in selectors if _APART.search(each))]
    written = [f"{each} {{{body}}}" for each in rules if each]
    focus = ", ".join(
        each for each in selectors if ":focus-visible" in each and ":has(" not in each
    )
    if focus:
        older = focus.replace(":focus-visible", ":focus")
        written.append(f"{_NO_FOCUS_VISIBLE} {{ {older} {{{body}}} }}")
    return "".join(space + each for each in [*written, *_margins(selectors, body)])


def _plain(selector: str) -> Iterator[str]:
    """Yield a selector with its choices written out, and `:not` of a list as one of each."""
    selector = _EXCEPT.sub(
        lambda found: "".join(f":not({each})" for each in _COMMA.split(found[1])), selector
    )
    choice = _CHOICE.search(selector)
    if not choice:
        yield selector
        return
    for each in _COMMA.split(choice[1] or choice[2]):
        yield from _plain(selector[: choice.start()] + each + selector[choice.end() :])


def _margins(selectors: list[str], body: str) -> Iterator[str]:
    """Yield what parts the items of a flex box where it has no gap."""
    gap = _GAP.search(body)
    if not gap or not re.search(r"display: (?:inline-)?flex", body):
        return
    row, column = (gap[1].split() * 2)[:2]
    items = ", ".join(f"{each} > :not(:last-child)" for each in selectors)
    if "flex-direction: column" in body:
        margins = f"margin-bottom: {row};"
    else:
        margins = f"margin-right: {column};" + f" margin-bottom: {row};" * (
            "flex-wrap: wrap" in body
        )
    yield f"{_NO_GAP} {{ {items} {{ {margins} }} }}"
