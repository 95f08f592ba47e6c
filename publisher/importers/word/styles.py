"""What a paragraph or a run takes from its style (ECMA-376 Part 1, 17.7)."""

from collections.abc import Iterator

from publisher.importers.word.wordml import Element, attribute, child, kids, number, switch, value

_OUTLINE_BODY = 9


class Styles:
    """The styles of a document, looked up along ``basedOn``."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.default = ""
        for style in kids(root, "style"):
            name = attribute(style, "styleId") or ""
            self.styles[name] = style
            default = attribute(style, "default") in ("1", "true", "on")
            if default and attribute(style, "type") == "paragraph":
                self.default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        """Yield a style, the one it is based on, and so on; a circle ends the chain."""
        seen: set[str] = set()
        while name and name in self.styles and name not in seen:
            seen.add(name)
            yield name, self.styles[name]
            name = value(self.styles[name], "basedOn")

    def of_paragraph(self, properties: Element | None) -> str:
        """Return the style of a paragraph."""
        return value(properties, "pStyle") or self.default

    def outline(self, properties: Element | None) -> int | None:
        """Return the outline level (0–8) of a paragraph; None for body text."""
        level = number(properties, "outlineLvl")
        for _, style in self.chain(self.of_paragraph(properties)):
            level = number(style, "pPr", "outlineLvl") if level is None else level
        return level if level is not None and level < _OUTLINE_BODY else None

    def is_title(self, properties: Element | None) -> bool:
        """Return whether a paragraph has Word's own style for the title of a document."""
        return any(
            (value(style, "name") or "").lower() in ("title", "标题")
            for _, style in self.chain(self.of_paragraph(properties))
        )

    def centred(self, properties: Element | None) -> bool:
        """Return whether a paragraph is centred."""
        where = value(properties, "jc")
        for _, style in self.chain(self.of_paragraph(properties)):
            where = where or value(style, "pPr", "jc")
        return where == "center"

    def size(self, run: Element | None, paragraph: Element | None) -> int:
        """Return the size of a run's characters in half points; 0 where none is given."""
        found = number(run, "sz")
        for name in (value(run, "rStyle"), self.of_paragraph(paragraph)):
            for _, style in self.chain(name):
                found = number(style, "rPr", "sz") if found is None else found
        return found or 0

    def hidden(self, run: Element | None, paragraph: Element | None) -> bool:
        """Return whether a run is hidden text (``w:vanish``, 17.3.2.41)."""
        found = switch(run, "vanish")
        for name in (value(run, "rStyle"), self.of_paragraph(paragraph)):
            for _, style in self.chain(name):
                found = switch(child(style, "rPr"), "vanish") if found is None else found
        return bool(found)
