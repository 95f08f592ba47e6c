"""What a paragraph or a run takes from its style (ECMA-376 Part 1, 17.7)."""

from collections.abc import Iterator
from itertools import islice

from publisher.importers.word.wordml import Element, attribute, child, kids, number, value, w

_OUTLINE_BODY = 9
_TITLES = frozenset(["title", "标题"])
# Styles based on each other; more than Word's own are not looked through.
_LONGEST_CHAIN = 20


class Styles:
    """The styles of a document, looked up along ``basedOn``; each is resolved once."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.default = ""
        self.defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._of_runs: dict[tuple[str, str], dict[str, Element]] = {}
        self._resolved: dict[tuple[str, str], dict[str, Element]] = {}
        self._titles: dict[str, bool] = {}
        for style in kids(root, "style"):
            name = attribute(style, "styleId") or ""
            self.styles[name] = style
            default = attribute(style, "default") in ("1", "true", "on")
            if default and attribute(style, "type") == "paragraph":
                self.default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        """Yield a style, the one it is based on, and so on; a circle ends the chain."""
        return islice(self._chain(name), _LONGEST_CHAIN)

    def _chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        seen: set[str] = set()
        while name and name in self.styles and name not in seen:
            seen.add(name)
            yield name, self.styles[name]
            name = value(self.styles[name], "basedOn")

    def of_paragraph(self, properties: Element | None) -> str:
        """Return the style of a paragraph."""
        return value(properties, "pStyle") or self.default

    def run(self, own: dict[str, Element], paragraph: str) -> dict[str, Element]:
        """Return the properties of a run in a paragraph of a style, by name.

        The nearest counts: the run's own, those of its style, of the paragraph's, the default.
        """
        named = own.get(w("rStyle"))
        key = (attribute(named, "val") or "") if named is not None else "", paragraph
        found = self._of_runs.get(key)
        if found is None:
            found = _by_name(self.defaults)
            for name in reversed(key):
                found |= self._merged(name, "rPr")
            self._of_runs[key] = found
        return found | own if own else found

    def paragraph(self, style: str) -> dict[str, Element]:
        """Return the properties of paragraphs of a style, by name."""
        return self._merged(style, "pPr")

    def _merged(self, style: str, kind: str, left: int = _LONGEST_CHAIN) -> dict[str, Element]:
        key = style, kind
        if key not in self._resolved:
            found = self.styles.get(style)
            base = value(found, "basedOn") if left else None
            above = self._merged(base, kind, left - 1) if base else {}
            self._resolved[key] = above | _by_name(child(found, kind))
        return self._resolved[key]

    def outline(self, properties: Element | None) -> int | None:
        """Return the outline level (0–8) of a paragraph; None for body text."""
        level = number(properties, "outlineLvl")
        if level is None:
            of_style = self.paragraph(self.of_paragraph(properties)).get(w("outlineLvl"))
            text = attribute(of_style, "val") or ""
            level = int(text) if text.isdecimal() and len(text) == 1 else None
        return level if level is not None and level < _OUTLINE_BODY else None

    def is_title(self, properties: Element | None) -> bool:
        """Return whether a paragraph has Word's own style for the title of a document."""
        style = self.of_paragraph(properties)
        if style not in self._titles:
            names = ((value(each, "name") or "").lower() for _, each in self.chain(style))
            self._titles[style] = not _TITLES.isdisjoint(names)
        return self._titles[style]

    def centred(self, properties: Element | None) -> bool:
        """Return whether a paragraph is centred."""
        of_style = self.paragraph(self.of_paragraph(properties)).get(w("jc"))
        return (value(properties, "jc") or attribute(of_style, "val")) == "center"


def _by_name(properties: Element | None) -> dict[str, Element]:
    return {str(each.tag): each for each in properties} if properties is not None else {}
