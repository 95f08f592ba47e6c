"""The reports as Word files, read back with python-docx and counted anew."""

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from catalogue.results import Disposition
from comments_service.domain.register.row import RegisterRow
from comments_service.exports.export_data import ExportError
from comments_service.exports.reports.docx_file import write_docx
from comments_service.exports.reports.report_values import ReportCorrection, ReportData, ReportPart
from tests.worlds.report_examples import fifteen, register_row, report_data

AWKWARD = "第一行\n第二行\t=1+1 😀𠮷 <!--rows--> <w:p/> & \" '\n\n　末行"


def written(tmp_path: Path, data: ReportData, *parts: ReportPart) -> Any:
    write_docx(tmp_path / "r.docx", data, parts or tuple(ReportPart))
    return Document(str(tmp_path / "r.docx"))


def words(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def cells(document: Any) -> list[list[str]]:
    (table,) = document.tables
    return [["".join(map(_text, cell.p_lst)) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def _text(paragraph: Any) -> str:
    return str(paragraph.text)


def of_table(tmp_path: Path, rows: Sequence[RegisterRow], **changed: Any) -> list[list[str]]:
    return cells(written(tmp_path, report_data(rows, **changed), ReportPart.TABLE))[1:]


def test_one_file_holds_page_statement_and_table_in_this_order(tmp_path: Path) -> None:
    document = written(tmp_path, report_data(fifteen()))
    titles = [p.text.replace("\n", "") for p in document.paragraphs if p.style.name == "Title"]
    endings = ("征求意见情况的报告", "征求意见及采纳情况的说明", "意见采纳情况汇总表")
    assert [title.endswith(end) for title, end in zip(titles, endings, strict=True)] == [True] * 3


@pytest.mark.parametrize("part", list(ReportPart))
def test_each_report_can_be_had_alone(tmp_path: Path, part: ReportPart) -> None:
    document = written(tmp_path, report_data(fifteen()), part)
    titles = [p for p in document.paragraphs if p.style.name == "Title"]
    assert (len(titles), len(document.tables)) == (1, int(part is ReportPart.TABLE))


def test_the_table_lies_across_and_repeats_its_head(tmp_path: Path) -> None:
    document = written(tmp_path, report_data(fifteen()))
    assert [round(s.page_width.mm) for s in document.sections] == [210, 297]
    head = document.tables[0]._tbl.tr_lst[0]
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert cells(document)[0] == "序号 反馈人 条款 意见内容 采纳情况 理由 渠道".split()  # noqa: SIM905


def test_pages_are_numbered_through(tmp_path: Path) -> None:
    document = written(tmp_path, report_data(fifteen()))
    starts = [s._sectPr.find(qn("w:pgNumType")) is not None for s in document.sections]
    assert starts == [True, False]
    assert all("PAGE" in s.footer._element.xml for s in document.sections)


def test_every_comment_is_a_row_with_the_figures_of_an_independent_count(tmp_path: Path) -> None:
    rows = fifteen()
    table = of_table(tmp_path, rows)
    assert [row[0] for row in table] == [str(n) for n in range(1, 16)]
    fates = Counter(row[4] for row in table)
    assert fates.pop("尚未答复") == 1
    expected = {"采纳": 4, "部分采纳": 2, "未采纳": 3} | dict.fromkeys(list(Disposition)[3:], 1)
    assert fates == expected
    text = words(written(tmp_path, report_data(rows)))
    for name, number in fates.items():
        assert f"{name}{number}条" in text
    assert "收到来件15件、意见15条，来自14人和机关单位1个（书面意见1条）" in text


def test_the_lead_sentence_counts_what_was_adopted_wholly_or_in_part(tmp_path: Path) -> None:
    text = words(written(tmp_path, report_data(fifteen())))
    assert text.count("15条意见，采纳或部分采纳6条") == 3  # in each report once


def test_a_rate_stands_with_its_fraction_and_none_without_a_denominator(tmp_path: Path) -> None:
    text = words(written(tmp_path, report_data(fifteen())))
    assert "采纳率30.8%（采纳4条÷有效意见13条）" in text
    nothing_valid = words(written(tmp_path, report_data([register_row(1, "invalid")])))
    assert "无有效意见，不计采纳率" in nothing_valid
    assert "%" not in nothing_valid


def test_the_partition_stands_as_a_sum_that_adds_up(tmp_path: Path) -> None:
    text = words(written(tmp_path, report_data(fifteen())))
    (line,) = set(re.findall(r"意见：收到15条＝(.+)。", text))
    # What is in brackets is a part of the figure before it.
    assert sum(map(int, re.findall(r"\d+", re.sub("（.*?）", "", line)))) == 15


def test_a_round_without_a_comment_is_reported(tmp_path: Path) -> None:
    document = written(tmp_path, report_data([]))
    assert words(document).count("未收到意见建议") == 3
    assert document.tables == []


@pytest.mark.parametrize("text", [AWKWARD, "=SUM(A1)", "\ttab", "a\r\nb"])
def test_text_stands_as_it_was_typed(tmp_path: Path, text: str) -> None:
    ((*_, said, _, reason, _),) = of_table(
        tmp_path, [register_row(1, "not_adopted", body=text, reason=text)]
    )
    typed = text.replace("\r\n", "\n")
    assert (said, reason) == (typed, typed)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_never_breaks_the_file(tmp_path: Path, character: str) -> None:
    text = f"甲{character}乙"
    rows = [register_row(1, "not_adopted", body=text, reason=text, who=text, citation=text)]
    data = report_data(rows, title=text, unit=text)
    document = written(tmp_path, data)
    assert cells(document)[1][1] == "甲\ufffd乙"
    assert "甲\ufffd乙" in words(document)


def test_a_withheld_text_stands_nowhere_and_its_reason_does(tmp_path: Path) -> None:
    rows = [register_row(1, "not_adopted", body="", withheld="commercial_secret")]
    document = written(tmp_path, report_data(rows))
    assert cells(document)[1][3] == "（含商业秘密，内容不公开）"
    assert "内容不公开" in words(document)


def test_the_public_edition_has_the_summary_and_the_restricted_one_the_text(
    tmp_path: Path,
) -> None:
    rows = [register_row(1, "adopted", body="原文", summary="摘要")]
    assert of_table(tmp_path, rows)[0][3] == "（公开摘要）摘要"
    assert of_table(tmp_path, rows, edition="restricted")[0][3] == "原文"


def test_a_decision_that_is_not_released_is_in_no_public_report(tmp_path: Path) -> None:
    rows = [register_row(1, "not_adopted", released=False, reason="尚在研究的理由")]
    public = written(tmp_path, report_data(rows))
    assert cells(public)[1][4:6] == ["尚未答复", ""]
    assert "尚在研究" not in words(public)
    inside = of_table(tmp_path, rows, edition="restricted")
    assert inside[0][4:6] == ["拟未采纳（未发布）", "尚在研究的理由"]


def test_one_reason_answers_many_and_counts_each(tmp_path: Path) -> None:
    rows = [register_row(n, "not_adopted", reason="财力有限。") for n in range(1, 8)]
    text = words(written(tmp_path, report_data(rows), ReportPart.STATEMENT))
    assert text.count("财力有限") == 1
    assert "未采纳7条。理由：财力有限。" in text


def test_what_a_list_leaves_out_is_told_by_its_number(tmp_path: Path) -> None:
    rows = [register_row(n, "not_adopted", reason=f"理由{n}。") for n in range(1, 51)]
    data = report_data(rows)
    assert "其余10条详见意见采纳情况汇总表" in words(written(tmp_path, data, ReportPart.STATEMENT))
    page = words(written(tmp_path, data, ReportPart.ONE_PAGE))
    shown = len(re.findall(r"（未采纳，1条）", page))
    assert shown
    assert f"（50条，其余{50 - shown}条详见汇总表）" in page


def test_a_correction_shows_both_answers_with_its_day(tmp_path: Path) -> None:
    corrected = ReportCorrection(
        date(2018, 8, 20), "3-1", "全文", Disposition.NOT_ADOPTED, Disposition.ADOPTED, "核对有误。"
    )
    text = words(written(tmp_path, report_data(fifteen(), corrections=(corrected,))))
    assert "原答复“未采纳”，2018年8月20日更正为“采纳”。原因：核对有误。" in text


def test_what_answers_still_lack_is_told_with_its_number(tmp_path: Path) -> None:
    rows = [
        register_row(1, "adopted", to_citation="", to_wid=None),
        register_row(2, "adopted", to_citation="", later="另行制定细则"),
        register_row(3, "not_adopted", reason=""),
    ]
    text = words(written(tmp_path, report_data(rows)))
    assert text.count("采纳或部分采纳而未写明体现条款的1条") == 2  # page and statement
    assert text.count("未写明理由的1条") == 2


def test_rows_that_do_not_add_up_are_refused_by_name(tmp_path: Path) -> None:
    data = report_data(fifteen())
    with pytest.raises(ExportError, match="rows that are 未采纳: 2, in the ledger: 3"):
        write_docx(tmp_path / "r.docx", replace(data, rows=data.rows[:-9] + data.rows[-8:]))  # type: ignore[index]


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_docx(tmp_path / name, report_data(fifteen()))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_faces_and_sizes_are_those_of_the_standard(tmp_path: Path) -> None:
    write_docx(tmp_path / "r.docx", report_data(fifteen()))
    with zipfile.ZipFile(tmp_path / "r.docx") as package:
        styles = package.read("word/styles.xml").decode()
    for face in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{face}"' in styles
    used = {p.style.name for p in Document(str(tmp_path / "r.docx")).paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2", "Body Text", "Closing"} <= used
