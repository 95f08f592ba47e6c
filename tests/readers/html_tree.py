"""A strict reader of the pages: what a lenient browser would mend is an error here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(["meta", "link", "br", "wbr", "input", "img", "hr", "path", "use"])


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Element"]:
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += [each for each in reversed(element.children) if isinstance(each, Element)]

    def all(self, tag: str = "", css: str = "") -> list["Element"]:
        found = (element for element in self.walk() if tag in ("", element.tag))
        return [element for element in found if not css or css in element.classes]

    def one(self, tag: str = "", css: str = "") -> "Element":
        (found,) = self.all(tag, css)
        return found

    def text(self, without: str = "") -> str:
        """Return the words inside, those in elements of one class left out."""
        if without and without in self.classes:
            return ""
        parts = (c if isinstance(c, str) else c.text(without) for c in self.children)
        return "".join(parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>: {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(text: str) -> Element:
    """Read a page; what does not nest, or an attribute given twice, fails the test."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"left open: {[e.tag for e in reader.open]}"
    return reader.root


@cache
def page(path: Path) -> Element:
    return parse(path.read_text("utf-8"))
