"""What stands in front of and behind a document, taken off one after the other.

The header of the portal, the lines that it sets around a document, red head and 版记, and a
title that stands twice. What is left begins with the title.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.clauses.markers import find_marker, fold_width, strip
from publisher.importers.blocks.imported_text import Block, ImportedText
from publisher.importers.draft.day_forms import DAY_FORM, read_day, read_moment
from publisher.importers.draft.found_values import FoundValues
from publisher.importers.draft.header import find_header
from publisher.importers.draft.notice_part import is_annex_mark, is_notice, publishes, without_glue
from publisher.importers.draft.official_head import (
    NUMBER_TAKEN,
    RED_HEAD,
    behind_number,
    find_official_head,
    find_order,
    number_among,
    number_of,
    split_number,
)
from publisher.importers.draft.organs import is_organ
from publisher.importers.draft.page_lines import (
    find_page_lines,
    find_tail,
    may_be_text,
    put_up,
)
from publisher.importers.draft.signing import imprint_of
from publisher.importers.draft.title_block import (
    Title,
    ends_as_title,
    find_title,
    plain,
    reads_as_title,
    text_lines,
    title_again,
)
from publisher.problems import Message

_SITE_BEHIND = re.compile(r"\s*(?:[_|｜]| [-–] ).*")
_PASSED = re.compile(rf"\(({DAY_FORM})((?:.*(?:通过|公布|发布|批准|印发).*)?)\)")
# A day, a session or a name at the beginning, or who gives a report: 市长　张某某.
_OF_TEXT = re.compile(r"(?:(?:19|20)\d\d ?年|第|《)|.{0,16}(?:长|主席|主任|书记)\s+\S{1,8}$")
# What a portal puts before or behind the title of a text that is not in force any more.
_NOT_IN_FORCE = re.compile(r"[【\[(（](?:已|全文)?(废止|失效)[】\])）]")
_MOST_ROWS = 4
_NEAR_THE_END = 6
_BELOW_TITLE = 3
_MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Front:
    """The blocks of the document itself, its title, and whether that is the name of an order."""

    blocks: list[Block]
    title: Title | None
    is_order: bool


def read_front(imported: ImportedText, found: FoundValues) -> Front:
    """Take off what does not belong to a document, and find its title."""
    blocks, names = _read_header(_without_frames(without_glue(imported.blocks)), found, imported)
    blocks = _without_page_lines(blocks, found, imported)
    blocks = _take(blocks, dict.fromkeys(imprint_of(blocks), "left_out.imprint"), found)
    of_page = [imported.name, name_of_page(imported)]
    named = [*names, *(name for name in of_page if name and not is_organ(name))]
    for _ in range(_MOST_TITLES):
        title = find_title(blocks, named=named)
        if title is None or not title.sure or not _is_repeated(blocks, title):
            break
        lines = dict.fromkeys(range(title.start, title.end), "left_out.title_again")
        above = _part_of_page(blocks, range(title.start), found) if imported.is_page else {}
        blocks = _take(blocks, above | lines, found)
        named.insert(0, title.name)
    marked = [at for at in text_lines(blocks, 0, 1) if is_annex_mark(blocks[at].text)]
    blocks = _take(blocks, dict.fromkeys(marked, "left_out.annex_mark"), found)
    head = find_official_head(blocks)
    found.add("doc_no", head.doc_no)
    found.add("issuer", head.issuer)
    front = _read_title(_take(blocks, head.taken, found), named, found)
    if front.title is None and names and (is_notice(names[0]) or not publishes(front.blocks)):
        return replace(front, title=Title(names[0], 0, 0))
    if imported.is_page:
        _doubt_edges(front, found)
    if front.title and imported.is_page and front.title.start:
        # A red head is the document's, whatever the page has above it.
        heads = (
            find_official_head(front.blocks[at : front.title.start])
            for at in range(front.title.start)
        )
        head = next((each for each in heads if each.taken), head)
        found.add("doc_no", head.doc_no)
        found.add("issuer", head.issuer)
        above = _part_of_page(front.blocks, range(front.title.start), found)
        title = replace(front.title, start=0, end=front.title.end - front.title.start)
        return replace(front, blocks=_take(front.blocks, above, found), title=title)
    return front


def name_of_page(imported: ImportedText) -> str:
    """Return what a page calls itself, without the names of the site behind it."""
    return _SITE_BEHIND.sub("", imported.name) if imported.is_page else imported.name


def _read_title(blocks: list[Block], names: Sequence[str], found: FoundValues) -> Front:
    blocks = _without_repeated_order(blocks, found)
    if order := find_order(blocks):
        found.add("doc_no", order.doc_no)
        found.add("issuer", order.issuer)
        below = find_title(blocks, order.end)
        if not below or "关于" not in below.text or _has_text(blocks[order.end : below.start]):
            return Front(blocks, order.title, is_order=True)
        lines = range(order.title.start, order.end)
        blocks = _take(blocks, dict.fromkeys(lines, RED_HEAD), found)
    title = find_title(blocks, named=names)
    if title is None or publishes(blocks[: title.start]):
        return Front(blocks, None, is_order=False)
    text, number = split_number(title.text)
    if number:
        found.add("doc_no", number, blocks[title.start])
        said = Message("doubt.number_in_title", {"title": text, "number": number})
        found.repairs.doubt(said, blocks[title.start].paragraph or None)
    if ended := _NOT_IN_FORCE.match(text) or re.search(rf"{_NOT_IN_FORCE.pattern}$", text):
        found.add("validity", ended[1], blocks[title.start])
        text = strip(text.replace(ended[0], ""))
    taken = _read_below(blocks, replace(title, text=text), found)
    return Front(_take(blocks, taken, found), replace(title, text=text), is_order=False)


def _without_repeated_order(blocks: list[Block], found: FoundValues) -> list[Block]:
    """Take off the name and number of an order that a page prints above the order itself."""
    order = find_order(blocks)
    again = find_order(blocks[order.end :]) if order else None
    if order is None or again is None or again.doc_no != order.doc_no:
        return blocks
    lines = dict.fromkeys(range(order.title.start, order.end), "left_out.title_again")
    return _take(blocks, lines, found)


def _read_below(blocks: Sequence[Block], title: Title, found: FoundValues) -> dict[int, str]:
    """Read 文号 and day below a title; return the lines to take off, doubt a second title."""
    taken: dict[int, str] = {}
    for at in text_lines(blocks, title.end, _BELOW_TITLE):
        if blocks[at].text.endswith(("。", "：", ":")) or find_marker(blocks[at].text):
            break
        is_other = plain(blocks[at].text) not in plain(title.text)
        if is_other and ends_as_title(blocks[at].text) and reads_as_title(blocks[at]):
            said = Message("doubt.two_titles", {"title": title.text, "other": blocks[at].text})
            found.repairs.doubt(said, blocks[at].paragraph or None)
        _add_day_of_passing(blocks[at], found)
        if number := number_of(blocks[at].text):
            found.add("doc_no", number, blocks[at])
            taken[at] = NUMBER_TAKEN
    return taken


def _add_day_of_passing(block: Block, found: FoundValues) -> None:
    """Take the day in brackets below a title: alone, or with who passed or published it."""
    passed = _PASSED.fullmatch(fold_width(block.text))
    day = read_day(passed[1]) if passed else None
    if passed and day and not passed[2]:
        found.add("written_on", day.isoformat(), block)
    elif day and not found.values.get("written_on"):
        found.add("written_on", day.isoformat())
        said = Message("doubt.day_of_passing", {"day": day.isoformat(), "text": block.text})
        found.repairs.doubt(said, block.paragraph or None)


def _read_header(
    blocks: list[Block], found: FoundValues, imported: ImportedText
) -> tuple[list[Block], list[str]]:
    """Take off the header; return what is left, and the title that the header names."""
    header = find_header(blocks, is_page=imported.is_page)
    title = header.values.pop("title", "")
    window, opens, closes = (header.values.pop(key, "") for key in ("window", "opens", "closes"))
    if window or closes:
        found.period = f"征求意见时间：{window or f'{opens}至{closes}'}"
    found.values |= header.values
    if header.labels:
        found.repairs.move("moved.header", "policy.yml", labels=header.labels)
    for row in (*header.unread, *header.unused):
        place = blocks[row.at[0]].paragraph or None
        text = f"{row.label}：{row.value}" if row.label else row.value
        found.repairs.leave_out("left_out.header", text, place)
        if row in header.unread:
            found.repairs.doubt(Message("doubt.header_row", {"row": text}), place)
    kept = [block for at, block in enumerate(blocks) if at not in header.taken]
    return kept, [title] if title else []


def _part_of_page(blocks: Sequence[Block], part: range, found: FoundValues) -> dict[int, str]:
    """Return lines of a page that are to be left out together, and doubt them."""
    lines = [blocks[at].text for at in part if blocks[at].text]
    if lines:
        said = Message("doubt.page_part", {"text": lines[0], "count": len(lines)})
        found.repairs.doubt(said, blocks[part.start].paragraph or None)
    return dict.fromkeys(part, "left_out.page_line")


def _without_page_lines(
    blocks: list[Block], found: FoundValues, imported: ImportedText
) -> list[Block]:
    """Take off what a portal sets around a document, with the day on which it put it up."""
    lines = list(find_page_lines(blocks, is_page=imported.is_page))
    above = [blocks[at] for at in lines if imported.is_page and put_up(blocks[at])]
    for block in above:
        found.add("doc_no", number_among(block.text), block)
    days = [imported.published, *map(put_up, above)]
    day = next(filter(None, map(read_moment, days)), "")
    if not found.values.get("issued_on"):
        found.add("issued_on", day)
    blocks = _take(blocks, dict.fromkeys(lines, "left_out.page_line"), found)
    tail = find_tail(blocks) if imported.is_page else range(0)
    return _take(blocks, _part_of_page(blocks, tail, found), found)


def _doubt_edges(front: Front, found: FoundValues) -> None:
    """Doubt a first or last line that may be the page's own."""
    lines = text_lines(front.blocks, front.title.end if front.title else 0, len(front.blocks))
    first = [] if front.is_order else lines[:1]
    for block in (front.blocks[at] for at in {*first, *lines[-1:]}):
        if not (may_be_text(block) or ends_as_title(block.text) or _OF_TEXT.match(block.text)):
            found.repairs.doubt(
                Message("doubt.page_words", {"text": block.text}), block.paragraph or None
            )


def _take(blocks: Sequence[Block], taken: Mapping[int, str], found: FoundValues) -> list[Block]:
    """Return the blocks without some, each of which is listed under its kind of message.

    Where nothing else has a text, they are the text.
    """
    if not any(block.text for at, block in enumerate(blocks) if at not in taken):
        return list(blocks)
    for at, kind in taken.items():
        place = blocks[at].paragraph or None
        if kind == NUMBER_TAKEN:
            found.repairs.move("moved.doc_no", "policy.yml", place)
            if rest := behind_number(blocks[at].text):
                found.repairs.leave_out("left_out.signed_by", rest, place)
            continue
        if text := _words(blocks[at]):
            found.repairs.leave_out(kind, text, place)
        if kind == "left_out.secrecy":
            found.repairs.doubt(Message("doubt.secrecy", {"mark": blocks[at].text}), place)
    return [block for at, block in enumerate(blocks) if at not in taken]


def _words(block: Block) -> str:
    return "\n".join(" ".join(filter(None, row)) for row in block.rows) or block.text


def _is_repeated(blocks: Sequence[Block], title: Title) -> bool:
    """Return whether only the head of a document, or an order, is between a title and itself."""
    again = title_again(blocks, title)
    if again is None:
        return False
    between = blocks[title.end : again.start]
    speaks = any(block.text.endswith(("。", "：", ":")) for block in between)
    return not speaks or find_order(between) is not None or publishes(between)


def _has_text(blocks: Sequence[Block]) -> bool:
    return any(block.text for block in blocks)


def _without_frames(blocks: Sequence[Block]) -> list[Block]:
    """Take apart the small tables in which Word files keep 文号 with 签发人, and the 版记."""
    unframed: list[Block] = []
    for at, block in enumerate(blocks):
        cells = [cell for row in block.rows for cell in row if cell]
        lines = [Block(cell, paragraph=block.paragraph) for cell in cells]
        small = block.rows and len(block.rows) <= _MOST_ROWS
        official = small and (
            len(find_official_head(lines).taken) == len(lines)
            if at < _NEAR_THE_END
            else len(imprint_of(lines)) == len(lines)
        )
        unframed += lines if official and lines else [block]
    return unframed
