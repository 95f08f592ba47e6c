"""Splitting an imported text into the files of a policy: header, notice, title and text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from publisher.clauses.articles import find_articles
from publisher.clauses.divisions import find_division
from publisher.clauses.framing.annexes import find_annex
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.markers import find_marker
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText
from publisher.importers.blocks.marks import without_marks, write_marks
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.header import find_header
from publisher.importers.draft.notice_part import NoticePart, UncertainNotice, find_notice
from publisher.importers.draft.title_block import Title, find_title, label_of, without_label
from publisher.problems import Message

_KINDS = (
    (re.compile(r"解读$"), "interpretation"),
    (re.compile(r"(?:答复|复函|答复的函)$"), "reply"),
)
_CONSULTING = re.compile(r"征求.{0,8}意见|公开征集|听取.{0,6}意见|公示")
_DEFAULT_KIND = "document"

Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class DraftParts:
    """The Markdown of the files; ``found`` is what the file says of the policy.

    It has keys of ``policy.yml``, and ``label`` and ``published_on`` of the version.
    """

    text: str
    notice: str
    explanation: str
    found: dict[str, Any]


def split_parts(imported: ImportedText, fallback: str, repairs: Repairs) -> DraftParts:
    """Split an imported text; ``fallback`` is the title where the text has none."""
    header = find_header(imported.blocks)
    blocks = [block for at, block in enumerate(imported.blocks) if at not in header.taken]
    title = find_title(blocks)
    front = find_notice(blocks, title)
    if isinstance(front, UncertainNotice):
        repairs.doubt(Message("doubt.notice_end", {"day": front.day}))
    if title and any(block.text for block in blocks[: title.start]):
        repairs.doubt(Message("doubt.above_title"))
    notice = front if isinstance(front, NoticePart) else None
    own = notice.below if notice else title
    # Markdown is to read the characters of another format as they are: ``\*`` for a star.
    write = str if imported.is_markdown else write_marks
    written = [block.changed(write) for block in blocks]
    name = without_marks(own.text if own else imported.name or fallback)
    if own is None:
        repairs.doubt(Message("doubt.title_of_file", {"title": name}))
    if header.labels:
        repairs.move("moved.header", "policy.yml", labels=header.labels)
    label, issued = label_of(name), header.values.get("issued_on", "")[:10]
    return DraftParts(
        text=_markdown(written[notice.end if notice else 0 :], _moved(own, notice), write),
        notice=_markdown(written[: notice.end], notice.title, write) if notice else "",
        explanation="",
        found={
            "title": without_label(name) or name,
            "kind": _kind(name, notice),
            **header.values,
            **({"label": label, "published_on": issued} if label else {}),
        },
    )


def _moved(title: Title | None, notice: NoticePart | None) -> Title | None:
    """Return a title with its place counted from where its own part begins."""
    if title is None or notice is None:
        return title
    return replace(title, start=title.start - notice.end, end=title.end - notice.end)


def _kind(name: str, notice: NoticePart | None) -> str:
    if label_of(name) or (notice and _CONSULTING.search(notice.title.text)):
        return "consultation"
    return next((kind for form, kind in _KINDS if form.search(name)), _DEFAULT_KIND)


def _markdown(blocks: Sequence[Block], title: Title | None, write: Write) -> str:
    """Write each block as a paragraph; only the title and unnumbered headings are marked."""
    start, end = (title.start, title.end) if title else (0, 0)
    lines = [_line(block) for block in blocks[:start] if block.text]
    lines += [f"# {write(title.text)}"] if title else []
    lines += [_line(block) for block in blocks[end:] if block.text]
    return "\n\n".join(lines) + "\n" if lines else ""


def _line(block: Block) -> str:
    heading = block.role in (BlockRole.HEADING, BlockRole.TITLE)
    return f"## {block.text}" if heading and not _is_numbered(block.text) else block.text


def _is_numbered(text: str) -> bool:
    line = read_lines(text)[0]
    division = find_division(line, head=False) or find_annex(line)
    return bool(find_marker(text) or division or find_articles([line], frozenset()).taken)
