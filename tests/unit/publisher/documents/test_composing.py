import pytest

from interface.paper.printed import PrintedLine
from interface.paper.signature import width
from interface.paper.title_lines import title_lines
from tests.worlds.plan_text import CARRIED, PLAN, TWO_TEXTS
from tests.worlds.printed_texts import lines, printed

PLAN_LINES = [
    ("Title", "明水市海绵花园发展规划（2031—2035年）"),
    ("Subtitle", "（征求意见稿）"),
    ("Subtitle", "——二〇三一年三月在市花园工作会议上讨论"),
    ("ContentsTitle", "目录"),
    ("Division", "第一章　发展基础"),
    ("Division", "第一节　增加总量"),
    ("Heading1", "一、利用边角地"),
    ("Heading2", "（一）摸清底数。逐块登记边角地，建立台账。"),
    ("BodyText", "①位置和面积；"),
    ("Division", "专栏1　花园提升工程"),
    ("BodyText", "附件：1.任务分工"),
    ("BodyText", "　　　2.建设技术指南"),
    ("Closing", "明水市花园管理办公室"),
    ("Closing", "2031年3月4日"),
    ("Annex", "附件1"),
    ("Title", "任务分工"),
    ("Heading1", "一、市级部门"),
    ("Annex", "附件2"),
    ("Heading1", "1　总则"),
    ("Heading2", "1.1　适用范围"),
    ("Annex", "附件3"),
    ("Division", "第一部分：个人认领"),
    ("Source", "抄送：各区人民政府。"),
]


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("关于支持企业的若干意见", ["关于支持企业的若干意见"]),
        (
            "最高人民法院、最高人民检察院关于执行《中华人民共和国刑法》确定罪名的补充规定",
            ["最高人民法院、最高人民检察院关于执行", "《中华人民共和国刑法》确定罪名的补充规定"],
        ),
        # Nowhere to break between words: it wraps by itself.
        ("甲" * 30, ["甲" * 30]),
    ],
)
def test_a_long_title_is_broken_where_words_end(title: str, broken: list[str]) -> None:
    assert list(title_lines(title)) == broken


def test_no_line_of_a_title_is_too_long_or_left_over() -> None:
    parts = title_lines(
        "某某市人民政府办公室关于印发《某某市优化营商环境若干措施》的通知（征求意见稿）"
    )
    assert "".join(parts).startswith("某某市人民政府办公室")
    assert all(4 <= width(part) <= 20 for part in parts)


def test_half_width_characters_are_half_as_wide() -> None:
    assert width("2018年7月12日") == 6.5


def test_a_longer_date_ends_at_the_edge_and_the_signer_further_in() -> None:
    blocks = printed("一、甲\n\n某局\n\n二〇一八年七月十二日\n").blocks
    signed = (block for block in blocks if isinstance(block, PrintedLine) and block.inset)
    insets = [(line.text, line.inset) for line in signed]
    assert insets == [("某局", 12.0), ("二〇一八年七月十二日", 2.0)]


def test_a_signature_above_annexes_is_one_too() -> None:
    text = "一、甲\n\n某局\n\n2018年7月12日\n\n附件\n\n## 分工表\n\n一、乙\n"
    assert lines(printed(text))[2:6] == [
        ("Closing", "某局"), ("Closing", "2018年7月12日"), ("Annex", "附件"), ("Title", "分工表"),
    ]  # fmt: skip


def test_the_list_of_annexes_opens_none() -> None:
    assert lines(printed("一、甲\n\n附件：\n\n1.分工表\n"))[2] == ("BodyText", "附件：")


def test_a_remark_in_brackets_stands_below_the_date_as_text() -> None:
    assert lines(printed("一、甲\n\n某局\n\n2018年7月12日\n\n（此件公开发布）\n"))[-1] == (
        "BodyText", "（此件公开发布）",
    )  # fmt: skip


def test_a_list_of_contents_stands_where_the_source_has_it() -> None:
    text = "# 某法\n\n目　录\n\n第一章 总则\n\n第一章 总则\n\n第一条 甲。\n"
    assert lines(printed(text)) == [
        ("Title", "某法"), ("ContentsTitle", "目　录"), ("BodyText", "第一章 总则"),
        ("Division", "第一章　总则"), ("Article", "第一条　甲。"),
    ]  # fmt: skip


def test_a_run_in_heading_and_its_words_stay_on_one_line() -> None:
    line = printed("（一）基本原则。坚持稳中求进。\n").blocks[-1]
    assert isinstance(line, PrintedLine)
    assert line.text == "（一）基本原则。坚持稳中求进。"
    assert "".join(run.text for run in line.heading) == "（一）基本原则。"


def test_an_item_without_a_heading_is_text() -> None:
    assert lines(printed("一、甲\n\n（一）设立专项资金5000万元；\n"))[-1][0] == "BodyText"


def test_without_a_title_of_its_own_a_text_has_that_of_the_policy() -> None:
    assert lines(printed("一、甲\n", title="某市若干意见"))[0] == ("Title", "某市若干意见")


def test_a_plan_is_set_level_by_level_with_its_lines_around_in_place() -> None:
    shown = lines(printed(PLAN, "征求意见稿"))
    places = [shown.index(line) for line in PLAN_LINES]
    assert places == sorted(places)


def test_a_notice_precedes_the_text_that_it_carries() -> None:
    assert lines(printed(CARRIED))[:7] == [
        ("Title", "关于印发《明水市花园认领办法》的通知"),
        ("BodyText", "各区花园办："),
        ("BodyText", "现将《明水市花园认领办法》印发给你们，请认真执行。"),
        ("Closing", "明水市花园管理办公室"),
        ("Closing", "2031年3月4日"),
        ("Annex", "附件"),
        ("Title", "明水市花园认领办法"),
    ]


def test_a_further_text_begins_a_page() -> None:
    blocks = [block for block in printed(TWO_TEXTS).blocks if isinstance(block, PrintedLine)]
    assert [block.text for block in blocks if block.new_page] == ["花园建设规定", "花园养护规定"]
