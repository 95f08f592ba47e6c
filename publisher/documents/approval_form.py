"""信息发布审批表: the form that goes with a text through 三审 and 保密审查, as a Word file.

What policy.yml gives is filled in; what people decide, sign and date is left blank. Whether
it holds a secret is examined before it is published (《政府信息公开条例》第十七条).
"""

from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml.ns import qn
from docx.shared import Cm

from catalogue.model import Policy
from interface.dates import closes, opens
from interface.names import KIND_NAMES
from interface.paper.word_package import official_document, saved
from publisher.documents.printed_text import created_on

_TITLE = "信息发布审批表"
_WIDTHS = (Cm(2.6), Cm(5.2), Cm(2.6), Cm(5.2))
_OPENNESS = ("主动公开", "依申请公开", "不予公开")
_SIGNED = "签名：　　　　　　　　日期：　　　　年　　月　　日"
_ROW = 0.85
_REVIEWS = ("初审", "复审", "终审")


def approval_form(policy: Policy, address: str) -> bytes:
    """Return the .docx; ``address`` is that of the policy's page."""
    document = official_document()
    document.add_paragraph(_TITLE, style="Title")
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    _wide(table, "信息标题", policy.title)
    _pair(table, ("拟发布栏目", KIND_NAMES[policy.kind]), ("信息来源", policy.issuer))
    _pair(table, ("拟稿单位", policy.issuer), ("拟稿人", ""))
    _wide(table, "公开属性", _openness(policy))
    _wide(table, "内容摘要", _summary(policy), height=2.5)
    for review in _REVIEWS:
        _wide(table, review, "意见：", "", _SIGNED, height=2.5)
    boxes = ("□不涉密，可以公开　　□涉密，不得公开", "□需作处理后公开：")
    _wide(table, "保密审查", *boxes, f"审查人{_SIGNED}", height=2.5)
    _wide(table, "备注", f"网页地址：{address}", height=1.5)
    day = policy.latest.published_on or policy.written_on
    return saved(document, _TITLE, created_on(day), policy.issuer)


def _openness(policy: Policy) -> str:
    """Tick what the source says; anything but the three is written out."""
    boxes = "　".join(f"{'☑' if each == policy.openness else '□'}{each}" for each in _OPENNESS)
    other = policy.openness if policy.openness not in _OPENNESS else ""
    return f"{boxes}　{other}".rstrip("　")


def _summary(policy: Policy) -> str:
    version = policy.latest
    label = f"（{version.label}）" if version.label else ""
    name = f"《{policy.title}》{label}"
    windows = [window for window in policy.windows if window.version == version.id]
    if not windows:
        return f"公布{name}。"
    period = "；".join(f"{opens(window)}至{closes(window)}" for window in windows)
    return f"就{name}公开征求意见。征集时间：{period}。"


def _pair(table: Any, *fields: tuple[str, str]) -> None:
    cells = table.add_row().cells
    for index, (label, value) in enumerate(fields):
        _write(cells[2 * index], label, head=True)
        _write(cells[2 * index + 1], value)
    _keep(table, _ROW)


def _wide(table: Any, label: str, *values: str, height: float = _ROW) -> None:
    cells = table.add_row().cells
    _write(cells[0], label, head=True)
    merged = cells[1].merge(cells[3])
    _write(merged, values[0])
    for value in values[1:]:
        merged.add_paragraph(value, style="Table Text")
    _keep(table, height)


def _write(cell: Any, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Head" if head else "Table Text"
    paragraph.add_run(text)


def _keep(table: Any, height: float) -> None:
    """Set the least height of the last row, in cm; its words are centred, on one page."""
    row = table.rows[-1]
    row.height = Cm(height)
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for it
    properties.insert(0, properties.makeelement(qn("w:cantSplit"), {}))
    for cell in row.cells:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
