"""The header that portals print above a document: 索引号, 主题分类, 发文日期 and so on.

A label and its value are on two lines, on one (``索引号：…``), or in a table.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.clauses.markers import find_marker, fold_width, strip
from publisher.importers.blocks.imported_text import Block, BlockRole

# Label as printed, without blanks and colon → key of policy.yml.
_LABELS = {
    "索引号": "index_no", "主题分类": "subject", "信息分类": "subject", "体裁分类": "",
    "发文日期": "issued_on", "发布日期": "issued_on", "发布时间": "issued_on",
    "成文日期": "written_on", "生成日期": "written_on", "发布机构": "issuer",
    "发文机关": "issuer", "发文机构": "issuer", "发文单位": "issuer", "文号": "doc_no",
    "发文字号": "doc_no", "文件编号": "doc_no", "公开属性": "openness", "公开方式": "openness",
    "有效性": "validity", "时效性": "validity",
}  # fmt: skip
_DATES = frozenset(["issued_on", "written_on"])
_VALIDITIES = frozenset(["有效", "修改", "废止", "失效"])
_LOOKED_AT = 40
_LEAST = 2
_LONGEST_VALUE = 60
_DATE = re.compile(
    r"(\d{4}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The values by key of policy.yml, the labels, and the numbers of their blocks."""

    values: dict[str, str]
    labels: tuple[str, ...]
    taken: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    key: str
    value: str
    taken: tuple[int, ...]


def find_header(blocks: Sequence[Block]) -> Header:
    """Return the header near the beginning; an empty one with fewer than two labels."""
    rows = _once(_rows(blocks))
    if len(rows) < _LEAST:
        return Header({}, (), frozenset())
    return Header(
        {row.key: row.value for row in rows},
        tuple(row.label for row in rows),
        frozenset(index for row in rows for index in row.taken),
    )


def _once(rows: Iterable[_Row]) -> list[_Row]:
    """Keep the first of each key; a table with one key twice is left alone."""
    kept: dict[str, _Row] = {}
    again: set[tuple[int, ...]] = set()
    for row in rows:
        if kept.setdefault(row.key, row) is not row:
            again.add(row.taken)
    return [row for row in kept.values() if row.taken not in again]


def _rows(blocks: Sequence[Block]) -> Iterator[_Row]:
    index = 0
    while index < min(len(blocks), _LOOKED_AT):
        block = blocks[index]
        if block.rows:
            yield from _table_rows(block, index)
        elif block.role is BlockRole.TEXT and (row := _line_row(blocks, index)):
            yield row
            index = row.taken[-1]
        index += 1


def _table_rows(block: Block, index: int) -> Iterator[_Row]:
    """Read a table of labels and values; one that has anything else is left alone."""
    cells = [strip(cell) for row in block.rows for cell in row]
    found = []
    while cells:
        cell = cells.pop(0)
        key = _key(cell)
        if key:
            value = cells.pop(0) if cells and not _key(cells[0]) else ""
            typed = _typed(key, value)
            if typed is None:
                return
            found.append(_Row(_bare(cell), key, typed, (index,)))
        elif cell:
            return
    yield from found


def _line_row(blocks: Sequence[Block], index: int) -> _Row | None:
    text = blocks[index].text
    label, colon, value = fold_width(text).partition(":")
    if colon and (key := _key(label)):
        typed = _typed(key, strip(text[len(label) + 1 :]))
        return None if typed is None else _Row(_bare(label), key, typed, (index,))
    key = _key(text)
    if not key:
        return None
    below = blocks[index + 1] if index + 1 < len(blocks) else Block("")
    taken: tuple[int, ...] = (index,)
    value = ""
    # Another label or a numbered clause is no value.
    other = _bare(re.split("[:：]", below.text)[0]) in _LABELS or find_marker(below.text)
    if below.role is BlockRole.TEXT and below.text and not other:
        taken, value = (index, index + 1), below.text
    typed = _typed(key, value)
    # A long line under 文号 is not its value: the document has none.
    return _Row(_bare(text), key, typed or "", taken if typed is not None else (index,))


def _bare(label: str) -> str:
    return re.sub(r"[\s:：【】\[\]]+", "", label)


def _key(label: str) -> str:
    return _LABELS.get(_bare(label), "") if len(label) <= 20 else ""


def _typed(key: str, value: str) -> str | None:
    """Return a value in the form of policy.yml; None if it is not of that kind."""
    if key in _DATES:
        return _date(value) if value else ""
    if key == "validity" and value not in _VALIDITIES | {""}:
        return None
    if len(value) > _LONGEST_VALUE or value.endswith(("。", "；", ";")):
        return None
    return value


def _date(text: str) -> str | None:
    match = _DATE.fullmatch(fold_width(text))
    if not match:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups())
    try:
        # Beijing time without an offset, as in policy.yml.
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return moment.isoformat() if match[4] else moment.date().isoformat()
