"""The reports as one Word file (GB/T 9704-2012); memory does not grow with the rows."""

import copy
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from catalogue.text import xml_text
from comments_service.domain.comments.attachment import TextState
from comments_service.domain.register.code_words import CHANNELS, WITHHELD_FOR
from comments_service.domain.register.row import RegisterRow
from comments_service.exports.reports.answer_groups import answer_groups
from comments_service.exports.reports.one_page import one_page
from comments_service.exports.reports.report_values import ReportData, ReportPart
from comments_service.exports.reports.report_words import (
    carried_words,
    disposition_words,
    lead,
    sums,
)
from comments_service.exports.reports.statement import statement
from interface.paper.official_page import write_blocks
from interface.paper.printed import PrintedLine, Run, Style
from interface.paper.title_lines import title_lines
from interface.paper.word_package import official_document, save, state

HEADINGS = ("序号", "反馈人", "条款", "意见内容", "采纳情况", "理由", "渠道")
WIDTHS = (737, 1304, 1588, 4082, 1247, 2607, 1191)
"""In twentieths of a point; together the 225 mm of the type area across."""
_CENTRED = frozenset({0, 4, 6})
_START, _END = '<w:t xml:space="preserve">', "</w:t>"
# So much of what an attachment says has room in a report.
_LONGEST_WORDS = 1_000
_LONGEST_UNSPLIT = 600
"""A row of more characters may be taller than a page, and then has to be split."""


def row_xml(cells: tuple[str, ...], *, head: bool = False) -> str:
    """Return one row; line breaks in a cell stay, whatever XML cannot hold does not."""
    whole = head or sum(map(len, cells)) <= _LONGEST_UNSPLIT
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    xml = "".join(_cell(index, text, head=head) for index, text in enumerate(cells))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{xml}</w:tr>"


def row_cells(number: int, row: RegisterRow, edition: str) -> tuple[str, ...]:
    """Return the cells of a comment; of a withheld one, the reason in place of the text."""
    answered = row.released or edition != "public"
    answer = (carried_words(row.to_citation, row.later), row.reason) if answered else ()
    return (
        str(number),
        row.who,
        row.citation,
        "\n".join(_content(row, edition)),
        disposition_words(row, edition),
        "\n".join(filter(None, answer)),
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
    for each in row.files:
        words = each.words if each.file.text_state is TextState.READ else ""
        cut = f"{words[:_LONGEST_WORDS]}……（全文见办理台）"
        yield f"附件《{each.file.name}》{cut if len(words) > _LONGEST_WORDS else words}"


def _cell(index: int, text: str, *, head: bool) -> str:
    style = "TableHead" if head else "TableText"
    centred = '<w:jc w:val="center"/>' if index in _CENTRED else ""
    kept = escape(xml_text(text)).replace("\r\n", "\n").replace("\r", "\n")
    words = kept.replace("\n", f"{_END}<w:br/>{_START}").replace("\t", f"{_END}<w:tab/>{_START}")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{WIDTHS[index]}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{centred}</w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{_START}{words}{_END}</w:r></w:p></w:tc>'
    )


_ROWS = b"<!--rows-->"
_ACROSS: dict[str, dict[str, int | str]] = {
    "pgSz": {"w": 16838, "h": 11906, "orient": "landscape"},
    "pgMar": {"top": 1588, "right": 1984, "bottom": 1474, "left": 2098, "footer": 936},
}
_MAKERS = {ReportPart.ONE_PAGE: one_page, ReportPart.STATEMENT: statement}
_NAMES = {
    ReportPart.ONE_PAGE: "征求意见情况的报告",
    ReportPart.STATEMENT: "征求意见及采纳情况的说明",
    ReportPart.TABLE: "意见采纳情况汇总表",
}
_LONGEST_PROPERTY = 250


def write_docx(path: Path, data: ReportData, parts: Iterable[ReportPart] = ReportPart) -> None:
    """Write reports in their order; ``ExportError`` where rows and counts do not agree."""
    chosen = sorted(set(parts), key=list(ReportPart).index)
    groups = answer_groups(data.rows, data.counts)
    document = official_document()
    for part in chosen:
        if part is ReportPart.TABLE:
            _add_table(document, data)
        else:
            write_blocks(document, _MAKERS[part](data, groups))
    title = f"{data.title}：{'、'.join(_NAMES[part] for part in chosen)}"
    properties = [xml_text(text)[:_LONGEST_PROPERTY] for text in (title, data.unit)]
    state(document, properties[0], data.as_of, properties[1])
    with path.open("wb") as target:
        save(document, target, partial(_with_rows, data))


def _add_table(document: Any, data: ReportData) -> None:
    """Add the section across with the table's head; its rows come when the file is written."""
    body = document.element.body
    if len(body) > 1:
        upright = copy.deepcopy(body.sectPr)
        body.p_lst[-1].get_or_add_pPr().append(upright)
        body.sectPr.remove(body.sectPr.find(qn("w:pgNumType")))
    for tag, values in _ACROSS.items():
        for name, value in values.items():
            body.sectPr.find(qn(f"w:{tag}")).set(qn(f"w:{name}"), str(value))
    title = "\n".join(title_lines(f"《{data.title}》意见采纳情况汇总表"))
    heads = ((Style.TITLE, title), (Style.LABEL, f"（{lead(data.counts)}）"))
    write_blocks(document, [PrintedLine(style, (Run(text),)) for style, text in heads])
    if not data.counts.comments:
        return
    body.sectPr.addprevious(_empty_table())
    first, *others = sums(data.reconciliation)
    write_blocks(document, [PrintedLine(Style.SOURCE, (Run(first),), gap=True)])
    write_blocks(document, [PrintedLine(Style.SOURCE, (Run(text),)) for text in others])


def _empty_table() -> Any:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(WIDTHS)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{row_xml(HEADINGS, head=True)}{_ROWS.decode()}</w:tbl>"
    )


def _with_rows(data: ReportData, content: bytes) -> Iterator[bytes]:
    """Yield a part of the package, the table's rows in their place one by one."""
    before, rows, after = content.partition(_ROWS)
    yield before
    for number, row in enumerate(data.rows if rows else (), 1):
        yield row_xml(row_cells(number, row, data.edition)).encode()
    yield after
