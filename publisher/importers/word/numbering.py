"""The numbers that Word sets in front of paragraphs (ECMA-376 Part 1, 17.9)."""

import re
from dataclasses import dataclass

from publisher.importers.word.number_formats import is_known, write_number
from publisher.importers.word.styles import Styles
from publisher.importers.word.symbols import UNKNOWN, write_symbols
from publisher.importers.word.wordml import (
    Element,
    attribute,
    child,
    kids,
    number,
    switch,
    value,
    within,
)

_LEVELS = 9
# Word's own limit.
_LONGEST_TEXT = 255
_MOST_LINKS = 20
_SYMBOL_DOT = "\uf0b7"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` is the level (from 1) that starts it again, 0 none."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class List:
    """A list (``w:num``): its levels, and the numbers at which it restarts some of them.

    Lists of one ``key`` count together: they have the same abstract definition.
    """

    key: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class ListLevel:
    """The list and level of a paragraph; ``level`` counts from 0."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Label:
    """A number as it is shown; ``form`` is its format, ``known`` is False if not supported."""

    text: str
    suffix: str
    form: str
    known: bool


class Numbering:
    """Counts the paragraphs of lists, in the order of the document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[ListLevel] = set()
        self.nums = {attribute(each, "numId") or "": each for each in kids(root, "num")}
        definitions = kids(root, "abstractNum")
        self.abstract = {attribute(each, "abstractNumId") or "": each for each in definitions}
        self.lists: dict[str, List] = {}

    def _listed(self, list_id: str) -> List:
        """Return a list; each is read once, where it is first used."""
        if list_id not in self.lists:
            self.lists[list_id] = self._list(self.nums[list_id])
        return self.lists[list_id]

    def _list(self, num: Element) -> List:
        key = self._key(num)
        defined = kids(self.abstract.get(key), "lvl")
        levels = {_level_number(each): _level(each) for each in defined}
        starts: dict[int, int] = {}
        for override in kids(num, "lvlOverride"):
            level = _level_number(override)
            own = child(override, "lvl")
            if own is not None:
                levels[level] = _level(own)
            start = number(override, "startOverride")
            if start is not None:
                starts[level] = start
        return List(key, levels, starts)

    def _key(self, num: Element) -> str:
        """Return the abstract definition, through the list style that it may only name."""
        seen: set[str] = set()
        key = value(num, "abstractNumId") or ""
        while key not in seen and len(seen) < _MOST_LINKS:
            seen.add(key)
            style = value(self.abstract.get(key), "numStyleLink")
            for _, found in self.styles.chain(style):
                linked = self.nums.get(value(found, "pPr", "numPr", "numId") or "")
                if linked is not None:
                    key = value(linked, "abstractNumId") or key
                    break
        return key

    def place(self, properties: Element | None) -> ListLevel | None:
        """Return the list of a paragraph, its own or that of its style.

        A ``numId`` of 0 switches off what the style says (17.9.18).
        """
        numbering = child(properties, "numPr")
        list_id, level = value(numbering, "numId"), number(numbering, "ilvl")
        style = self.styles.of_paragraph(properties)
        if list_id is None:
            list_id, own = self._from_style(style)
            level = own if level is None else level
        if list_id is None or list_id not in self.nums or list_id == "0":
            return None
        return ListLevel(list_id, min(max(level or 0, 0), _LEVELS - 1))

    def _from_style(self, style: str) -> tuple[str | None, int | None]:
        level: int | None = None
        for _, found in self.styles.chain(style):
            numbering = child(found, "pPr", "numPr")
            level = number(numbering, "ilvl") if level is None else level
            list_id = value(numbering, "numId")
            if list_id is not None:
                return list_id, self._linked_level(list_id, style, level)
        return None, level

    def _linked_level(self, list_id: str, style: str, level: int | None) -> int | None:
        """Return the level that names the style, or one the style is based on (17.9.23)."""
        levels = self._listed(list_id).levels if list_id in self.nums else {}
        names = {each.style: at for at, each in levels.items() if each.style}
        linked = (names[name] for name, _ in self.styles.chain(style) if name in names)
        return next(linked, level)

    def count(self, place: ListLevel) -> Label | None:
        """Count a paragraph; None where its level has no definition."""
        listed = self._listed(place.list_id)
        level = listed.levels.get(place.level)
        if level is None:
            return None
        counts = self.counts.setdefault(listed.key, [None] * _LEVELS)
        if place not in self.begun and place.level in listed.starts:
            counts[place.level] = None
        self.begun.add(place)
        now = counts[place.level]
        counts[place.level] = _start(listed, place.level) if now is None else now + 1
        _restart(listed, counts, place.level)
        return _label(listed, level, counts)


def _level_number(element: Element) -> int:
    text = attribute(element, "ilvl") or "0"
    return min(int(text), _LEVELS - 1) if text.isdecimal() else 0


def _level(element: Element) -> Level:
    start = number(element, "start")
    # A newer format comes with an older one as its fallback.
    forms = [attribute(each, "val") or "decimal" for each in within(element, "numFmt")]
    form = next((form for form in forms if form != "custom"), "decimal")
    text = (value(element, "lvlText") or "")[:_LONGEST_TEXT]
    if child(element, "lvlPicBulletId") is not None:
        text = text or "•"
    font = attribute(child(element, "rPr", "rFonts"), "ascii") or ""
    return Level(
        # Without an element the level starts at 0 (17.9.25).
        start=0 if start is None else start,
        form=form,
        text=_bullet(text, font) if form == "bullet" else text,
        suffix=value(element, "suff") or "tab",
        legal=bool(switch(element, "isLgl")),
        restart=number(element, "lvlRestart"),
        style=value(element, "pStyle") or "",
    )


def _bullet(text: str, font: str) -> str:
    """Return a bullet as it is seen; any that is not known is a dot."""
    font = font or ("symbol" if text == _SYMBOL_DOT else "wingdings")
    return write_symbols(text, font)[0].replace(UNKNOWN, "•")


def _start(listed: List, level: int) -> int:
    defined = listed.levels.get(level)
    return listed.starts.get(level, defined.start if defined else 1)


def _restart(listed: List, counts: list[int | None], used: int) -> None:
    """Forget the counts of lower levels, unless ``lvlRestart`` says otherwise (17.9.10)."""
    for level in range(used + 1, _LEVELS):
        defined = listed.levels.get(level)
        limit = defined.restart if defined and defined.restart is not None else level
        if used < limit:
            counts[level] = None


def _label(listed: List, level: Level, counts: list[int | None]) -> Label:
    known = True

    def written(match: re.Match[str]) -> str:
        nonlocal known
        at = int(match[1]) - 1
        form = listed.levels[at].form if at in listed.levels else "decimal"
        # A level above that was not counted yet is shown as its first number.
        shown = counts[at]
        shown = _start(listed, at) if shown is None else shown
        if form in ("none", "bullet"):
            return ""
        form = "decimal" if level.legal else form
        known = known and is_known(form)
        return write_number(shown, form)

    if level.form == "bullet":
        return Label(level.text, level.suffix, level.form, known)
    return Label(_PLACE.sub(written, level.text), level.suffix, level.form, known)
