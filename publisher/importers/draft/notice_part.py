"""A notice (公告, 公示, 通知) that precedes the text it announces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.clauses.markers import find_marker
from publisher.importers.blocks.imported_text import Block, BlockRole
from publisher.importers.draft.title_block import (
    Title,
    find_title,
    is_day,
    label_of,
    plain,
    reads_as_title,
    without_label,
)

_NOTICE = re.compile(r"(?:公告|公示|通告|通知|启事|函)[(（]?[^()（）]{0,12}[)）]?$")
_QUOTED = re.compile(r"《(.{2,80}?)》(?=[^》]|$)")
_SIGNER = re.compile(r"[\w()（）· 、\u3000]{2,40}")
_BETWEEN = re.compile(r"附 ?[件：:].*|[(（][^()（）]{1,40}[)）]")
_MOST_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class NoticePart:
    """A notice up to block ``end``, its title, and the title of the text after it."""

    title: Title
    end: int
    below: Title


@dataclass(frozen=True, slots=True)
class UncertainNotice:
    """A date at which a notice may end, without enough evidence that it does."""

    day: str


def find_notice(
    blocks: Sequence[Block], title: Title | None
) -> NoticePart | UncertainNotice | None:
    """Return the notice that precedes a text: its title, signer and date, then a second title.

    Such a notice names the text in 《》, or the second title is marked as one or has the label
    of a draft, or the notice itself has no 一、. Otherwise it is uncertain: the date may be that
    of the text itself, with an annex after it.
    """
    if title is None or not _NOTICE.search(title.text):
        return None
    names = _names(blocks, title)
    for day in range(title.end + 1, len(blocks)):
        if not is_day(blocks[day].text) or not _is_signed(blocks, day):
            continue
        start = _text_start(blocks, day)
        below = find_title(blocks, start, names) if start is not None else None
        if below is None or start is None or not _goes_on(blocks, below, start):
            continue
        if _is_sure(blocks, title, day, below, names):
            return NoticePart(title, below.start, below)
        return UncertainNotice(blocks[day].text)
    return None


def _names(blocks: Sequence[Block], title: Title) -> list[str]:
    """Return what the notice calls by name in 《》, in its title or its first paragraphs."""
    paragraphs = [block.text for block in blocks[title.end :] if block.text][:5]
    return [name for text in (title.text, *paragraphs) for name in _QUOTED.findall(text)]


def _is_signed(blocks: Sequence[Block], day: int) -> bool:
    above = next((block.text for block in reversed(blocks[:day]) if block.text), "")
    return bool(_SIGNER.fullmatch(above)) and not find_marker(above)


def _text_start(blocks: Sequence[Block], day: int) -> int | None:
    """Return where the text after a date begins: after 附件：… and （此件公开发布）."""
    between = 0
    for at in range(day + 1, len(blocks)):
        if not blocks[at].text:
            continue
        if not _BETWEEN.fullmatch(blocks[at].text) or between == _MOST_BETWEEN:
            return at
        between += 1
    return None


def _goes_on(blocks: Sequence[Block], below: Title, start: int) -> bool:
    """Return whether the title is right there and text follows it."""
    ahead = [block for block in blocks[start : below.start] if block.text]
    return not ahead and any(block.text for block in blocks[below.end :])


def _is_sure(
    blocks: Sequence[Block], title: Title, day: int, below: Title, names: Sequence[str]
) -> bool:
    name = plain(without_label(below.text))
    if label_of(below.text) or any(plain(without_label(each)) == name for each in names):
        return True
    markers = (find_marker(block.text) for block in blocks[title.end : day])
    if any(marker and marker.kind == "part" for marker in markers):
        return False
    return blocks[below.start].role is BlockRole.TITLE or reads_as_title(blocks[below.start])
