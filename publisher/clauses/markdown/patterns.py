"""The inline patterns of Python-Markdown that are read inside one line, and no others.

Emphasis follows the rules of Chinese text: words have no blanks between them, and ``*`` also
multiplies (5*3*2) and marks what is left open (20**年). Numbers, blocks, raw HTML and
entities are not touched. Each thread has its own reader.
"""

import re
import string
import threading
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import (
    BACKTICK_RE,
    ESCAPE_RE,
    IMAGE_LINK_RE,
    LINK_RE,
    BacktickInlineProcessor,
    EscapeInlineProcessor,
    ImageInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.util import AtomicString, Registry

from publisher.clauses.markdown.targets import is_address, is_picture_name

Found = tuple[Any, int | None, int | None]
_NOTHING: Found = (None, None, None)

_BARE_ADDRESS = r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&+,;=%-]*"
_AUTO_ADDRESS = r"<(https?://[^\s<>]+|mailto:[^\s<>]+|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>"
_NOTE = r"\[\^([^\]\[\s^]{1,40})\]"
_SCRIPT = r"<(su[bp])>([^<>]{1,200})</\1>"
_STRONG_EM = r"(?<!\*)(\*{3})(?=[^\s*])(.+?)(?<=[^\s*])\*{3}(?!\*)"
_STRONG = r"(?<!\*)(\*{2})(?=[^\s*])(.+?)(?<=[^\s*])\*{2}(?!\*)"
# Set apart by blanks and marks, or inside words: then without a comma or a full stop.
_EM = r"(?<![\w*)）%])(\*)(?=[^\s*])([^*]+)(?<=[^\s*])\*(?![\w*(（])"
_EM_IN_WORDS = r"(?<![0-9A-Za-z*)）%])(\*)(?=[^\s*])([^*，。；]+)(?<=[^\s*])\*(?![0-9A-Za-z*(（])"
_STRONG_LOW = r"(?<!\w)(_{2})(?=[^\s_])(.+?)(?<=[^\s_])_{2}(?!\w)"
_EM_LOW = r"(?<!\w)(_)(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)"
_FORMULA = re.compile(r"[=＝×÷]")
_DATE = re.compile(r"\d{4}年\d{1,2}月|\d月\d{1,2}日")
_BETWEEN = re.compile("[，。；,;]")
# A title that extends beyond the end of its link: [甲](a.html "题)和[乙](b.html "题").
_SWALLOWS = re.compile(r"[^(]*\)|.*\]\(", re.DOTALL)
_ESCAPED = re.compile("\x02(\\d+)\x03")


class _Link(LinkInlineProcessor):
    """A link with words to what may be linked to; another one stays as it is typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        element, start, end = super().handleMatch(m, data)
        if not isinstance(element, Element) or _SWALLOWS.match(element.get("title", "")):
            return _NOTHING
        href = plain_characters(element.get("href", ""))
        is_link = (element.text or "").strip() and is_address(href)
        return (element, start, end) if is_link else _NOTHING


class _Picture(ImageInlineProcessor):
    """A picture that may stand in the policy's folder."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        element, start, end = super().handleMatch(m, data)
        if not isinstance(element, Element) or _SWALLOWS.match(element.get("title", "")):
            return _NOTHING
        is_picture = is_picture_name(plain_characters(element.get("src", "")))
        return (element, start, end) if is_picture else _NOTHING


class _BareAddress(InlineProcessor):
    """A bare address in the text: a link, and nothing in it is a mark."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: ARG002, N802
        address = m[0].rstrip(".,;:!?_")
        element = Element("a", {"href": address})
        element.text = AtomicString(address)
        return element, m.start(), m.start() + len(address)


class _AutoAddress(InlineProcessor):
    """<https://…> and <name@host>."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: ARG002, N802
        address = m[1]
        element = Element("a", {"href": address if ":" in address else f"mailto:{address}"})
        element.text = AtomicString(address.removeprefix("mailto:"))
        return element, m.start(), m.end()


class _Note(InlineProcessor):
    """[^1], where the text defines it; ``labels`` None accepts every one."""

    labels: frozenset[str] | None = None

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: ARG002, N802
        if self.labels is not None and m[1] not in self.labels:
            return _NOTHING
        element = Element("note")
        element.text = AtomicString(m[1])
        return element, m.start(), m.end()


class _Script(InlineProcessor):
    """<sup>…</sup> and <sub>…</sub>, the one HTML that is read: Markdown has no marks for them."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: ARG002, N802
        element = Element(m[1])
        element.text = m[2]
        return element, m.start(), m.end()


class _Strong(SimpleTagInlineProcessor):
    """**…**, but not what two blanks to be filled in enclose: 20**年至20**年."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        if data[: m.start()][-1:].isdigit() and m[2][-1:].isdigit():
            return _NOTHING
        return super().handleMatch(m, data)


class _StrongEm(InlineProcessor):
    """***…***."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: ARG002, N802
        strong = Element("strong")
        SubElement(strong, "em").text = m[2]
        return strong, m.start(), m.end()


class _EmInWords(SimpleTagInlineProcessor):
    """坚持*创新*驱动, but not in a formula: 金额=单价*数量*折扣."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        figure = m[2][0].isdigit() and not _DATE.search(m[2])
        counts = figure and data[: m.start()][-1:].isalpha()
        around = _BETWEEN.split(data[: m.start()])[-1] + m[2] + _BETWEEN.split(data[m.end() :])[0]
        return _NOTHING if counts or _FORMULA.search(around) else super().handleMatch(m, data)


class _MarkdownReader(threading.local):
    """Python-Markdown with these patterns alone; each thread has its own."""

    def __init__(self) -> None:
        super().__init__()
        self.markdown = Markdown()
        self.markdown.ESCAPED_CHARS = list(string.punctuation)
        self.notes = _Note(_NOTE, self.markdown)
        self.markdown.inlinePatterns = self._patterns()
        self.tree = InlineTree(self.markdown)
        self.markdown.treeprocessors.register(self.tree, "inline", 20)

    def _patterns(self) -> Any:
        known = self.markdown
        patterns: Any = Registry()
        in_order = (
            BacktickInlineProcessor(BACKTICK_RE),
            EscapeInlineProcessor(ESCAPE_RE, known),
            self.notes,
            _Link(LINK_RE, known),
            _Picture(IMAGE_LINK_RE, known),
            _Script(_SCRIPT, known),
            _AutoAddress(_AUTO_ADDRESS, known),
            _BareAddress(_BARE_ADDRESS, known),
            _StrongEm(_STRONG_EM, known),
            _Strong(_STRONG, "strong"),
            SimpleTagInlineProcessor(_EM, "em"),
            _EmInWords(_EM_IN_WORDS, "em"),
            SimpleTagInlineProcessor(_STRONG_LOW, "strong"),
            SimpleTagInlineProcessor(_EM_LOW, "em"),
        )
        for priority, pattern in enumerate(reversed(in_order)):
            patterns.register(pattern, f"pattern{priority}", priority)
        return patterns

    def read(self, text: str, labels: frozenset[str] | None) -> Element:
        """Return a line as an element; ``labels`` are those of the text's footnotes."""
        self.notes.labels = labels
        root = Element("div")
        line = SubElement(root, "p")
        line.text = text
        self.tree.run(root)
        return line


_READER = _MarkdownReader()


def read_inline(text: str, labels: frozenset[str] | None) -> Element:
    """Read the marks in a line: strong, em, code, a, img, sup, sub and note (its label).

    The text of the elements still has escaped characters: see ``plain_characters``.
    """
    return _READER.read(text, labels)


def plain_characters(text: str) -> str:
    """Return what Python-Markdown keeps of a text with its escapes undone."""
    return _ESCAPED.sub(lambda found: chr(int(found[1])), text)


def code_characters(text: str) -> str:
    """Return the characters inside a code span, which Python-Markdown has escaped."""
    return unescape(text) if "&" in text else text
