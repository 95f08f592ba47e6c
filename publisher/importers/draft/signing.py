"""Who signed a document and when (落款), and what is printed below it (版记)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.clauses.markers import find_marker, fold_width
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.day_forms import DAY_FORM, is_day, read_moment
from publisher.importers.draft.organs import is_organ

_SIGNER = re.compile(r"[\w()· 、]{2,60}|.{0,20}(?:长|主任|主席|总理|书记) ?: ?[\w· ]{2,12}")
_BOTH = re.compile(rf"(?P<signer>[\w()· 、]{{2,60}}?) +(?P<day>{DAY_FORM})")
_IMPRINT = re.compile(
    r"(?:[抄分主] ?送|抄 ?报|主题词|校 ?对|打 ?字|(?:信息)?公开(?:方式|属性|选项|类别|形式)) ?:.*"
    r"|\(?共印 ?\d+ ?份\)?"
    rf"|.{{0,40}}?{DAY_FORM} ?印发?[^。之]{{0,12}}"
)
_PRINTED = re.compile(rf"{DAY_FORM} ?印发?[^。之]{{0,12}}")
_BEHIND = re.compile(r"附|[(（][^()（）]{1,40}[)）]$")
_MOST_SIGNERS = 8
_TAIL = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """The signers, the day (ISO 8601), and the blocks from ``start`` up to ``end``."""

    signers: tuple[str, ...]
    day: str
    start: int
    end: int


def signature_at(blocks: Sequence[Block], at: int) -> Signature | None:
    """Return the signature whose day is block ``at``: with its signers on the line or above."""
    text = fold_width(blocks[at].text)
    if found := _BOTH.fullmatch(text):
        day = read_moment(found["day"])
        return Signature((found["signer"].strip(),), day, at, at + 1) if day else None
    day = read_moment(text) if is_day(text) else None
    if not day:
        return None
    signers: list[str] = []
    start = at
    for above in reversed(range(at)):
        line = blocks[above].text
        if line and (not _is_signer(line, first=not signers) or len(signers) == _MOST_SIGNERS):
            break
        if line:
            signers.insert(0, line)
            start = above
    return Signature(tuple(signers), day, start, at + 1) if signers else None


def find_signature(blocks: Sequence[Block]) -> Signature | None:
    """Return the first signature that ends a document: an annex or nothing is behind it.

    Where there is none, it is the first of a public body: a notice goes on with its text.
    """
    found = [each for at in range(len(blocks)) if (each := signature_at(blocks, at))]
    ends = [each for each in found if _ends(blocks, each.end)]
    of_bodies = [each for each in found if any(map(is_organ, each.signers))]
    return next(iter([*ends, *of_bodies]), None)


def _ends(blocks: Sequence[Block], end: int) -> bool:
    behind = next((blocks[at].text for at in range(end, len(blocks)) if blocks[at].text), "附件")
    return bool(_BEHIND.match(behind))


def _is_signer(text: str, *, first: bool) -> bool:
    """Return whether a line can be a signer; the one above the day may be a person too."""
    if find_marker(text) or not _SIGNER.fullmatch(fold_width(text)):
        return False
    return first or is_organ(text) or bool(re.search(r"长|主任|主席|总理|行长|书记", text))


def imprint_of(blocks: Sequence[Block]) -> list[int]:
    """Return the blocks of the 版记 at the end: 抄送 and 印发, with the lines between."""
    lines = [at for at in range(len(blocks)) if blocks[at].text][-_TAIL:]
    found = [at for at in lines if _IMPRINT.fullmatch(_words(blocks[at]))]
    if not found or _IMPRINT.fullmatch(_words(blocks[lines[-1]])) is None:
        return []
    start = found[0]
    before = [at for at in lines if at < start]
    printed = _PRINTED.fullmatch(_words(blocks[start]))
    if printed and before and is_organ(blocks[before[-1]].text):
        start = before[-1]
    return [at for at in lines if at >= start]


def _words(block: Block) -> str:
    cells = [cell for row in block.rows for cell in row if cell]
    return fold_width(" ".join(cells) if block.rows else block.text).strip()
