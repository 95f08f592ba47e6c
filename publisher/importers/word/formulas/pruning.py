"""Taking out of a formula what does not count: deleted, struck-out and hidden parts."""

from collections.abc import Callable, Iterator

from publisher.importers.word.formatting import look_of
from publisher.importers.word.wordml import Element, child, math, name_of

_STRIKES = tuple(map(math, ["strikeH", "strikeV", "strikeBLTR", "strikeTLBR"]))
_ON = frozenset(["1", "on", "true"])
_CHANGES = frozenset(["w:ins", "w:moveTo", "w:del", "w:moveFrom"])
_OF_WORD = _CHANGES | {"w:r", "w:t", "w:rPr"}


def prune(
    formula: Element, keeps: Callable[[str], bool], unread: Callable[[Element], None]
) -> Iterator[tuple[str, str]]:
    """Remove what does not count from a formula; yield its kind of message and its characters.

    ``keeps`` decides on a tracked change by its name, ``unread`` lists an element that is none
    of a formula.
    """
    for element in list(formula):
        name = name_of(element)
        if name.endswith("Pr"):
            continue
        kind = _kind(element, name)
        if kind == "left_out.border":
            yield kind, _characters(element)
        elif kind:
            yield kind, _characters(element)
            formula.remove(element)
            continue
        is_known = name.startswith("m:") or name in _OF_WORD
        if not is_known:
            unread(element)
        if not is_known or (name in _CHANGES and not keeps(name)):
            formula.remove(element)
        else:
            yield from prune(element, keeps, unread)


def _kind(element: Element, name: str) -> str:
    """Return why a part does not count, or that it has a frame; "" where it is as it is read."""
    properties = [*element.iterfind(f"{math(name.removeprefix('m:') + 'Pr')}/*")]
    if name in ("m:r", "w:r"):
        own = child(element, "rPr")
        look = look_of({str(each.tag): each for each in own} if own is not None else {})
        return "left_out.hidden" if look.hidden else "left_out.struck" if look.struck else ""
    if name == "m:phant":
        is_shown = all(_is_on(each) for each in properties if each.tag == math("show"))
        return "" if is_shown else "left_out.hidden"
    if name == "m:borderBox":
        is_struck = any(_is_on(each) for each in properties if each.tag in _STRIKES)
        return "left_out.struck" if is_struck else "left_out.border"
    return ""


def _is_on(element: Element) -> bool:
    return element.get(math("val"), "1") in _ON


def _characters(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter() if name_of(each) in ("m:t", "w:t"))
