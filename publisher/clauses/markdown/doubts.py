"""What looks like Markdown and is not read: it stands on the page as typed, and is named."""

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
_Doubt = tuple[str, str]

# Python-Markdown's and other dialects' blocks, with what to write in their place.
_BLOCKS = (
    (re.compile(r":{3,}.*|!{3}(?: .*)?|\?{3}\+?(?: .*)?"), "a box is not read: write a quote (> )"),
    (re.compile(r"[-*+] +\[[ xX]\](?: .*)?"), "a box to tick is not read: write a list (- )"),
    (re.compile(r"[-*+] +(?:>|#{1,6} |[-*+] +[^\s*+-]).*"), "is not read inside an item"),
    (re.compile(r">[> ]*(?:\|.*\||`{3,}.*|-{3,})"), "is not read inside a quotation"),
    (re.compile(r"\*\[[^\]]+\]: *\S.*"), "an abbreviation is not read: write it out"),
    (re.compile(r": +\S.*"), "a definition list is not read: write a list (- )"),
    (re.compile(r"={3,}"), "is not shown and makes no heading: write # before the heading"),
    (re.compile(r"\|[^|]+\|.*[^|]"), "a row of a table begins and ends with |"),
    (re.compile(r":?-{2,}:?(?: *\| *:?-{2,}:?)+"), "a row of a table begins and ends with |"),
    (re.compile(r"\[[^\]^][^\]]*\]: *\S+.*"), "a link by name is not read: write [words](address)"),
    (re.compile(r"\[TOC\]|\$\$.*|\{:.*\}"), "is not read"),
    (re.compile(r"#{1,6}[^#\s].*|#{7,}.*"), "a heading has one to six # and a blank behind them"),
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
    ("M002", re.compile(r"\[(?!\d+\])[^\[\]]+\](?: +\(| *（)(?:https?|mailto):"),
     "is no link: ( stands right behind ], and ) ends it"),
    ("M005", re.compile(r"\^\[[^\]]+\]"), "is not read: write [^1], and a line [^1]: …"),
    ("M006", re.compile(r"\{:? *(?:[.#][\w-]+|[a-z-]+=)[^{}]*\}"),
     "is shown as text: attributes are not read"),
    ("M008", re.compile(r"<!--|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,6});"),
     "is shown as text: HTML is not read"),
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
        reporter.report(number, "M007", "the fence is not closed and is read as text")
    known = fences.inside | fences.marks | set(fences.unclosed)
    known |= {line.line for line in cover if line.role == "comment"}
    notes = {line.line: note_text(line) for line in cover if note_of(line)}
    used: set[str] = set()
    for line in lines:
        if line.number in known:
            continue
        # The label that a definition begins with refers to nothing.
        read = replace(line, text=notes[line.number]) if line.number in notes else line
        for code, text in dict.fromkeys(_of_line(read, marks.labels, used)):
            reporter.report(line.number, code, text)
    _report_continued(lines, notes, reporter)
    _report_notes(cover, used, reporter)


def _report_notes(cover: Iterable[CoverLine], used: set[str], reporter: Reporter) -> None:
    seen: set[str] = set()
    for line in cover:
        label = note_of(line)
        if label is None:
            continue
        if label in seen:
            reporter.report(line.line, "M005", f"the footnote [^{label}] is defined again")
        elif label not in used:
            reporter.report(line.line, "M005", f"nothing refers to the footnote [^{label}]")
        seen.add(label)


def _report_continued(lines: Sequence[Line], notes: Container[int], reporter: Reporter) -> None:
    """Name the further lines of a footnote that would go on: they are read as text."""
    behind = False
    for line in lines:
        is_note = line.number in notes
        behind = is_note or (behind and line.indented)
        if behind and not is_note:
            reporter.report(line.number, "M005", "a footnote is one line: this is read as text")


def _of_line(line: Line, labels: frozenset[str], used: set[str]) -> Iterator[_Doubt]:
    if line.text[:1] in _MAY_BE_BLOCK:
        for pattern, advice in _BLOCKS:
            if pattern.fullmatch(line.text) and not line.hashes:
                yield "M006", f"{_clipped(line.text)}: {advice}"
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
            yield "M004", f"{span.picture} has no text alternative: write ![what it shows](…)"


def _of_rest(text: str, labels: frozenset[str]) -> Iterator[_Doubt]:
    for found in _EMPHASIS.finditer(text):
        yield "M001", f"{_clipped(found[0])} is read as text: the mark is not closed or not known"
    for found in _LINK.finditer(text):
        code, what = ("M003", "no picture") if found[1] else ("M002", "no link")
        target = scheme_of(found[2]) or _clipped(found[2].replace("\n", "…") or found[0])
        yield code, f"{target} is {what} that may stand here: it is shown as text"
    for found in _REFERENCE.finditer(text):
        if found[1] not in labels:
            yield "M005", f"the footnote [^{found[1]}] is not defined"
    for code, pattern, said in _OTHERS:
        other = pattern.search(text)
        if other:
            yield code, f"{_clipped(other[0])} {said}"


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTATION else text[:_LONGEST_QUOTATION] + "…"
