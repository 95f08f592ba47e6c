"""The inside of a line of the source: its words, and how the source marks them.

``spans`` is the one place that reads the marks; ``words`` returns the plain words, for search,
citations and comparisons.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from catalogue.model import Clause, CoverLine
from publisher.clauses.markdown.patterns import code_characters, plain_characters, read_inline
from publisher.clauses.markdown.targets import picture_name

# A line without any of these has no marks; Python-Markdown reads the others alone.
_ALWAYS_READ = frozenset(["tr", "qstr"])
_MAY_BE_MARKED = re.compile(r"[*_`\[\\<]|://")
# Characters times marks: with more a line was not written by a person, and reading it
# could take very long.
_MOST_WORK = 2_000_000
_RESERVED = re.compile("[\x02\x03]")
_QUOTE = re.compile(r">(?:[ \t\u3000]*>)*[ \t\u3000]*")
_IN_QUOTE = re.compile(r"(?:#{1,6}|([-*+]))[ \t\u3000]+(?=\S)")
_NOTE = re.compile(r"\[\^([^\]\[\s^]{1,40})\][:：][ \t\u3000]*(.*)", re.DOTALL)
_MARK = re.compile(r"[*_`\[\]<>!\\]|^~(?=~~)")
# Separates the cells of a row in plain words: blanks would join figures.
BETWEEN_CELLS = " │ "


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are marked alike.

    ``script`` is sup, sub or "". ``href`` is where they lead; ``picture`` is the name of a
    file, ``text`` then its text alternative; ``note`` is the label of a footnote that is
    referred to, ``text`` then "".
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    title: str = ""
    picture: str = ""
    note: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What the marks of a line depend on elsewhere in its text.

    ``notes`` are the footnotes by label, in order; ``code`` the lines between two fences.
    """

    notes: dict[str, str] = field(default_factory=dict)
    code: frozenset[int] = frozenset()

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the footnotes."""
        return frozenset(self.notes)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return the words of a line, of a heading, or of one cell."""
        return spans(text, self.labels)

    def text_spans(self, clause: Clause) -> tuple[Span, ...]:
        """Return the words of a clause's text: code as it is, a quotation without ``>``."""
        if clause.line in self.code and clause.kind == "qstr":
            return (Span(clause.text, code=True),)
        return self.spans(quoted_words(clause.text) if is_quote(clause) else clause.text)

    def with_words(self, clause: Clause) -> Clause:
        """Return a clause with its words, where they are not what it has already."""
        text = clause.heading + clause.text
        if clause.kind not in _ALWAYS_READ and not _MAY_BE_MARKED.search(text):
            return clause
        words = self.words(clause)
        return replace(clause, plain=words) if words != text else clause

    def words(self, clause: Clause) -> str:
        """Return heading and text of a clause without marks."""
        if clause.kind == "tr":
            return BETWEEN_CELLS.join(words(self.spans(cell)) for cell in row_cells(clause.text))
        return words(self.spans(clause.heading)) + words(self.text_spans(clause))


def text_marks(cover: Iterable[CoverLine]) -> TextMarks:
    """Return what the cover lines of a text define for its marks."""
    notes: dict[str, str] = {}
    code: set[int] = set()
    opened = 0
    for line in cover:
        if line.role == "note" and (found := _NOTE.match(line.text)):
            notes.setdefault(found[1], found[2])
        elif line.role == "fence":
            code |= set(range(opened + 1, line.line)) if opened else set()
            opened = 0 if opened else line.line
    return TextMarks(notes, frozenset(code))


def note_of(line: CoverLine) -> str | None:
    """Return the label of the footnote that a cover line defines; None where it is none."""
    found = _NOTE.match(line.text) if line.role == "note" else None
    return found[1] if found else None


def note_text(line: CoverLine) -> str:
    """Return the words of the footnote that a cover line defines; "" where it is none."""
    found = _NOTE.match(line.text) if line.role == "note" else None
    return found[2] if found else ""


def spans(text: str, labels: frozenset[str] | None = None) -> tuple[Span, ...]:
    """Return the words of a line; ``labels`` are those of its footnotes, None any."""
    if not text:
        return ()
    found = _MAY_BE_MARKED.search(text)
    work = len(text) * sum(text.count(mark) for mark in "*_`[\\<") if found else 0
    if not found or _RESERVED.search(text) or work > _MOST_WORK:
        return (Span(text),)
    read = _flat(read_inline(text, labels), Span(""))
    return tuple(_joined(span for span in read if span.text or span.note or span.picture))


def words(marked: Iterable[Span]) -> str:
    """Return words without marks; of a picture its text alternative, of a reference nothing."""
    return "".join(span.text for span in marked)


def plain_words(text: str, labels: frozenset[str] | None = None) -> str:
    """Return the words of a line without marks."""
    return words(spans(text, labels)) if _MAY_BE_MARKED.search(text) else text


def escape_marks(text: str) -> str:
    r"""Write a text so that its words are the characters it has: ``\*`` for a mark.

    What is no mark is left as it is: 5*3*2.
    """
    opens_block = _QUOTE.match(text) or _NOTE.match(text) or text.startswith(("```", "~~~"))
    if opens_block or plain_words(text) != text:
        return _MARK.sub(r"\\\g<0>", text)
    return text


def row_cells(row: str) -> list[str]:
    r"""Split a row of a Markdown table into its cells; ``\|`` is a bar inside a cell."""
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row[1:-1])]


def is_quote(clause: Clause) -> bool:
    """Return whether a clause is a quotation by its mark, ``>``."""
    return clause.kind == "qstr" and clause.text.startswith(">")


def quoted_words(text: str) -> str:
    """Return a line without the ``>`` in front; an item inside has its bullet, a heading no #."""
    opening = _QUOTE.match(text)
    if not opening:
        return text
    inside = text[opening.end() :]
    mark = _IN_QUOTE.match(inside)
    return ("• " if mark[1] else "") + inside[mark.end() :] if mark else inside


def _flat(element: Element, style: Span) -> Iterator[Span]:
    """Yield the spans of an element and of its children."""
    yield from _own(element, style)
    for child in element:
        yield from _flat(child, _styled(style, child))
        yield replace(style, text=plain_characters(child.tail or ""))


def _own(element: Element, style: Span) -> Iterator[Span]:
    text = plain_characters(element.text or "")
    if element.tag == "img":
        alt = plain_characters(code_characters(element.get("alt", "")))
        # A picture inside the words of a picture is none, and could recur without end.
        alt = alt if "![" in alt else plain_words(alt)
        name = picture_name(plain_characters(element.get("src", "")))
        yield replace(style, text=alt, picture=name)
    elif element.tag == "note":
        yield replace(style, note=text)
    else:
        yield replace(style, text=code_characters(text) if element.tag == "code" else text)


def _styled(style: Span, element: Element) -> Span:
    if element.tag == "a":
        href = plain_characters(element.get("href", ""))
        title = plain_characters(element.get("title", ""))
        return replace(style, href=href, title=title)
    if element.tag in ("sup", "sub"):
        return replace(style, script=element.tag)
    bold, italic = style.bold or element.tag == "strong", style.italic or element.tag == "em"
    return replace(style, bold=bold, italic=italic, code=style.code or element.tag == "code")


def _joined(marked: Iterable[Span]) -> Iterator[Span]:
    """Join adjacent spans with the same style, unless they are links, pictures or notes."""
    last: Span | None = None
    for span in marked:
        is_words = not (span.href or span.picture or span.note)
        if last and is_words and replace(last, text=span.text) == span:
            last = replace(last, text=last.text + span.text)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
