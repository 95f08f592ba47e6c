"""What is uploaded as a workbook and is none, or would take the process down."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest

from comments_service.domain.errors import Invalid
from comments_service.sheets import workbook_guard
from comments_service.sheets.workbook_cells import read_workbook
from comments_service.sheets.workbook_guard import MOST_BYTES, cell_name, column_number
from tests.worlds.decision_sheets import register, workbook

LEFT = workbook(register(2).values())
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DAMAGED = "文件已损坏，无法打开，请重新保存为 .xlsx"


def repacked(part: str, change: Callable[[bytes], bytes], data: bytes = LEFT) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return out.getvalue()


def in_sheet(pattern: bytes, by: bytes) -> bytes:
    return repacked("xl/worksheets/sheet1.xml", lambda xml: re.sub(pattern, by, xml, count=1))


def told(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read_workbook(data)
    (fault,) = refused.value.faults
    return fault.message % fault.values


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "这不是 Excel 工作簿（.xlsx）"),
        ("序号,号\n1,1-1".encode("gbk"), "这不是 Excel 工作簿（.xlsx）"),
        (OLD, "这是旧格式的 .xls 文件，请另存为 .xlsx"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码，请去掉密码后再上传"),
        (bytes(MOST_BYTES + 1), "文件超过20MB，不像是这张表"),
        (LEFT[:-200], DAMAGED),
        (LEFT[: len(LEFT) // 2], DAMAGED),
        (repacked("xl/vbaProject.bin", lambda _: b"x"), "文件里有宏，请另存为不带宏的 .xlsx"),
    ],
    ids=["empty", "csv", "xls", "encrypted", "large", "cut", "half", "macros"],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    assert told(data) == words


def test_a_package_of_another_kind_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert told(out.getvalue()) == "这不是 Excel 工作簿（.xlsx）"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "_MOST_UNPACKED", 2 << 20)
    bomb = repacked("xl/media/x.png", lambda _: bytes(3 << 20))
    assert len(bomb) < 1 << 16
    assert told(bomb) == "文件解开后过大，不像是这张表"


def test_a_part_that_is_larger_than_it_says_is_damaged() -> None:
    data = bytearray(repacked("xl/media/x.png", lambda _: bytes(1 << 20)))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    assert told(bytes(data)) == DAMAGED


@pytest.mark.parametrize("last", [b"XFD1048576", b"A1048576x", b"AAAA4", b"B3000001"])
def test_a_cell_far_outside_is_named_before_room_is_made_for_it(last: bytes) -> None:
    words = told(in_sheet(b'<c r="B4"', b'<c r="' + last + b'"'))
    far = f"{last.decode()} 离表格太远，请删除表格以外的内容"
    assert words == (far if last[-1:].isdigit() and last[:4] != b"AAAA" else DAMAGED)


def test_a_far_row_without_names_of_cells_is_refused_too() -> None:
    far = in_sheet(b'<row r="4"', b'<row r="4000000"')
    unnamed = repacked(
        "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<c r="[A-Z]+4"', b"<c", xml), far
    )
    assert "离表格太远" in told(unnamed)


def test_sheets_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "_MOST_CELLS", 100)
    assert "离表格太远" in told(LEFT)


def test_a_size_that_a_sheet_only_claims_costs_nothing() -> None:
    sheets = read_workbook(in_sheet(b'<dimension ref="[^"]+"', b'<dimension ref="A1:XFD1048576"'))
    assert len(list(sheets[0].rest)) == 5


def test_a_format_far_outside_is_no_cell() -> None:
    far = in_sheet(b"</sheetData>", b'<row r="9000"><c r="XFD9000" s="1"/></row></sheetData>')
    assert len(list(read_workbook(far)[0].rest)) == 5


def test_entities_are_refused() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    assert told(in_sheet(b"<worksheet", doctype)) == DAMAGED


def test_a_sheet_that_is_not_looked_through_is_not_read() -> None:
    hidden = repacked(
        "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet1.xml", b"sheet1.bin")
    )
    assert told(hidden) == DAMAGED


def test_a_byte_that_is_wrong_is_refused_or_harms_nothing() -> None:
    for at in range(0, len(LEFT), 97):
        data = bytearray(LEFT)
        data[at] ^= 0xFF
        with suppress(Invalid):
            read_workbook(bytes(data))


def test_a_sheet_of_charts_is_passed_over() -> None:
    book = openpyxl.load_workbook(io.BytesIO(LEFT))
    book.create_chartsheet("图", 0)
    out = io.BytesIO()
    book.save(out)
    assert "图" not in [sheet.name for sheet in read_workbook(out.getvalue())]


@pytest.mark.parametrize(
    ("name", "place"), [("H6", (5, 7)), ("AA1", (0, 26)), ("XFD2", (1, 16383))]
)
def test_cells_are_named_as_spreadsheets_name_them(name: str, place: tuple[int, int]) -> None:
    assert cell_name(*place) == name
    assert column_number(name.rstrip("0123456789")) == place[1]
