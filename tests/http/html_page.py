"""A reader without JavaScript: fetches pages, checks each, fills in forms, presses buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from flask.testing import FlaskClient

from interface.language import messages

_VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
_READ_OUT = ("aria-label", "alt", "placeholder", "title")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
INTERFACE = {each.id for each in messages("en") if each.id and isinstance(each.id, str)}
_TYPED = frozenset({"text", "search", "tel", "email", "hidden"})


@dataclass(eq=False)
class Element:
    """An element of a page; ``text`` is what stands in it, exactly."""

    tag: str
    attrs: dict[str, str | None]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.children)

    def __getitem__(self, name: str) -> str:
        return self.attrs.get(name) or ""

    @cached_property
    def inside(self) -> list["Element"]:
        """Every element in it, in the order of the page, which nobody changes once it is read."""
        return [
            found
            for child in self.children
            if isinstance(child, Element)
            for found in (child, *child.inside)
        ]

    def every(self, *tags: str) -> Iterator["Element"]:
        return (each for each in self.inside if not tags or each.tag in tags)

    def one(self, tag: str, **attrs: str | None) -> "Element":
        found = [each for each in self.every(tag) if attrs.items() <= each.attrs.items()]
        assert len(found) == 1, (tag, attrs, len(found))
        return found[0]


class _Parser(HTMLParser):
    """Builds a tree and takes nothing that a browser would have to guess at."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.root = self.at = Element("", {})
        self.feed(source)
        self.close()
        assert self.at is self.root, f"<{self.at.tag}> is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, dict(attrs), self.at)
        self.at.children.append(element)
        if tag not in _VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}> at {self.getpos()}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


class Page:
    """A page as fetched: status, headers, elements."""

    def __init__(self, path: str, answer: Any) -> None:
        self.path, self.status, self.headers = path, answer.status_code, answer.headers
        assert answer.content_type == "text/html; charset=utf-8"
        self.root = _Parser(answer.get_data(as_text=True)).root
        self.main = self.root.one("main")
        check(self)

    @property
    def text(self) -> str:
        """The words of the main part, white space joined."""
        return " ".join(self.main.text.split())

    def link(self, words: str) -> str:
        """Return where the link with these words leads, from the service's root."""
        found = [each for each in self.main.every("a") if each.text == words]
        assert len(found) == 1, (words, [each.text for each in self.main.every("a")])
        return urljoin(self.path, found[0]["href"])

    @property
    def faults(self) -> dict[str, str]:
        """Return the faults that stand beside their fields."""
        invalid = [e for e in self.main.every() if e["aria-invalid"] == "true"]
        found = {}
        for element in invalid:
            beside = [e for e in self.main.every() if e["id"] == element["aria-describedby"]]
            found[element["name"] or element.one("legend").text] = beside[0].text
        return found


def check(page: Page) -> None:
    """Check what must hold of every page."""
    elements = list(page.root.every())
    ids = [element["id"] for element in elements if "id" in element.attrs]
    assert len(ids) == len(set(ids)), sorted(ids)
    assert page.root.one("html")["lang"] in {"zh-CN", "en"}
    if page.root.one("html")["lang"] == "en":
        assert list(unmarked_chinese(page.root.one("html"))) == []
        assert untranslated(page.root) == set()
    assert page.root.one("title").text.strip()
    assert len(list(page.root.every("h1"))) == 1
    assert not list(page.root.every("style"))
    assert [script.text for script in page.root.every("script") if script.text.strip()] == []
    assert not [element for element in elements if "style" in element.attrs]
    labelled = {element["for"] for element in page.root.every("label")}
    for element in page.root.every("input", "select", "textarea"):
        inside = element.parent is not None and element.parent.tag == "label"
        assert inside or element["type"] == "hidden" or element["id"] in labelled, element.attrs
    for name in ("aria-describedby", "aria-labelledby"):
        assert {e[name] for e in elements if name in e.attrs} <= set(ids)
    assert {e["href"][1:] for e in elements if e["href"].startswith("#")} <= set(ids)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def unmarked_chinese(element: Element) -> Iterator[str]:
    """Yield what stands in Chinese on an English page without saying that it is Chinese."""
    # A <title> has the title of the text and the name of the site; it can hold no elements.
    if element["lang"] == "zh-CN" or element.tag == "title":
        return
    said = [element[name] for name in _READ_OUT]
    said += [each for each in element.children if isinstance(each, str)]
    yield from (each for each in said if _CHINESE.search(each))
    for child in element.children:
        if isinstance(child, Element):
            yield from unmarked_chinese(child)


def untranslated(root: Element) -> set[str]:
    """Return the words of the interface that are marked as Chinese instead of being English."""
    said = {each.text.strip() for each in root.every() if each["lang"] == "zh-CN"}
    return said & INTERFACE


class Reader:
    """Reads pages of one service and sends their forms, as a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def opens(self, path: str) -> Page:
        return Page(path, self._client.get(path))

    def presses(self, page: Page, button: str, **typed: str) -> Page:
        """Fill in fields and press a button of the one form that has it."""
        forms = [
            each
            for each in page.main.every("form")
            if any(button == one.text for one in each.every("button"))
        ]
        assert len(forms) == 1, (button, [each.text for each in page.main.every("button")])
        form = forms[0]
        pairs = form_pairs(form, button, typed)
        path = urljoin(page.path, form["action"])
        return Page(path, self.sends(path, pairs))

    def switches(self, page: Page, **typed: str) -> Page:
        """Press what shows the page in the other language; what is typed goes with it."""
        head = page.root.one("header")
        inside = next((each for each in head.every("a", "button") if each["lang"]), None)
        assert inside is not None
        if inside.tag == "a":
            return self.opens(urljoin(page.path, inside["href"]))
        form = page.main.one("form") if inside["form"] else head.one("form", method="post")
        path = urljoin(page.path, inside["formaction"] or form["action"])
        fields = {name: value for each in form.every() for name, value in _field(each)}
        if inside["name"]:
            fields[inside["name"]] = inside["value"]
        return Page(path, self.sends(path, list((fields | typed).items())))

    def sends(self, path: str, pairs: list[tuple[str, str]]) -> Any:
        return self._client.post(
            path, data=urlencode(pairs), content_type="application/x-www-form-urlencoded"
        )


def form_pairs(form: Element, button: str, typed: dict[str, str]) -> list[tuple[str, str]]:
    """Return what a browser sends: the form's fields with what was typed, and the button."""
    fields = {name: value for element in form.every() for name, value in _field(element)}
    fields.update(typed)
    pressed = [e for e in form.every("button") if e.text == button and not e["aria-hidden"]]
    assert pressed, button
    fields |= {each["name"]: each["value"] for each in pressed[-1:] if each["name"]}
    return [(name, value.replace("\n", "\r\n")) for name, value in fields.items()]


def _field(element: Element) -> Iterator[tuple[str, str]]:
    name, kind = element["name"], element["type"] or "text"
    if element.tag in {"textarea", "select"}:
        yield name, value_of(element)
    elif element.tag == "input" and (kind in _TYPED or "checked" in element.attrs):
        yield name, element["value"]


def value_of(element: Element) -> str:
    """Return a field's value as the reader sees it; HTML drops a textarea's first line feed."""
    if element.tag == "textarea":
        return element.text.removeprefix("\n")
    if element.tag == "select":
        options = list(element.every("option"))
        return next((e["value"] for e in options if "selected" in e.attrs), options[0]["value"])
    return element["value"]
