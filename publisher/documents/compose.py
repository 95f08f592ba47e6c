"""Composing a version for print: each line of its text in the style of GB/T 9704-2012.

Numbers are the source's own characters. What is one line in the source is one line here:
第一条 with its first 款, a run-in heading with the words after it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from catalogue.model import Clause, CoverLine, Policy
from catalogue.window import china_day
from interface.dates import day
from interface.printed import Block, PrintedLine, Run, Style, Table
from interface.signature import signature
from interface.title_lines import title_lines
from publisher.addresses.environment import with_slash
from publisher.clauses.markdown.inline import plain_words, row_cells
from publisher.clauses.markers import fold_width
from publisher.compile.policy import Edition
from publisher.documents.printed_text import Printed
from publisher.documents.text_runs import Runs
from publisher.sources.schema import instant

_HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.HEADING_4)
_LEVELS = {"part": 1, "sec": 2, "point": 3, "indent": 4}
_CONTENTS = re.compile(r"目 *[录次]")
_SPACE = "\u3000"
# The label is that of the version, and is printed below its title.
_SHOWN = ("contents", "enactment", "subtitle", "notice", "annex_list", "closing", "imprint")


def compose(
    policy: Policy, edition: Edition, base_url: str = "", pictures: Sequence[Path] = ()
) -> Printed:
    """Compose a public version; ``base_url`` is the site's absolute address, or "".

    ``pictures`` are the files of those that the text may show.
    """
    version = edition.version
    issued = policy.issued_on and china_day(instant(policy.issued_on))
    page = f"{with_slash(base_url)}{policy.id}/" if base_url else ""
    offered = (each.file.rpartition("/")[2] for each in policy.attachments)
    runs = Runs(edition.marks, page, pictures, offered)
    lines = [line for role in _SHOWN for line in edition.cover(role)]
    composer = _Composer(edition.clauses.clauses, runs)
    notes = [PrintedLine(Style.BODY, note) for note in runs.notes()]
    blocks = [*_head(policy, edition), *composer.blocks(lines), *notes]
    return Printed(
        policy=policy.id,
        version=version.id,
        title=policy.title,
        subject=policy.subject,
        author=policy.issuer,
        day=version.published_on or policy.written_on or issued,
        blocks=tuple(_with_gap_below_head(blocks)),
        source=tuple(_source(policy, edition, with_slash(base_url))),
    )


def _head(policy: Policy, edition: Edition) -> Iterator[PrintedLine]:
    """Yield the title as the text has it, and the label (征求意见稿) below it."""
    marks = edition.marks
    titles = [plain_words(line.text, marks.labels) for line in edition.cover("title")]
    titles = titles or [policy.title]
    label = edition.version.label.strip()
    if label:
        titles[-1] = re.sub(rf"[(（]{re.escape(label)}[)）]$", "", titles[-1])
    for title in filter(None, titles):
        yield PrintedLine(Style.TITLE, tuple(_title(title)))
    if label:
        yield PrintedLine(Style.LABEL, (Run(f"（{label}）"),))


def _with_gap_below_head(blocks: list[Block]) -> Iterator[Block]:
    head = (Style.TITLE, Style.LABEL, Style.ENACTMENT)
    below = False
    for block in blocks:
        opens = isinstance(block, PrintedLine) and block.style not in head and not below
        below = below or not isinstance(block, PrintedLine) or opens
        yield replace(block, gap=True) if opens and isinstance(block, PrintedLine) else block


def _source(policy: Policy, edition: Edition, base_url: str) -> Iterator[str]:
    version = edition.version
    yield f"来源：{base_url}{policy.id}/{version.id}/"
    published = f"{day(version.published_on)}公布" if version.published_on else ""
    yield f"版本：{_SPACE.join(filter(None, [version.id, version.label, published]))}"
    yield f"文本校验值：{version.digest}"


class _Composer:
    """Composes the clauses, in document order."""

    def __init__(self, clauses: tuple[Clause, ...], runs: Runs) -> None:
        self.made = runs
        self.clauses = clauses
        self.by_eid = {clause.eid: clause for clause in clauses}
        self.out: list[Block] = []
        self.rows: list[tuple[tuple[Run, ...], ...]] = []
        self.names: tuple[Run, ...] = ()
        self.at = 0
        self.signed: list[PrintedLine] = []

    def blocks(self, cover: list[CoverLine]) -> list[Block]:
        """Return the text's lines and tables, with those cover lines among them by place."""
        waiting = sorted(cover, key=lambda line: line.line)
        for clause in self.clauses:
            while waiting and waiting[0].line < clause.line:
                self._cover(waiting.pop(0))
            self._clause(clause)
        for line in waiting:
            self._cover(line)
        self._end_block()
        return self.out

    def _cover(self, line: CoverLine) -> None:
        if line.role == "closing":
            self.signed.append(PrintedLine(Style.BODY, self.made.line(line.text)))
            return
        self._end_block()
        if line.role == "enactment":
            style = Style.ENACTMENT
        else:
            title = _CONTENTS.fullmatch(fold_width(line.text))
            style = Style.CONTENTS_TITLE if title else Style.BODY
        self.out.append(PrintedLine(style, self.made.line(line.text)))

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "tr":
            self._name_in_table(clause)
            first, *others = (self.made.line(cell) for cell in row_cells(clause.text))
            self.rows.append(((*self.names, *first), *others))
            self.names = ()
            return
        self._end_block()
        if clause.kind == "table":
            self._name_in_table(clause)
        elif clause.kind == "att":
            self._annex(clause)
        elif clause.line == self.at and self.out and isinstance(self.out[-1], PrintedLine):
            # The clause is on the line of the one before it.
            line = self.out[-1]
            runs = (*line.runs, *self._runs(clause, apart=line.level > 0))
            self.out[-1] = replace(line, runs=runs)
        else:
            self._line(clause)
        self.at = clause.line

    def _line(self, clause: Clause) -> None:
        style, level = self._set_in(clause)
        runs = tuple(self._runs(clause, apart=level > 0))
        if not runs:  # a 款 that is nothing but a table
            self._name_in_table(clause)
            return
        gap = style is Style.DIVISION and not self._last_is(Style.DIVISION)
        self.out.append(PrintedLine(style, runs, level, gap))

    def _set_in(self, clause: Clause) -> tuple[Style, int]:
        """Return the style of a clause's line and its level in the outline, 0 if it has none."""
        depth = self._depth(clause)
        if clause.kind == "art":
            return Style.ARTICLE, depth
        if not clause.heading and not clause.number.startswith("第"):
            return Style.BODY, 0
        if clause.kind == "crossheading":
            return _HEADINGS[min(depth, 4) - 1], depth
        if clause.number.startswith("第") or clause.kind == "preamble":
            return Style.DIVISION, depth
        level = _LEVELS.get(clause.kind, 0)
        return (_HEADINGS[level - 1], level) if level else (Style.BODY, 0)

    def _depth(self, clause: Clause) -> int:
        depth, above = 1, clause.parent
        while above:
            depth, above = depth + 1, self.by_eid[above].parent
        return min(depth, 9)

    def _last_is(self, style: Style) -> bool:
        last = self.out[-1] if self.out else None
        return isinstance(last, PrintedLine) and last.style is style

    def _annex(self, clause: Clause) -> None:
        words = clause.number or clause.words
        self.out.append(PrintedLine(Style.ANNEX, (Run(words, name=clause.eid),), 1))
        if clause.number and clause.heading:
            self.out.append(PrintedLine(Style.TITLE, tuple(_title(clause.words)), gap=True))

    def _runs(self, clause: Clause, *, apart: bool) -> Iterator[Run]:
        """Yield number, heading and text; 第…条 and 第…章 are followed by a blank.

        ``apart`` is whether the text is set in another style than number and heading.
        """
        spaced = clause.number.startswith("第")
        number = clause.number + _SPACE if spaced else clause.marker
        text = self.made.spans(self.made.marks.text_spans(clause), plain=apart)
        numbers = [Run(number)] if number else []
        return _named([*numbers, *self.made.line(clause.heading), *text], clause)

    def _name_in_table(self, clause: Clause) -> None:
        """Keep the name of a clause without words of its own for the next cell."""
        self.names = (*self.names, Run("", name=clause.eid))

    def _end_block(self) -> None:
        """End the table, or the signature, that is open."""
        if self.rows:
            self.out.append(Table(tuple(self.rows)))
            self.rows = []
        self.out += signature(self.signed)
        self.signed = []


def _named(runs: Iterable[Run], clause: Clause) -> Iterator[Run]:
    for index, run in enumerate(runs):
        yield replace(run, name=clause.eid) if index == 0 else run


def _title(text: str) -> Iterator[Run]:
    """Yield a title; a line ends at each line feed."""
    yield Run("\n".join(title_lines(text)))
