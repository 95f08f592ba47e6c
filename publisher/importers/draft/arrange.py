"""From blocks to the files of a policy: header, notice, title and text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from publisher.clauses.articles import find_articles
from publisher.clauses.divisions import find_annex, find_division
from publisher.clauses.markdown.inline import escape_marks
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.markers import find_marker
from publisher.importers.blocks.received import Block, BlockRole, ImportedText, table_block
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.header import find_header
from publisher.importers.draft.notice_part import Doubtful, Front, find_notice
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
class Arranged:
    """The Markdown of the files, and the values of policy.yml by key."""

    title: str
    label: str
    kind: str
    text: str
    notice: str = ""
    values: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()


def arrange(received: ImportedText, fallback: str, repairs: Repairs) -> Arranged:
    """Part a received file; ``fallback`` is the title where the file shows none."""
    header = find_header(received.blocks)
    blocks = [block for at, block in enumerate(received.blocks) if at not in header.taken]
    title = find_title(blocks)
    front = find_notice(blocks, title)
    if isinstance(front, Doubtful):
        repairs.doubts.append(Message("doubt.notice_end", {"day": front.day}))
    if title and any(block.text for block in blocks[: title.start]):
        repairs.doubts.append(Message("doubt.above_title"))
    notice = front if isinstance(front, Front) else None
    own = notice.below if notice else title
    write = _as_it_is if received.is_markdown else escape_marks
    written = [_written(block, write) for block in blocks]
    name = own.text if own else received.name or fallback
    if own is None:
        repairs.added.append("the title, from the name of the file; the text has none")
    return Arranged(
        title=without_label(name) or name,
        label=label_of(name),
        kind=_kind(name, notice),
        text=_markdown(written[notice.end if notice else 0 :], _moved(own, notice), write),
        notice=_markdown(written[: notice.end], notice.title, write) if notice else "",
        values=header.values,
        labels=header.labels,
    )


def _as_it_is(text: str) -> str:
    return text


def _written(block: Block, write: Write) -> Block:
    r"""Write a block so that Markdown reads its own characters: ``\*`` in another format."""
    if block.rows:
        return table_block([[write(cell) for cell in row] for row in block.rows])
    return replace(block, text=write(block.text))


def _moved(title: Title | None, notice: Front | None) -> Title | None:
    """Count a title's place from where its own part begins."""
    if title is None or notice is None:
        return title
    return replace(title, start=title.start - notice.end, end=title.end - notice.end)


def _kind(name: str, notice: Front | None) -> str:
    if label_of(name) or (notice and _CONSULTING.search(notice.title.text)):
        return "consultation"
    return next((kind for form, kind in _KINDS if form.search(name)), _DEFAULT_KIND)


def _markdown(blocks: Sequence[Block], title: Title | None, write: Write) -> str:
    """Write one block a paragraph; only the title and unnumbered headings are marked."""
    lines = []
    for at, block in enumerate(blocks):
        if title and title.start <= at < title.end:
            if at == title.start:
                lines.append(f"# {write(title.text)}")
        elif block.text:
            lines.append(_line(block))
    return "\n\n".join(lines) + "\n" if lines else ""


def _line(block: Block) -> str:
    heading = block.role in (BlockRole.HEADING, BlockRole.TITLE)
    return f"## {block.text}" if heading and not _is_numbered(block.text) else block.text


def _is_numbered(text: str) -> bool:
    line = read_lines(text)[0]
    division = find_division(line, head=False) or find_annex(line)
    return bool(find_marker(text) or division or find_articles([line], frozenset()).taken)
