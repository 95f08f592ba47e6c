"""What looks like Markdown and is not read: it is on the page as typed, and is reported."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from catalogue.model import CoverLine
from publisher.clauses.markdown.blocks import find_fences
from publisher.clauses.markdown.inline import (
    Span,
    note_of,
    note_text,
    quoted_words,
    row_cells,
    spans,
    text_marks,
)
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markdown.targets import scheme_of
from publisher.clauses.tree import Reporter

_LONGEST_QUOTATION = 60
# The kind of a message, and the value that it names.
_Doubt = tuple[str, str, str]

# Python-Markdown's and other dialects' blocks.
_BLOCKS = (
    (re.compile(r":{3,}.*|!{3}(?: .*)?|\?{3}\+?(?: .*)?"), "M006.box"),
    (re.compile(r"[-*+] +\[[ xX]\](?: .*)?"), "M006.tick"),
    (re.compile(r"[-*+] +(?:>|#{1,6} |[-*+] +[^\s*+-]).*"), "M006.in_item"),
    (re.compile(r">[> ]*(?:\|.*\||`{3,}.*|-{3,})"), "M006.in_quotation"),
    (re.compile(r"\*\[[^\]]+\]: *\S.*"), "M006.abbreviation"),
    (re.compile(r": +\S.*"), "M006.definition_list"),
    (re.compile(r"={3,}"), "M006.underline"),
    (re.compile(r"\|[^|]+\|.*[^|]"), "M006.row"),
    (re.compile(r":?-{2,}:?(?: *\| *:?-{2,}:?)+"), "M006.row"),
    (re.compile(r"\[[^\]^][^\]]*\]: *\S+.*"), "M006.by_name"),
    (re.compile(r"\[TOC\]|\$\$.*|\{:.*\}"), "M006.unread"),
    (re.compile(r"#{1,6}[^#\s].*|#{7,}.*"), "M006.heading"),
)  # fmt: skip
_MAY_BE_BLOCK = frozenset(":!?-*+=[$#|>{")
_EMPHASIS = re.compile(
    r"(?<![\d０-９*])\*\*(?!\*)|(?<![*_])__(?=[^\s_])|~~[^\s~].*?~~|`|\\$"
    r"|==[^\s=][^=]*==|\$[^\s$]*[\\^_][^$]*\$"
)
_LINK = re.compile(r"(!?)\[[^\[\]]*\]\(([^()]*)\)?")
_REFERENCE = re.compile(r"\[\^([^\]\[\s^]{1,40})\]")
# Named by the first of them in a line.
_OTHERS = (
    ("M002.apart", re.compile(r"\[(?!\d+\])[^\[\]]+\](?: +\(| *（)(?:https?|mailto):")),
    ("M005.inline", re.compile(r"\^\[[^\]]+\]")),
    ("M006.attributes", re.compile(r"\{:? *(?:[.#][\w-]+|[a-z-]+=)[^{}]*\}")),
    ("M008.html", re.compile(
        r"<!--|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,6});"
    )),
)  # fmt: skip
_MAY_BE_MARKED = re.compile(r"[*_`\[<~\\=$^{&]")
# A sign that is escaped, beside code, in which nothing is.
_ESCAPED = re.compile(r"(`+).+?\1|\\[!-/:-@\[-`{-~]")


def report_doubts(lines: Sequence[Line], cover: Iterable[CoverLine], reporter: Reporter) -> None:
    """Name what is not read in the lines of one text, cover lines among them."""
    cover = list(cover)
    marks = text_marks(cover)
    fences = find_fences(lines)
    for number in fences.unclosed:
        reporter.report(number, "M007.open_fence")
    known = fences.inside | fences.marks | set(fences.unclosed)
    known |= {line.line for line in cover if line.role == "comment"}
    notes = {line.line: note_text(line) for line in cover if note_of(line)}
    used: set[str] = set()
    for line in lines:
        if line.number in known:
            continue
        # The label that a definition begins with refers to nothing.
        read = replace(line, text=notes[line.number]) if line.number in notes else line
        for kind, name, words in dict.fromkeys(_of_line(read, marks.labels, used)):
            reporter.report(line.number, kind, **{name: words})
    _report_continued(lines, notes, reporter)
    _report_notes(cover, used, reporter)


def _report_notes(cover: Iterable[CoverLine], used: set[str], reporter: Reporter) -> None:
    seen: set[str] = set()
    for line in cover:
        label = note_of(line)
        if label is None:
            continue
        if label in seen:
            reporter.report(line.line, "M005.again", label=label)
        elif label not in used:
            reporter.report(line.line, "M005.unused", label=label)
        seen.add(label)


def _report_continued(lines: Sequence[Line], notes: Container[int], reporter: Reporter) -> None:
    """Name the further lines of a footnote that would go on: they are read as text."""
    behind = False
    for line in lines:
        is_note = line.number in notes
        behind = is_note or (behind and line.indented)
        if behind and not is_note:
            reporter.report(line.number, "M005.continued")


def _of_line(line: Line, labels: frozenset[str], used: set[str]) -> Iterator[_Doubt]:
    if line.text[:1] in _MAY_BE_BLOCK:
        for pattern, kind in _BLOCKS:
            if pattern.fullmatch(line.text) and not line.hashes:
                yield kind, "words", _clipped(line.text)
                return
    if not _MAY_BE_MARKED.search(line.text):
        return
    cells = row_cells(line.text) if line.is_row else [quoted_words(line.text)]
    for cell in cells:
        read = spans(cell, labels)
        used |= {span.note for span in read if span.note}
        yield from _of_pictures(read)
        bare = _ESCAPED.sub(_without_escape, cell)
        left = read if bare == cell else spans(bare, labels)
        yield from _of_rest("".join(map(_unread, left)), labels)


def _without_escape(found: re.Match[str]) -> str:
    return found[0] if found[1] else "·"


def _unread(span: Span) -> str:
    """Return what a span leaves as it was typed; what was read parts it from what follows."""
    if span.href and span.href == span.text:
        return f"{scheme_of(span.href)}\n"
    return "\n" if span.code or span.href or span.picture or span.note else span.text


def _of_pictures(read: Iterable[Span]) -> Iterator[_Doubt]:
    for span in read:
        if span.picture and not span.text.strip():
            yield "M004.no_alternative", "picture", span.picture


def _of_rest(text: str, labels: frozenset[str]) -> Iterator[_Doubt]:
    for found in _EMPHASIS.finditer(text):
        yield "M001.open_mark", "words", _clipped(found[0])
    for found in _LINK.finditer(text):
        target = scheme_of(found[2]) or _clipped(found[2].replace("\n", "…") or found[0])
        yield "M003.target" if found[1] else "M002.target", "target", target
    for found in _REFERENCE.finditer(text):
        if found[1] not in labels:
            yield "M005.undefined", "label", found[1]
    for kind, pattern in _OTHERS:
        if other := pattern.search(text):
            yield kind, "words", _clipped(other[0])


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTATION else text[:_LONGEST_QUOTATION] + "…"
