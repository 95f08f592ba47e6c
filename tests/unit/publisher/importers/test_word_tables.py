from publisher.importers.word.runs import Changes
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.word_files import cell, docx, item, level, one_list, paragraph, row


def table(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>"


def lines(imported: Importing, body: str, **parts: str) -> list[str]:
    return imported("甲.docx", docx(paragraph("题。") + body, **parts)).lines()[1:]


def test_a_table_becomes_a_pipe_table(imported: Importing) -> None:
    body = table(row(cell("事项"), cell("时限")), row(cell("审批|备案"), cell("5日")))
    assert lines(imported, body) == ["| 事项 | 时限 |", "| --- | --- |", "| 审批\\|备案 | 5日 |"]


def test_merged_cells_hold_their_text_once(imported: Importing) -> None:
    body = table(
        row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙", '<w:vMerge w:val="restart"/>')),
        row(cell("丙"), cell("丁"), cell("<w:p/>", "<w:vMerge/>")),
    )
    assert lines(imported, body) == ["| 甲 | | 乙 |", "| --- | --- | --- |", "| 丙 | 丁 | |"]


def test_a_table_inside_a_cell_becomes_its_text(imported: Importing) -> None:
    inner = table(row(cell("内甲"), cell("内乙"))) + paragraph("后")
    body = table(row(cell(inner), cell("外")))
    outcome = imported("甲.docx", docx(paragraph("题。") + body))
    assert outcome.lines()[1] == "| 内甲 内乙 后 | 外 |"
    assert outcome.repairs == {"nested": 1}


def test_a_table_of_one_cell_is_a_frame(imported: Importing) -> None:
    assert lines(imported, table(row(cell(paragraph("甲。") + paragraph("乙。"))))) == [
        "甲。",
        "乙。",
    ]


def test_numbers_in_cells_are_counted_in_the_order_of_the_text(imported: Importing) -> None:
    body = item("甲。") + table(row(cell(item("乙")), cell("丙"))) + item("丁。")
    numbering = one_list(level(0, "decimal", "%1、"))
    assert lines(imported, body, numbering=numbering) == [
        "1、甲。", "| 2、乙 | 丙 |", "| --- | --- |", "3、丁。",
    ]  # fmt: skip


def test_a_row_that_was_deleted_is_gone_unless_changes_are_rejected(imported: Importing) -> None:
    deleted = row(cell("旧"), cell("行")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    raw = docx(paragraph("题。") + table(row(cell("甲"), cell("乙")), deleted))
    assert "| 旧 | 行 |" not in imported("甲.docx", raw).lines()
    again = imported("乙.docx", raw, changes=Changes.REJECT)
    assert "| 旧 | 行 |" in again.lines()


def test_a_cell_that_was_deleted_or_inserted_is_a_change(imported: Importing) -> None:
    cells = cell("旧", "<w:cellDel/>") + cell("新", "<w:cellIns/>") + cell("乙")
    raw = docx(paragraph("题。") + table(row(cells)))
    assert imported("甲.docx", raw).lines()[1] == "| 新 | 乙 |"
    assert imported("乙.docx", raw, changes=Changes.REJECT).lines()[1] == "| 旧 | 乙 |"


def test_an_empty_table_is_nothing(imported: Importing) -> None:
    assert lines(imported, table(row(cell("<w:p/>"), cell("<w:p/>")))) == []


def test_a_cell_that_claims_a_million_columns_does_not_get_them(imported: Importing) -> None:
    body = table(row(cell("甲", '<w:gridSpan w:val="1000000"/>'), cell("乙")))
    assert len(lines(imported, body)[0]) < 400
