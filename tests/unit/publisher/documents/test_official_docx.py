import io
import re
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from interface.paper.official_page import bookmark_name
from publisher.documents.official_docx import official_docx
from tests.worlds.printed_texts import ADDRESS, POLICY, level, paragraph, printed, read, word

LAW = "# 某法\n\n第一章 总则\n\n第一条 为了甲，制定本法。\n\n乙也适用。\n\n附件1 目录\n"
TABLE = "# 表\n\n如下：\n\n| 项目 | 金额 |\n|---|---|\n| 甲 | 5万元 |\n| 乙 | 6万元 |\n"


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def face(document: object, style: str) -> tuple[str | None, float | None]:
    """Return the East Asian face and the size of a style, its own or those it rests on."""
    at = document.styles[style]  # type: ignore[attr-defined]
    name, size = None, None
    while at is not None:
        fonts = at.element.rPr.find(qn("w:rFonts")) if at.element.rPr is not None else None
        name = name or (fonts.get(qn("w:eastAsia")) if fonts is not None else None)
        size = size or (at.font.size.pt if at.font.size else None)
        at = at.base_style
    return name, size


def test_the_page_is_a4_with_the_type_area_of_the_standard() -> None:
    section = word(POLICY).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    area = (
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
    )
    assert [round(size / Mm(1)) for size in area] == [156, 225]


def test_a_page_holds_22_lines_of_28_characters() -> None:
    document = word(POLICY)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    height, width = 225 / 25.4 * 1440, 156 / 25.4 * 1440
    pitch = int(grid.get(qn("w:linePitch")))
    assert 22 * pitch <= height < 23 * pitch
    spacing = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:spacing')}")
    character = 16 * 20 + int(spacing.get(qn("w:val")))
    assert 28 * character <= width < 29 * character
    normal = document.styles["Normal"].paragraph_format
    assert normal.line_spacing.pt * 20 == pitch


@pytest.mark.parametrize(
    ("style", "name", "size"),
    [
        ("Title", "方正小标宋简体", 22), ("Subtitle", "楷体_GB2312", 16),
        ("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16), ("Annex", "黑体", 16),
        ("Division", "黑体", 16), ("Article", "黑体", 16), ("footer", "宋体", 14),
    ],
)  # fmt: skip
def test_each_style_has_the_face_and_size_of_the_standard(
    style: str, name: str, size: float
) -> None:
    assert face(word(POLICY), style) == (name, size)


@pytest.mark.parametrize("style", ["Body Text", "Heading 3", "Heading 4", "Closing"])
def test_what_has_no_face_of_its_own_is_set_in_fangsong(style: str) -> None:
    document = word(POLICY)
    assert face(document, style) == (None, 16)
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_each_face_names_what_may_stand_in_for_it() -> None:
    content = official_docx(printed(POLICY))
    fonts = part(content, "word/fontTable.xml")
    used = set(
        re.findall(
            r'w:eastAsia="([^"]+_GB2312|[黑宋]体|方正[^"]+)"', part(content, "word/styles.xml")
        )
    )
    assert used == set(re.findall(r'w:font w:name="([^"]+)"><w:altName', fonts))
    assert "Theme" not in part(content, "word/styles.xml")


def test_headings_have_the_levels_that_the_navigation_pane_shows() -> None:
    document = word(POLICY)
    shown = [level(paragraph(document, words)) for words in ("一、", "（一）", "1.", "（1）", "——")]
    assert shown == [1, 2, 3, None, None]


def test_a_level_4_heading_is_one_too() -> None:
    assert level(paragraph(word("一、甲\n\n（一）乙\n\n1.丙\n\n（1）丁\n"), "丁")) == 4


def test_in_a_law_articles_stand_below_their_chapter() -> None:
    document = word(LAW)
    assert [level(paragraph(document, words)) for words in ("总则", "第一条", "乙也")] == [
        1,
        2,
        None,
    ]
    article = paragraph(document, "第一条")
    assert article.text == "第一条　为了甲，制定本法。"
    assert [run.style.name for run in article.runs][-1] == "Body Face"


def test_numbers_are_literal_and_lines_begin_two_characters_in() -> None:
    content = official_docx(printed(POLICY))
    assert "w:numPr" not in part(content, "word/document.xml")
    indent = read(content).styles["Body Text"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_page_number_stands_outside() -> None:
    content = official_docx(printed(POLICY))
    assert "<w:evenAndOddHeaders/>" in part(content, "word/settings.xml")
    document = read(content)
    sides = {
        name: document.styles[name].element.pPr.find(qn("w:jc")).get(qn("w:val"))
        for name in ("Footer Odd", "Footer Even")
    }
    assert sides == {"Footer Odd": "right", "Footer Even": "left"}
    assert document.sections[0].footer.paragraphs[0].text == "— 1 —"
    assert document.sections[0].even_page_footer.paragraphs[0].style.name == "Footer Even"


def test_the_label_stands_once_below_the_title() -> None:
    document = word("# 某意见(征求意见稿)\n\n一、甲\n", "征求意见稿")
    assert [each.text for each in document.paragraphs[:3]] == ["某意见", "（征求意见稿）", "一、甲"]


def test_an_annex_opens_a_page() -> None:
    document = word(LAW)
    annex = paragraph(document, "附件1")
    assert annex.style.name == "Annex"
    assert annex.style.paragraph_format.page_break_before
    assert paragraph(document, "目录").style.name == "Title"


def test_an_annex_of_a_policy_text_opens_a_page_too() -> None:
    document = word("一、甲\n\n附件1\n\n## 任务分工表\n\n一、乙\n")
    assert paragraph(document, "附件1").style.name == "Annex"
    assert paragraph(document, "任务分工表").style.name == "Title"


def test_bold_words_are_bold() -> None:
    runs = paragraph(word(POLICY), "基本原则").runs
    assert [run.text for run in runs if run.bold] == ["稳中求进"]


def test_a_table_is_a_table_with_its_head_on_each_page() -> None:
    table = word(TABLE).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "金额"], ["甲", "5万元"], ["乙", "6万元"],
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_row_with_fewer_cells_than_the_head_is_filled_up() -> None:
    table = word("| 甲 | 乙 |\n|---|---|\n| 丙 |\n").tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["丙", ""]


def test_the_signature_ends_at_the_right_with_the_date_two_characters_further_in() -> None:
    document = word(POLICY)
    insets = [
        int(paragraph(document, words)._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")))
        for words in ("经济和信息化局", "2018年7月12日")
    ]
    assert insets == [200, 250]  # 9 characters, and 6.5 that begin 2 later


def test_each_clause_has_a_bookmark_that_word_accepts() -> None:
    document = word(LAW)
    names = [each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))]
    assert names == ["chp_1", "art_1", "art_1__para_1", "art_1__para_2", "att_1"]


def test_a_name_that_is_too_long_is_shortened_and_stays_its_own() -> None:
    eids = [f"part_1__sec_1__point_1__indent_1__indent_nn_{number}" for number in (1, 2)]
    names = [bookmark_name(eid) for eid in [*eids, "art_17-1", "art_17_1"]]
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"[a-z]\w{0,39}", name, re.ASCII) for name in names)


def test_the_end_says_where_the_text_is_from() -> None:
    document = word(POLICY, "送审稿", written_on=date(2018, 7, 12))
    source = [each.text for each in document.paragraphs if each.style.name == "Source"]
    assert source[0] == f"来源：{ADDRESS}a/v1/"
    assert source[1] == "版本：v1　送审稿　2018年7月12日公布"
    assert re.fullmatch("文本校验值：sha256:[0-9a-f]{64}", source[2])


def test_the_file_knows_its_title_and_no_time_but_that_of_publication() -> None:
    content = official_docx(printed(POLICY, written_on=date(2018, 7, 12), issuer="某局"))
    properties = read(content).core_properties
    assert (properties.title, properties.author) == ("标题", "某局")
    assert properties.created == properties.modified
    assert properties.created.isoformat().startswith("2018-07-11T16:00:00")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_text_gives_the_same_bytes() -> None:
    one, other = printed(POLICY), printed(POLICY)
    assert official_docx(one) == official_docx(other)
    assert one.digest == other.digest


def test_whatever_goes_into_a_file_changes_its_digest() -> None:
    changed = [
        printed(POLICY), printed(POLICY + "\n（此件公开发布）\n"), printed(POLICY, "送审稿"),
        printed(POLICY, title="别的"), printed(POLICY, issuer="某局"),
        printed(POLICY, subject="工业"),        printed(POLICY, written_on=date(2018, 7, 12)),
    ]  # fmt: skip
    assert len({each.digest for each in changed}) == len(changed)
    assert all(one.digest != other.digest for one, other in pairwise(changed))
