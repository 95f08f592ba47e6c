"""Automatic numbers become the characters that Word shows."""

import pytest

from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.word_files import abstract, docx, item, level, num, one_list, paragraph

POLICY = one_list(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "(%4)"),
)


def test_four_levels_start_again_below_each_other(imported: Importing) -> None:
    body = "".join(
        item(f"项{at}", depth) for at, depth in enumerate([0, 1, 2, 3, 3, 2, 1, 2, 0, 1, 2])
    )
    assert imported("甲.docx", docx(body, numbering=POLICY)).lines() == [
        "一、项0", "（一）项1", "1. 项2", "(1) 项3", "(2) 项4", "2. 项5", "（二）项6", "1. 项7",
        "二、项8", "（一）项9", "1. 项10",
    ]  # fmt: skip


def test_articles_run_through_all_chapters(imported: Importing) -> None:
    numbering = one_list(
        level(0, "chineseCountingThousand", "第%1章"),
        level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
    )
    body = item("总则", 0) + item("甲。", 1) + item("乙。", 1) + item("附则", 0) + item("丙。", 1)
    assert imported("法.docx", docx(body, numbering=numbering)).lines() == [
        "第一章\u3000总则",
        "第一条\u3000甲。",
        "第二条\u3000乙。",
        "第二章\u3000附则",
        "第三条\u3000丙。",
    ]


def test_a_level_may_start_again_only_below_a_chosen_one(imported: Importing) -> None:
    numbering = one_list(
        level(0, "upperLetter", "%1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    depths = [0, 1, 2, 1, 2, 0, 2]
    body = "".join(item("甲", depth) for depth in depths)
    lines = imported("甲.docx", docx(body, numbering=numbering)).lines()
    assert [line.split()[0] for line in lines] == ["A.", "1.", "a)", "2.", "b)", "B.", "a)"]


def test_a_number_may_show_all_levels_and_in_digits(imported: Importing) -> None:
    numbering = one_list(
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 2)
    lines = imported("甲.docx", docx(body, numbering=numbering)).lines()
    assert lines == ["一、甲", "一.1 乙", "1.1.1 丙", "1.1.2 丁"]


def test_two_lists_of_one_definition_count_on(imported: Importing) -> None:
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0) + num(2, 0)
    body = item("甲", 0, 1) + item("乙", 0, 2) + item("丙", 0, 1)
    lines = imported("甲.docx", docx(body, numbering=numbering)).lines()
    assert lines == ["1、甲", "2、乙", "3、丙"]


def test_a_list_that_overrides_its_start_begins_once_anew(imported: Importing) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0) + num(2, 0, override)
    body = "".join(item("甲", 0, list_id) for list_id in (1, 1, 2, 2, 1))
    lines = imported("甲.docx", docx(body, numbering=numbering)).lines()
    assert lines == ["1、甲", "2、甲", "1、甲", "2、甲", "3、甲"]


def test_a_new_start_is_for_its_level_alone(imported: Importing) -> None:
    override = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="5"/></w:lvlOverride>'
        for at in (0, 1)
    )
    levels = abstract(0, level(0, "decimal", "%1、"), level(1, "decimal", "%1.%2"))
    body = item("甲") + item("乙") + item("丙", 1, 2) + item("丁", 1, 2) + item("戊", 0, 2)
    raw = docx(body, numbering=levels + num(1, 0) + num(2, 0, override))
    assert imported("甲.docx", raw).lines() == ["1、甲", "2、乙", "2.5 丙", "2.6 丁", "5、戊"]


def test_a_list_may_override_the_look_of_a_level(imported: Importing) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "附%1：")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0, override)
    assert imported("甲.docx", docx(item("甲"), numbering=numbering)).lines() == ["附1： 甲"]


def test_a_list_may_start_elsewhere(imported: Importing) -> None:
    numbering = one_list(level(0, "chineseCounting", "（%1）", start=3))
    assert imported("甲.docx", docx(item("甲"), numbering=numbering)).lines() == ["（三）甲"]


def test_an_upper_level_that_was_not_counted_shows_its_first_number(imported: Importing) -> None:
    numbering = one_list(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    lines = imported("甲.docx", docx(item("甲", 1) + item("乙"), numbering=numbering)).lines()
    assert lines == ["1.1 甲", "1. 乙"]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="2"/></w:style>
"""
LINKED = one_list(
    level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
    level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'),
)


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_come_through_styles_and_what_they_are_based_on(imported: Importing) -> None:
    body = styled("甲", "1") + styled("乙", "2") + styled("丙", "own") + paragraph("正文。")
    lines = imported("甲.docx", docx(body, numbering=LINKED, styles=STYLES)).lines()
    assert lines == ["一、甲", "（一）乙", "（二）丙", "正文。"]


def test_list_zero_switches_off_what_the_style_says(imported: Importing) -> None:
    off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = paragraph("题。") + styled("附则", "1", off) + styled("甲", "1")
    lines = imported("甲.docx", docx(body, numbering=LINKED, styles=STYLES)).lines()
    assert lines == ["题。", "## 附则", "一、甲"]


def test_a_definition_may_only_name_a_list_style(imported: Importing) -> None:
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(0, '<w:numStyleLink w:val="L"/>')
        + abstract(1, '<w:styleLink w:val="L"/>', level(0, "decimal", "%1、"))
        + num(1, 0)
        + num(2, 1)
    )
    lines = imported("甲.docx", docx(item("甲"), numbering=numbering, styles=styles)).lines()
    assert lines == ["1、甲"]


def test_a_style_that_is_based_on_itself_ends(imported: Importing) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="x"/></w:style>'
    assert imported("甲.docx", docx(styled("甲。", "x"), styles=styles)).lines() == ["甲。"]


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        ("bullet", "\uf0b7", "• 甲"),
        ("bullet", "\uf06c", "● 甲"),
        ("bullet", "\uf0ff", "• 甲"),
        ("bullet", "——", "—— 甲"),
        ("none", "", "甲"),
        ("none", "附：", "附： 甲"),
    ],
)
def test_bullets_and_lists_without_numbers(
    imported: Importing, form: str, text: str, line: str
) -> None:
    numbering = one_list(level(0, form, text))
    body = paragraph("题。") + item("甲")
    assert imported("甲.docx", docx(body, numbering=numbering)).lines()[1] == line


def test_what_follows_a_number_is_as_the_list_says(imported: Importing) -> None:
    numbering = one_list(
        level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'),
        level(1, "decimal", "%2.", '<w:suff w:val="space"/>'),
    )
    lines = imported("甲.docx", docx(item("甲") + item("乙", 1), numbering=numbering)).lines()
    assert lines == ["1.甲", "1. 乙"]


def test_an_empty_item_keeps_its_number_and_is_counted(imported: Importing) -> None:
    lines = imported("甲.docx", docx(item("") + item("乙"), numbering=POLICY)).lines()
    assert lines == ["一、", "二、乙"]


def test_a_list_that_is_not_defined_numbers_nothing(imported: Importing) -> None:
    assert imported("甲.docx", docx(item("甲。", 0, 9), numbering=POLICY)).lines() == ["甲。"]


def test_a_newer_format_falls_back_to_the_one_beside_it(imported: Importing) -> None:
    wrapped = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
    )
    lines = imported("甲.docx", docx(item("甲"), numbering=one_list(wrapped))).lines()
    assert lines == ["01、甲"]


def test_the_numbers_written_out_are_counted(imported: Importing) -> None:
    outcome = imported("甲.docx", docx(item("甲") + item("乙", 1), numbering=POLICY))
    assert outcome.repairs == {"numbers": 2}


def test_a_format_we_cannot_write_is_a_doubt(imported: Importing) -> None:
    numbering = one_list(level(0, "hebrew1", "%1、"))
    outcome = imported("甲.docx", docx(item("甲"), numbering=numbering))
    assert outcome.lines() == ["1、甲"]
    assert "number_format" in [each["kind"] for each in outcome.data("repairs.yml")["doubts"]]
