"""The words of a line as HTML: everything escaped, formatted as the source marks it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape as escape_html
from itertools import groupby
from urllib.parse import quote

from publisher.clauses.markdown.inline import Span, TextMarks
from publisher.clauses.markdown.targets import FILES, is_relative, resolve

_SPECIAL = re.compile(r"[&<>\"']")
# A half-width sign of the source that Chinese follows: it gets the room of a full-width one.
_HALF_WIDTH = re.compile(r"[,:;](?=[\u3400-\u9fff\u201c\u2018〈《「『【（])")
_SITE = "https://site/"
_SAFE_IN_ADDRESS = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """A link of some words of a text, from one of its characters to another."""

    start: int
    end: int
    href: str


@dataclass(slots=True)
class InlineHtml:
    """Turns the lines of one text of a page into HTML.

    ``root`` is the way from the page up to the site, ``policy`` the id of the policy, at
    whose own page relative addresses begin; ``files`` are the names of what is published in
    ``files/`` there. ``part`` distinguishes the ids of the footnotes of a page's texts.
    ``used`` are the labels of the footnotes that were referred to so far.
    """

    marks: TextMarks = field(default_factory=TextMarks)
    root: str = ""
    policy: str = ""
    files: frozenset[str] = frozenset()
    part: str = ""
    used: set[str] = field(default_factory=set)

    def line(self, text: str, links: Sequence[LinkedWords] = ()) -> str:
        """Return a line, a heading or a cell; ``links`` are places in its words."""
        return self.spans(self.marks.spans(text), links)

    def spans(self, spans: Sequence[Span], links: Sequence[LinkedWords] = ()) -> str:
        """Return the words of spans; inside a link of the source no other begins."""
        if not links and len(spans) == 1 and spans[0] == Span(spans[0].text):
            return set_words(spans[0].text)
        out = ""
        alone = all(span.picture or not span.text.strip() for span in spans)
        for (href, title, ours), pieces in groupby(_cut(spans, links), _target):
            inner = "".join(self._piece(span, alone=alone) for span, _ in pieces)
            address = ours or self._address(href)
            css = ' class="yl-ref"' if ours else ""
            hint = f' title="{escape(title)}"' if title else ""
            out += f'<a{css} href="{escape(address)}"{hint}>{inner}</a>' if address else inner
        return out

    def notes(self) -> str:
        """Return the footnotes as a list, each with the way back; "" where there are none."""
        items = ""
        for label, text in self.marks.notes.items():
            note, name, line = self._id(label), f"[{escape(label)}]", self.line(text)
            back = f' <a href="#{note}-ref" aria-label="{name} ↩">↩</a>'
            back = back if label in self.used else ""
            items += f'<li id="{note}"><span class="yl-note-label">{name}</span> {line}{back}</li>'
        return f'<ul class="yl-notes">{items}</ul>' if items else ""

    def _id(self, label: str) -> str:
        number = list(self.marks.notes).index(label) + 1
        return "-".join(filter(None, ("fn", self.part, str(number))))

    def _piece(self, span: Span, *, alone: bool) -> str:
        if span.note:
            # The first reference is where the footnote leads back to.
            own = "" if span.note in self.used else f' id="{self._id(span.note)}-ref"'
            self.used.add(span.note)
            link = f'<a href="#{self._id(span.note)}">[{escape(span.note)}]</a>'
            return f'<sup class="yl-noteref"{own}>{link}</sup>'
        if span.picture:
            return self._picture(span, alone=alone)
        out = escape(span.text) if span.code else set_words(span.text)
        out = f"<{span.script}>{out}</{span.script}>" if span.script else out
        out = f"<code>{out}</code>" if span.code else out
        out = f"<em>{out}</em>" if span.italic else out
        return f"<strong>{out}</strong>" if span.bold else out

    def _picture(self, span: Span, *, alone: bool) -> str:
        """Return a picture, in the middle of the page where it is ``alone``, else in its line."""
        if span.picture not in self.files:
            return escape(span.text)
        src = escape(f"{self.root}{self.policy}/{FILES}/{quote(span.picture)}")
        title = f' title="{escape(span.title)}"' if span.title else ""
        css = "yl-picture yl-picture-alone" if alone else "yl-picture"
        return f'<img class="{css}" src="{src}" alt="{escape(span.text)}"{title} loading="lazy">'

    def _address(self, href: str) -> str:
        """Return an address of the source as seen from the page; "" where its file is missing."""
        if not href or not is_relative(href):
            return quote(href, safe=_SAFE_IN_ADDRESS)
        # The site may be served anywhere, so the way from this page is needed.
        found = resolve(f"{_SITE}{self.policy}/", href, self.files)
        path = quote(found.removeprefix(_SITE).lstrip("/"), safe=_SAFE_IN_ADDRESS)
        return f"{self.root or './'}{path}" if found else ""


def escape(text: str) -> str:
    """Escape the characters that HTML reserves; most texts have none of them."""
    return escape_html(text) if _SPECIAL.search(text) else text


def set_words(text: str) -> str:
    """Escape a text and give a half-width sign that Chinese follows the room of a full-width one.

    The sign and the character before it, which no line may part, are one element; the
    characters stay those of the source.
    """
    if not _HALF_WIDTH.search(text):
        return escape(text)
    out, at = "", 0
    for found in _HALF_WIDTH.finditer(text):
        before = max(at, found.start() - 1)
        pair = escape(text[before : found.end()])
        out += f'{escape(text[at:before])}<span class="yl-half">{pair}</span>'
        at = found.end()
    return out + escape(text[at:])


def _target(piece: tuple[Span, str]) -> tuple[str, str, str]:
    span, ours = piece
    return ("", "", "") if span.note else (span.href, span.title if span.href else "", ours)


def _cut(spans: Iterable[Span], links: Sequence[LinkedWords]) -> Iterator[tuple[Span, str]]:
    """Split spans where links begin and end; yield each piece with its link's address or ""."""
    at = 0
    for span in spans:
        if span.href or span.code or span.picture or not links:
            yield span, ""
        else:
            yield from _cut_one(span, at, links)
        at += len(span.text)


def _cut_one(span: Span, at: int, links: Sequence[LinkedWords]) -> Iterator[tuple[Span, str]]:
    done, end = at, at + len(span.text)
    for link in links:
        if link.end <= done or link.start >= end:
            continue
        if link.start > done:
            yield replace(span, text=span.text[done - at : link.start - at]), ""
        start, done = max(link.start, done), min(link.end, end)
        yield replace(span, text=span.text[start - at : done - at]), link.href
    if done < end or span.note:
        yield replace(span, text=span.text[done - at :]), ""
