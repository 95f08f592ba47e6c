"""Splitting an imported text into the files of a policy: header, notice, title and text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publisher.clauses import read_text
from publisher.clauses.articles import find_articles
from publisher.clauses.divisions import find_division
from publisher.clauses.framing.annex_line import find_annex
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.markers import find_marker
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText
from publisher.importers.blocks.marks import without_marks, write_marks
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.facts import kind_of, read_facts
from publisher.importers.draft.found_values import FoundValues
from publisher.importers.draft.front import name_of_page, read_front
from publisher.importers.draft.notice_part import (
    NoticePart,
    UncertainNotice,
    find_explanation,
    find_notice,
    is_annex_mark,
)
from publisher.importers.draft.title_block import Title, find_title, label_of, without_label
from publisher.problems import Message, Problems


@dataclass(frozen=True, slots=True)
class DraftParts:
    """The Markdown of the files; ``found`` is what the file says of the policy.

    It has keys of ``policy.yml``, and ``label`` and ``published_on`` of the version.
    """

    text: str
    notice: str
    explanation: str
    found: dict[str, Any]


def split_parts(
    imported: ImportedText, fallback: str, repairs: Repairs, version: str
) -> DraftParts:
    """Split an imported text; ``fallback`` is the title where the text has none."""
    found = FoundValues(repairs)
    front = read_front(imported, found)
    blocks, title = front.blocks, front.title
    beside = find_explanation(blocks, title.end if title else 1)
    explanation = blocks[beside.start : beside.stop] if beside else []
    blocks = [block for at, block in enumerate(blocks) if not beside or at not in beside]
    split = find_notice(blocks, title, is_order=front.is_order)
    notice = split if isinstance(split, NoticePart) else None
    own = notice.below if notice else title
    name = without_marks(own.text if own else name_of_page(imported) or fallback)
    if own is None:
        repairs.doubt(Message("doubt.title_of_file", {"title": name}))
    elif not own.sure:
        repairs.doubt(Message("doubt.title_unsure", {"title": own.text}))
    if title and any(block.text for block in blocks[: title.start]):
        repairs.doubt(Message("doubt.above_title"))
    # Markdown is to read the characters of another format as they are: ``\\*`` for a star.
    writer = MarkdownWriter(str if imported.is_markdown else write_marks, repairs)
    ahead, text = (blocks[: notice.end], blocks[notice.end :]) if notice else ([], blocks)
    below = _moved(own, len(ahead))
    own_lines = _without_mark(ahead, repairs)
    kind = kind_of(name, notice.title.text if notice else "", text)
    kind = "consultation" if found.period else kind
    written = writer.write(f"{version}.md", text, below)
    if isinstance(split, UncertainNotice) and not _is_apart(written, blocks, split, repairs):
        said = Message("doubt.notice_end", {"day": blocks[split.at].text})
        repairs.doubt(said, blocks[split.at].paragraph or None)
    return DraftParts(
        text=written,
        notice=writer.write("notice.md", own_lines, notice.title) if notice else "",
        explanation=_explanation(explanation, writer),
        found={
            "title": without_label(name) or name,
            "label": label_of(name),
            "kind": kind,
            **read_facts(ahead, text, kind, found),
        },
    )


def _is_apart(
    written: str, blocks: Sequence[Block], split: UncertainNotice, repairs: Repairs
) -> bool:
    """Return whether the reader numbers what follows a notice apart from it: as an annex.

    Another text that the notice does not name is one too; the reader notes it itself (C006).
    """
    places = (repairs.lines.get(blocks[at].paragraph) for at in (split.at, split.below))
    day, below = (place[1] if place else 0 for place in places)
    opened = read_text(written, Path(), Problems()).root.children
    kinds = ("att",) if split.named else ("att", "cmp")
    return any(each.kind in kinds and day < each.line <= below for each in opened)


def _explanation(blocks: Sequence[Block], writer: "MarkdownWriter") -> str:
    """Write a 起草说明 without the line 附件2 above its title."""
    lines = [block for block in blocks if block.text]
    marked = bool(lines) and is_annex_mark(lines[0].text)
    if marked:
        writer.repairs.leave_out("left_out.annex_mark", lines[0].text, lines[0].paragraph or None)
    title = find_title(lines[marked:]) if lines else None
    return writer.write("explanation.md", lines[marked:], title)


def _without_mark(notice: Sequence[Block], repairs: Repairs) -> Sequence[Block]:
    """Return a notice without the line 附件1 of the text that follows it."""
    last = next((at for at in reversed(range(len(notice))) if notice[at].text), 0)
    if not notice or not is_annex_mark(notice[last].text):
        return notice
    repairs.leave_out("left_out.annex_mark", notice[last].text, notice[last].paragraph or None)
    return notice[:last]


def _moved(title: Title | None, count: int) -> Title | None:
    """Return a title with its place counted from where its own part begins."""
    return replace(title, start=title.start - count, end=title.end - count) if title else None


@dataclass(slots=True)
class MarkdownWriter:
    """Writes parts as Markdown; ``escape`` is for what the marks of a line are."""

    escape: Callable[[str], str]
    repairs: Repairs

    def write(self, file: str, blocks: Sequence[Block], title: Title | None) -> str:
        """Write each block as a paragraph; only the title and unnumbered headings are marked."""
        start, end = (title.start, title.end) if title else (0, 0)
        paragraphs = [(block, _line(block.changed(self.escape))) for block in blocks[:start]]
        if title and title.text:
            line = f"# {self.escape(title.text)}"
            paragraphs += [(blocks[start] if end > start else Block(""), line)]
        paragraphs += [(block, _line(block.changed(self.escape))) for block in blocks[end:]]
        at, written = 1, []
        for block, text in paragraphs:
            if text:
                self.repairs.lines.setdefault(block.paragraph, (file, at))
                written.append(text)
                at += text.count("\n") + 2
        return "\n\n".join(written) + "\n" if written else ""


def _line(block: Block) -> str:
    heading = block.role in (BlockRole.HEADING, BlockRole.TITLE)
    return f"## {block.text}" if heading and not _is_numbered(block.text) else block.text


def _is_numbered(text: str) -> bool:
    if not text:
        return True
    line = read_lines(text)[0]
    division = find_division(line, head=False) or find_annex(line)
    return bool(find_marker(text) or division or find_articles([line], frozenset()).taken)
