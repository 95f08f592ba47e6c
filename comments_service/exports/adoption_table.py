"""意见采纳情况汇总表, row by row as the XML of Word, so that any number of rows can be written."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from comments_service.domain.code_words import CHANNELS, WITHHELD_FOR
from comments_service.domain.register_row import RegisterRow
from comments_service.exports.report_words import carried_words, disposition_words
from look.official_page import word_text

HEADINGS = ("序号", "反馈人", "条款", "意见内容", "采纳情况", "理由", "渠道")
WIDTHS = (737, 1304, 1588, 4082, 1247, 2607, 1191)
"""In twentieths of a point; together the 225 mm of the type area across."""
_CENTRED = frozenset({0, 4, 6})
_START, _END = '<w:t xml:space="preserve">', "</w:t>"
_LONGEST_UNSPLIT = 600
"""A row of more characters may be taller than a page, and then has to be split."""


def row_xml(cells: tuple[str, ...], *, head: bool = False) -> str:
    """Return one row; line breaks in a cell stay, whatever XML cannot hold does not."""
    whole = head or sum(map(len, cells)) <= _LONGEST_UNSPLIT
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    told = "".join(_cell(index, text, head=head) for index, text in enumerate(cells))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{told}</w:tr>"


def row_cells(number: int, row: RegisterRow, edition: str) -> tuple[str, ...]:
    """Return the cells of a comment; of a withheld one the reason stands in the text's place."""
    return (
        str(number),
        row.who,
        row.citation,
        "\n".join(_content(row, edition)),
        disposition_words(row, edition),
        "\n".join(_answer(row, edition)),
        CHANNELS.get(row.channel, row.channel),
    )


def _content(row: RegisterRow, edition: str) -> Iterator[str]:
    if row.withheld:
        yield f"（{WITHHELD_FOR.get(row.withheld, row.withheld)}，内容不公开）"
        return
    if row.summary and row.released and edition == "public":
        yield f"（公开摘要）{row.summary}"
        return
    yield row.body
    if row.proposed_text:
        yield f"建议修改为：{row.proposed_text}"
    if row.comment_reason:
        yield f"理由：{row.comment_reason}"


def _answer(row: RegisterRow, edition: str) -> Iterator[str]:
    if row.released or edition != "public":
        yield from filter(None, (carried_words(row.to_citation, row.later), row.reason))


def _cell(index: int, text: str, *, head: bool) -> str:
    style = "TableHead" if head else "TableText"
    centred = '<w:jc w:val="center"/>' if index in _CENTRED else ""
    kept = escape(word_text(text)).replace("\r\n", "\n").replace("\r", "\n")
    words = kept.replace("\n", f"{_END}<w:br/>{_START}").replace("\t", f"{_END}<w:tab/>{_START}")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{WIDTHS[index]}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{centred}</w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{_START}{words}{_END}</w:r></w:p></w:tc>'
    )
