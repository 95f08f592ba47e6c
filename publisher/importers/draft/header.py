"""The header that portals print above a document: 索引号, 主题分类, 发文日期 and so on.

A label and its value are in a table, on one line, alone or with others (``索引号：… 文号：…``),
or on two lines.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publisher.clauses.markers import find_marker, fold_width, strip
from publisher.importers.blocks.imported_text import Block, BlockRole
from publisher.importers.draft.day_forms import read_moment

_TABLE = tomllib.loads(Path(__file__).with_name("header_labels.toml").read_text("utf-8"))
_LABELS: dict[str, tuple[str, ...]] = {
    label: () if keys == "none" else tuple(keys.split())
    for keys, labels in _TABLE.items()
    for label in labels.split()
}
_NEVER_FIRST = frozenset(
    ["时间", "日期", "名称", "主题", "标题", "作者", "审核", "编辑", "打印", "分享", "字号", "分类"]
    + [
        label
        for label, keys in _LABELS.items()
        if keys and keys[0] in ("window", "opens", "closes")
    ]
)
_DATES = frozenset(["issued_on", "written_on", "opens", "closes"])
_VALIDITIES = {
    "有效": "有效", "现行有效": "有效", "修改": "修改", "已修改": "修改", "废止": "废止",
    "已废止": "废止", "失效": "失效", "已失效": "失效",
}  # fmt: skip
_NONE = frozenset(["无", "暂无", "—", "——", "-", "/"])
_LOOKED_AT = 120
_LEAST = 2
_TWO = 2
_LONGEST_VALUE, _LONGEST_TITLE, _LONGEST_LABEL = 60, 120, 12
_MOMENT_FIRST = re.compile(
    r"((?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?(?: \d{1,2}:\d\d(?::\d\d)?)?)\s+"
)
_COLON = re.compile("[:：】]")
_BULLET = re.compile(r"^[•·]\s*")
_LONGEST_FIRST = sorted(_LABELS, key=len, reverse=True)
_SPACED = re.compile("|".join(r"\s*".join(label) for label in _LONGEST_FIRST))
# Labels that are no words of a sentence, so that they need no colon.
_WITHOUT_COLON = re.compile(
    f"({'|'.join(label for label in _LONGEST_FIRST if len(label) > _TWO and _LABELS[label])}"
    r"|文号(?=\S{2,20}号$))"
)
# A label in a line: one that is known, or what stands between a blank and a colon.
_LABEL = re.compile(
    rf"(?:(?<=[【\[])({'|'.join(_LONGEST_FIRST)})[】\]]"
    rf"|({'|'.join(_LONGEST_FIRST)}|(?:^|(?<=[\s|｜]))[\u4e00-\u9fff]{{2,8}})[】\]]?(?=\s*[:：]))\s*[:：]?"
)


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A label with its value as printed, and the numbers of the blocks that hold them."""

    label: str
    value: str
    at: tuple[int, ...]


@dataclass(slots=True)
class Header:
    """The values by key, the labels that have one, and the rows that are for people to read.

    ``taken`` are the numbers of all its blocks; ``unused`` rows are what a portal prints for
    itself.
    """

    values: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    unread: list[HeaderRow] = field(default_factory=list)
    unused: list[HeaderRow] = field(default_factory=list)
    taken: frozenset[int] = frozenset()


def find_header(blocks: Sequence[Block], *, is_page: bool = False) -> Header:
    """Return the header near the beginning.

    It is empty with fewer than two labels; one is enough on a page of a portal.
    """
    rows = list(_rows(blocks))
    if len({row.label for row in rows if row.label in _LABELS}) < (1 if is_page else _LEAST):
        return Header()
    header = Header(taken=frozenset(at for row in rows for at in row.at))
    # 发文日期 is the day of issue unless another label is.
    for row in sorted(rows, key=lambda row: len(_LABELS.get(row.label, ()))):
        keys = _LABELS.get(row.label)
        if keys == () or (keys is None and not row.value):
            header.unused.append(row)
            continue
        key = next((key for key in keys or () if key not in header.values), "")
        value = typed(key, row.value)
        if not key and keys and row.value in (header.values[each] for each in keys):
            header.unused.append(row)
        elif not key or value is None:
            header.unread.append(row)
        else:
            header.values[key] = value
            header.labels.append(row.label)
    return header


def typed(key: str, value: str) -> str | None:
    """Return a value in the form of ``policy.yml``; None if it is not of that kind."""
    if key in _DATES:
        return read_moment(value) if value else ""
    if key == "doc_no" and value in _NONE:
        return ""
    if key == "validity":
        return _VALIDITIES.get(value) if value else ""
    longest = _LONGEST_TITLE if key == "title" else _LONGEST_VALUE
    if len(value) > longest or value.endswith(("。", "；", ";")):
        return None
    return value


def _rows(blocks: Sequence[Block]) -> Iterator[HeaderRow]:
    """Yield the rows in order, up to where the text begins."""
    index, before = 0, False
    while index < min(len(blocks), _LOOKED_AT):
        block = blocks[index]
        found = _table_rows(block, index) if block.rows else _line_rows(blocks, index, below=before)
        yield from found
        if found:
            before = True
            index = found[-1].at[-1]
        elif block.text and (find_marker(block.text) or block.text.endswith("。")):
            return
        elif block.text:
            before = False
        index += 1


def _table_rows(block: Block, index: int) -> list[HeaderRow]:
    """Read a table of labels and values; one of data, with a row of labels, is left alone."""
    found: list[HeaderRow] = []
    first, *others = block.rows
    if len(others) == 1 and 2 * sum(_bare(cell) in _LABELS for cell in first) > len(first):
        return [
            HeaderRow(_bare(cell), below, (index,))
            for cell, below in zip(first, others[0], strict=True)
        ]
    for row in block.rows:
        cells = [strip(cell) for cell in row]
        while cells:
            cell = cells.pop(0)
            inside = _split(cell)
            if inside and (inside[0][1] or len(inside) > 1):
                found += [HeaderRow(label, value, (index,)) for label, value in inside]
            elif _bare(cell) in _LABELS or _ends_as_label(cell):
                has_value = cells and _bare(cells[0]) not in _LABELS and not _split(cells[0])
                found.append(HeaderRow(_bare(cell), cells.pop(0) if has_value else "", (index,)))
            elif cell and len(cell) <= _LONGEST_LABEL and cells and cells[0]:
                found.append(HeaderRow(_bare(cell), cells.pop(0), (index,)))
            elif cell:
                found.append(HeaderRow("", cell, (index,)))
    known = [row for row in found if row.label in _LABELS]
    filled = [row for row in known if row.value]
    every = len(known) * 2 >= len(found) or all(_ends_as_label(row[0]) for row in block.rows)
    enough = every and len(filled) * 2 >= len(known) > 0
    return found if enough and len({row.label for row in known}) == len(known) else []


def _line_rows(blocks: Sequence[Block], index: int, *, below: bool) -> list[HeaderRow]:
    """Read the labels of a line; ``below`` is whether the line before it has some."""
    if blocks[index].role not in (BlockRole.TEXT, BlockRole.ITEM):
        return []
    between = _goes_on(blocks, index, below=below)
    follows = below or _goes_on(blocks, index, below=True)
    pairs = _pairs(_BULLET.sub("", blocks[index].text), follows=follows)
    follows = follows or (len(pairs) > 1 and read_moment(pairs[0][1]) is not None)
    if not pairs or not _is_row(pairs[0][0], follows=follows, between=between):
        return []
    *ahead, (last, value) = pairs
    rows = [HeaderRow(*pair, (index,)) for pair in ahead]
    at = (index,) if value or ahead else _value_below(blocks, index)
    if len(at) > 1:
        value = blocks[at[-1]].text
    for key in _LABELS.get(last, ())[:1]:
        if len(at) > 1 and typed(key, value) is None and key not in _DATES:
            # A long line under 文号 is not its value: the document has none.
            at, value = (index,), ""
    return [*rows, HeaderRow(last, value, at)]


def _pairs(text: str, *, follows: bool) -> list[tuple[str, str]]:
    """Split a line, which may be a label alone; ``follows`` is whether it is in a header."""
    pairs, label = _split(text), _bare(text)
    if len(pairs) == 1 and len(pairs[0][1]) <= _TWO and not _COLON.search(text):
        # 发文机关 begins a longer label, whose value is below.
        pairs = []
    if not pairs and label in _LABELS and label not in _NEVER_FIRST and len(text) <= 20:
        return [(label, "")]
    return pairs or (_split(text, least=1) if follows else [])


def _is_row(label: str, *, follows: bool, between: bool) -> bool:
    """Return whether a label begins a row of the header, where it stands."""
    return between if label not in _LABELS else follows or label not in _NEVER_FIRST


def _goes_on(blocks: Sequence[Block], index: int, *, below: bool) -> bool:
    """Return whether a line of an unknown label stands between lines of known ones."""
    for block in blocks[index + 1 : index + 4] if below else ():
        text = _BULLET.sub("", block.text)
        if _bare(re.split("[:：]", text)[0]) in _LABELS or _split(text, least=1):
            return True
    return False


def _value_below(blocks: Sequence[Block], index: int) -> tuple[int, ...]:
    """Return a label's block with the one that holds its value, if that is the next one."""
    below = blocks[index + 1] if index + 1 < len(blocks) else Block("")
    # Another label or a numbered clause is no value.
    other = _split(_BULLET.sub("", below.text), least=1) or _bare(below.text) in _LABELS
    if below.role is not BlockRole.TEXT or not below.text or other or find_marker(below.text):
        return (index,)
    return (index, index + 1)


def _split(text: str, least: int = 2) -> list[tuple[str, str]]:
    """Split a line into labels and values; empty where it does not begin with a label.

    Labels without colons count where there are at least so many.
    """
    text = _SPACED.sub(lambda found: _bare(found[0]), text)
    if moment := _MOMENT_FIRST.match(text):
        rest = _split(text[moment.end() :])
        return [("发布时间", moment[1]), *rest] if rest and rest[0][0] in _LABELS else []
    found = list(_LABEL.finditer(text))
    if not found and len(text) <= _LONGEST_TITLE and not text.endswith("。"):
        found = list(_WITHOUT_COLON.finditer(text))
        found = found if len(found) >= least else []
    if not found or strip(text[: found[0].start()]).strip("【["):
        return []
    ends = [*(each.start() for each in found[1:]), len(text)]
    values = (text[each.end() : end] for each, end in zip(found, ends, strict=True))
    return [
        (_bare(each[1] or each[2]), strip(value.strip("|｜【】[] \t\u3000\xa0")))
        for each, value in zip(found, values, strict=True)
    ]


def _ends_as_label(cell: str) -> bool:
    return strip(cell).endswith((":", "："))


def _bare(label: str) -> str:
    return re.sub(r"[\s:：【】\[\]]+", "", fold_width(label))
