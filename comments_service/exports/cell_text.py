"""A text as one cell of a workbook can hold it, and as nothing reads it as anything else."""

import re

CELL_LIMIT = 32_767
"""What one cell of Excel holds, in UTF-16 code units."""
CUT_MARK = "…（超出单元格上限，已截断，全文见 JSON 导出）"

_ESCAPE_LIKE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def fit_cell(text: str, cut_mark: str = CUT_MARK) -> str:
    """Return text as one cell can hold it, cut with ``cut_mark``; what XML cannot is U+FFFD."""
    if len(text) <= CELL_LIMIT // 2 and not _UNFIT.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = whole.translate(_NOT_IN_XML)
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    room = (CELL_LIMIT - len(cut_mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + cut_mark


def runs(text: str) -> list[str]:
    """Split text so that no part reads as an escape (``_x0041_``) or as XML (``<r>…</r>``)."""
    if "_x" not in text and not text.startswith("<r>"):
        return [text]
    if text.startswith("<r>") and text.endswith("</r>"):
        return ["<", *_ESCAPE_LIKE.split(text[1:])]
    return _ESCAPE_LIKE.split(text)
