"""Composing a version for print: each line of its text in the style of GB/T 9704-2012.

Numbers are the source's own characters. What is one line in the source is one line here:
第一条 with its first 款, a run-in heading with the words after it.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from catalogue.model import Clause, CoverLine, Policy
from catalogue.window import china_day
from interface.dates import day
from interface.paper.printed import Block, PrintedLine, Run, Style, Table
from interface.paper.signature import signature
from interface.paper.title_lines import title_lines
from publisher.addresses.environment import with_slash
from publisher.clauses.framing.ending import split_closing
from publisher.clauses.markdown.inline import plain_words, row_cells
from publisher.clauses.markdown.lines import Line as SourceLine
from publisher.clauses.markers import fold_width, is_apart
from publisher.compile.policy import Edition
from publisher.documents.printed_text import Printed
from publisher.documents.text_runs import Runs
from publisher.sources.schema import instant

_HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.HEADING_4)
_LEVELS = {"part": 1, "sec": 2, "point": 3, "indent": 4}
# The faces of headings whose place in the outline is their depth.
_FACES = {
    "preamble": Style.DIVISION,
    "box": Style.DIVISION,
    "dvs": Style.HEADING_1,
    "subdvs": Style.HEADING_2,
}
_COVER = {
    "title": Style.TITLE,
    "label": Style.LABEL,
    "subtitle": Style.LABEL,
    "enactment": Style.ENACTMENT,
    "imprint": Style.SOURCE,
    # What is left of it below its signature.
    "notice": Style.TITLE,
}
_AROUND = frozenset([*_COVER, "contents", "annex_list", "closing"])
# 附件 on a line of its own, below a notice that carries the text.
_ANNEX = re.compile(r"附 ?[件表图录](?: ?[一二三四五六七八九十\d]{1,3} ?[:.、]?)?")
_CONTENTS = re.compile(r"目 *[录次]")
_SPACE = "\u3000"


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
    first = next((clause.line for clause in edition.clauses.clauses), sys.maxsize)
    cover = [line for line in edition.clauses.cover if line.role in _AROUND]
    above = [line for line in cover if line.role in ("title", "label") and line.line < first]
    composer = _Composer(edition.clauses.clauses, runs)
    text = composer.blocks([line for line in cover if line not in above])
    notes = [PrintedLine(Style.BODY, note) for note in runs.notes()]
    blocks = [*_head(policy, edition, above), *text, *notes]
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


def _head(policy: Policy, edition: Edition, lines: list[CoverLine]) -> Iterator[PrintedLine]:
    """Yield the title as the text has it, and the label (征求意见稿) below it."""
    labels = edition.marks.labels
    titles = [plain_words(line.text, labels) for line in lines if line.role == "title"]
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

    def blocks(self, cover: list[CoverLine]) -> list[Block]:
        """Return the text's lines and tables, with those cover lines among them by place."""
        waiting = sorted(cover, key=lambda line: line.line)
        for clause in self.clauses:
            before = [line for line in waiting if line.line < clause.line]
            self._cover(before)
            del waiting[: len(before)]
            self._clause(clause)
        self._cover(waiting)
        self._end_table()
        return self.out

    def _cover(self, lines: list[CoverLine]) -> None:
        if lines:
            self._end_table()
        for role, group in groupby(lines, key=lambda line: line.role):
            lines = list(group)
            if role == "notice":
                lines = self._carrier(lines)
            printed = [self._around(line) for line in lines]
            self.out += signature(printed) if role == "closing" else printed

    def _carrier(self, lines: list[CoverLine]) -> list[CoverLine]:
        """Set a notice with its signature; return 附件 and the title of the text it carries."""
        annex = (at for at, each in enumerate(lines) if _ANNEX.fullmatch(fold_width(each.text)))
        end = next(annex, len(lines) - 1)
        notice = [SourceLine(each.line, each.text, 0, each.text) for each in lines[:end]]
        body, signed = split_closing(notice)
        self.out += [PrintedLine(Style.BODY, self.made.line(each.text)) for each in body]
        self.out += signature([self._around(each) for each in signed])
        return lines[end:]

    def _around(self, line: CoverLine) -> PrintedLine:
        style, folded = _COVER.get(line.role, Style.BODY), fold_width(line.text)
        if line.role == "contents" and _CONTENTS.fullmatch(folded):
            style = Style.CONTENTS_TITLE
        elif line.role == "notice" and _ANNEX.fullmatch(folded):
            style = Style.ANNEX
        runs = self.made.line(line.text)
        listed = line.role == "annex_list"
        if listed and line.text[0].isdecimal():
            # 2. is below the 1. that follows 附件：.
            runs = (Run(_SPACE * 3), *runs)
        gap = style is Style.TITLE or (listed and line.text[0] == "附")
        return PrintedLine(style, runs, gap=gap)

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "tr":
            self._name_in_table(clause)
            first, *others = (self.made.line(cell) for cell in row_cells(clause.text))
            self.rows.append(((*self.names, *first), *others))
            self.names = ()
            return
        self._end_table()
        if clause.kind == "table":
            self._name_in_table(clause)
        elif clause.kind == "att":
            self._annex(clause)
        elif clause.kind == "cmp":
            title = tuple(_named(_title(clause.words), clause))
            self.out.append(PrintedLine(Style.TITLE, title, 1, new_page=True))
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
        if clause.kind in ("crossheading", "level"):
            # The first number of 1.2.1 in an annex is as high as that of a text.
            own = clause.eid.count("level_") or depth
            return _HEADINGS[min(own, 4) - 1], depth
        if clause.kind in _FACES or clause.number.startswith("第"):
            return _FACES.get(clause.kind, Style.DIVISION), depth
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
        number = clause.number + _SPACE if is_apart(clause.number) else clause.marker
        text = self.made.spans(self.made.marks.text_spans(clause), plain=apart)
        numbers = [Run(number)] if number else []
        return _named([*numbers, *self.made.line(clause.heading), *text], clause)

    def _name_in_table(self, clause: Clause) -> None:
        """Keep the name of a clause without words of its own for the next cell."""
        self.names = (*self.names, Run("", name=clause.eid))

    def _end_table(self) -> None:
        if self.rows:
            self.out.append(Table(tuple(self.rows)))
            self.rows = []


def _named(runs: Iterable[Run], clause: Clause) -> Iterator[Run]:
    for index, run in enumerate(runs):
        yield replace(run, name=clause.eid) if index == 0 else run


def _title(text: str) -> Iterator[Run]:
    """Yield a title; a line ends at each line feed."""
    yield Run("\n".join(title_lines(text)))
