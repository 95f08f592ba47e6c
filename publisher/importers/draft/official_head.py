"""What an official document has above and below its title (GB/T 9704): red head, 文号, 密级."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from publisher.clauses.markers import fold_width
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.organs import ORGAN, folded, is_organ
from publisher.importers.draft.title_block import GENRE, Title, joined, text_lines

_YEAR = r"[〔\[(【] ?(?:19|20)\d\d ?[〕\])】]"
# 临政发〔2026〕9号, 国办函〔2018〕71号, 财税[2017]第90号.
NUMBER = rf"[\u4e00-\u9fff]{{1,14}} ?(?:字|令)? ?{_YEAR} ?第?\d{{1,5}} ?号"
_IN_A_SERIES = rf"{_YEAR} ?第?\d{{1,5}} ?号|(?<=\(){ORGAN}令 ?第 ?\d{{1,4}} ?号"
# Of a series, such as 纪要, the year and the number alone.
_NUMBER_LINE = re.compile(
    rf"\(?({NUMBER}|{_IN_A_SERIES})\)?(?:\s+(?:签发人 ?:.*|.{{0,3}}[A-D] ?类?.{{0,6}}))?"
)
_AMONG_OTHERS = re.compile(rf"(?:^|(?<=\s))({NUMBER})(?=\s|$)")
_GLUED_BEHIND = re.compile(rf"(.*{GENRE}(?:\([^()]{{1,12}}\))?)\s*\(?({NUMBER})\)?")
_GLUED_BEFORE = re.compile(rf"({NUMBER})\s+(.*{GENRE}(?:\([^()]{{1,12}}\))?)")
_ORDER_NUMBER = (
    rf"(?:{_YEAR} ?第? ?\d{{1,4}} ?号"
    r"|\(?(?:(?:19|20)\d\d ?年|[\d一二三四五六七八九十]{1,3}届)?"
    r" ?第 ?[\d〇零一二三四五六七八九十百]{1,6} ?号\)?)"
)
_ORDER = re.compile(
    rf"(?P<organ>(?!\(){ORGAN}|.{{0,12}}主席)?(?:令|公告)(?: ?(?P<number>{_ORDER_NUMBER}))?"
)
_ORDER_LINE = re.compile(_ORDER_NUMBER)
_RED_HEAD = re.compile(
    rf"(?P<organ>{ORGAN}(?:[\s、]+{ORGAN})*)? ?(?:文件|\((?:文件|通知|任免通知|便?函)\))"
)
# 清 河 市 人 民 政 府 文 件: blanks that only spread it over the line.
_SPREAD = re.compile(r"\S(?:\s+\S){3,}")
RED_HEAD, NUMBER_TAKEN = "left_out.red_head", "moved.doc_no"
_MARKS = (
    # On the red line of a party committee.
    (RED_HEAD, re.compile(r"[—─━_-]*[★☆][—─━_-]*")),
    ("left_out.copy_number", re.compile(r"\d{6}")),
    (
        "left_out.secrecy",
        re.compile(r"(?:绝密|机密|秘密)(?: ?[★*☆] ?.{1,10})?(?:\s+(?:特急|加急|平急))?"),
    ),
    ("left_out.urgency", re.compile(r"(?:特急|加急|平急|特提)")),
    (
        "left_out.signed_by",
        re.compile(r"(?:签发人|会签人|办理结果|办理类别) ?:.{0,40}|[A-D]\d? ?类"),
    ),
)
_NATION = re.compile(r"中华人民共和国(?=国务院|.{2,12}(?:部|委员会|局|署|行)$)")
_LOOKED_AT = 14
# Longer than the names of several bodies.
_TOO_LONG = 200


@dataclass(slots=True)
class OfficialHead:
    """What stands above a title: 文号, issuer, and the blocks to take off, with the message."""

    doc_no: str = ""
    issuer: str = ""
    taken: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderHead:
    """An order (市长令): its name as a title, its number, who gave it; ``end`` is behind both."""

    title: Title
    doc_no: str
    issuer: str
    end: int


def find_official_head(blocks: Sequence[Block]) -> OfficialHead:
    """Return what stands above the title of a document."""
    head = OfficialHead()
    organs: dict[int, str] = {}
    for at in text_lines(blocks, 0, _LOOKED_AT):
        text = folded(blocks[at].text)
        if len(text) > _TOO_LONG:
            break
        text = re.sub(r"\s", "", text) if _SPREAD.fullmatch(text) else text
        kind = next((kind for kind, form in _MARKS if form.fullmatch(text)), "")
        red = _RED_HEAD.fullmatch(text)
        number = number_of(text)
        if _ORDER.fullmatch(text):
            break
        if kind:
            head.taken[at] = kind
        elif number or (red and (red["organ"] or organs)):
            # The head of a letter (信函格式) is the body alone, with its number below.
            names = [*organs.values(), (red and red["organ"]) or ""]
            head.issuer = head.issuer or " ".join(name for name in names if name)
            head.doc_no = head.doc_no or number
            head.taken |= dict.fromkeys(organs, RED_HEAD)
            head.taken[at] = NUMBER_TAKEN if number else RED_HEAD
            organs = {}
        elif is_organ(text):
            organs[at] = text
        else:
            break
    return head


def find_order(blocks: Sequence[Block]) -> OrderHead | None:
    """Return the order at the head: its name, its number on that line or the next."""
    organs: list[str] = []
    start = 0
    lines = text_lines(blocks, 0, _LOOKED_AT)
    for at, below in zip_longest(lines, lines[1:]):
        text = folded(joined(blocks, [at]))
        found = _ORDER.fullmatch(text)
        if found and (found["organ"] or organs):
            # The same name above is that of the site, not of a second body.
            own = found["organ"] or organs.pop()
            organs = [*(organ for organ in organs if organ not in own), own]
            start = start if len(organs) > 1 or not found["organ"] else at
            return _numbered(blocks, found, organs, range(start, at + 1), below)
        if text.endswith(("。", ":")):
            return None
        start = start if organs else at
        organs = [*organs, text] if is_organ(text) else []
    return None


def _numbered(
    blocks: Sequence[Block],
    found: re.Match[str],
    organs: Sequence[str],
    lines: range,
    below: int | None,
) -> OrderHead | None:
    """Return an order with its number; one without is none."""
    number, end = "", lines.stop
    if not found["number"] and below is not None:
        line = folded(blocks[below].text)
        number, end = (line, below + 1) if _ORDER_LINE.fullmatch(line) else ("", end)
    if not found["number"] and not number:
        return None
    name = joined(blocks, lines)
    doc_no = re.sub(r"[ ()]", "", folded(name) + number)
    issuer = " ".join(_NATION.sub("", organ) for organ in organs)
    return OrderHead(Title(name, lines.start, lines.stop), doc_no, issuer, end)


def number_of(text: str) -> str:
    """Return the 文号 that a line is, with 签发人 after it or without; "" where it is none."""
    found = _NUMBER_LINE.fullmatch(folded(text))
    return found[1].replace(" ", "") if found else ""


def number_among(text: str) -> str:
    """Return the 文号 that stands apart in a line of other things; "" where there is none."""
    found = _AMONG_OTHERS.search(folded(text))
    return found[1].replace(" ", "") if found else ""


def behind_number(text: str) -> str:
    """Return what stands on the line of a 文号 behind it, such as 签发人：张某某."""
    found = _NUMBER_LINE.fullmatch(fold_width(text))
    return text[found.end(1) :].lstrip(")） \t\u3000") if found else ""


def split_number(title: str) -> tuple[str, str]:
    """Return a title without the 文号 that is glued to it, and that; "" where there is none."""
    same_length = fold_width(title)
    if found := _GLUED_BEHIND.fullmatch(same_length):
        return title[: found.end(1)], found[2].replace(" ", "")
    if found := _GLUED_BEFORE.fullmatch(same_length):
        return title[found.start(2) :], found[1].replace(" ", "")
    return title, ""
