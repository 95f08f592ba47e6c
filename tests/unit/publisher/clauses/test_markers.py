import pytest

from publisher.clauses.markers import Marker, find_marker, strip


@pytest.mark.parametrize(
    ("line", "kind", "value", "printed", "rest"),
    [
        ("一、总体要求", "part", 1, "一、", "总体要求"),
        ("十二、附则", "part", 12, "十二、", "附则"),
        ("二十一、附则", "part", 21, "二十一、", "附则"),
        ("(一)总体思路", "sec", 1, "(一)", "总体思路"),
        ("（十）大力实施", "sec", 10, "（十）", "大力实施"),
        ("（三)混用括号", "sec", 3, "（三)", "混用括号"),
        ("（一）、加强领导", "sec", 1, "（一）、", "加强领导"),
        ("1、支持", "point", 1, "1、", "支持"),
        ("1.构建平台", "point", 1, "1.", "构建平台"),
        ("1．构建平台", "point", 1, "1．", "构建平台"),
        ("12. 构建平台", "point", 12, "12.", "构建平台"),
        ("１、支持", "point", 1, "１、", "支持"),
        ("(1)具体", "indent", 1, "(1)", "具体"),
        ("（２）具体", "indent", 2, "（２）", "具体"),
        ("——支持项目", "indent_nn", None, "——", "支持项目"),
        ("—支持项目", "indent_nn", None, "—", "支持项目"),
        ("―― 支持项目", "indent_nn", None, "――", "支持项目"),
        ("--支持项目", "indent_nn", None, "--", "支持项目"),
        ("- 支持项目", "indent_nn", None, "-", "支持项目"),
        ("* 支持项目", "indent_nn", None, "*", "支持项目"),
    ],
)
def test_each_form_is_read(line: str, kind: str, value: int, printed: str, rest: str) -> None:
    assert find_marker(line) == Marker(kind, value, printed, rest)


@pytest.mark.parametrize(
    "line",
    ["一\u3000、总则", "一 、总则", "一、\u2002总则", "一\u200b、总则", "一、\u00a0\ufeff总则"],
)
def test_odd_spaces_in_a_number_do_not_hide_it(line: str) -> None:
    marker = find_marker(line)
    assert marker
    assert (marker.kind, marker.value, marker.rest) == ("part", 1, "总则")


@pytest.mark.parametrize(
    "blank", ["\u3000", "\u2002", "\u2003", "\u00a0", "\t", "\u200b", "\ufeff", "\u202f"]
)
def test_every_blank_in_front_is_dropped(blank: str) -> None:
    assert strip(f"{blank * 4}2、降低成本{blank}") == "2、降低成本"


def test_the_space_inside_brackets_is_printed_as_it_stands() -> None:
    marker = find_marker("（\u3000一\u3000）总则")
    assert marker
    assert marker.printed == "（\u3000一\u3000）"


@pytest.mark.parametrize(
    "line",
    [
        "（一）至（三）项所列人员，应当登记。",
        "（一）、（二）项所列人员，应当登记。",
        "（一）和（二）所列人员，应当登记。",
        "(一)至第(三)项规定的情形。",
        "（一）项规定的人员，应当登记。",
        "（二）项、（三）项除外。",
        "(1)至(3)项所列材料。",
        "（一）项和（二）项所列人员。",
        "（一）项至（三）项人员。",
        "（一）项的规定不适用。",
        "（一）项第二目。",
        "（一）款第二项。",
        "（一）（二）两项。",
        "（一）～（三）项。",
        "（一）到（三）项。",
        "一、二季度增长较快。",
        "一、二是并列关系。",
        "一、二级医院应当配合。",
        "一、二、三类项目。",
        "二、三等奖各若干名。",
        "1、2号楼限期整改。",
        "1、2、3号地块。",
        "1.5亿元用于奖励。",
        "10.31万户。",
        "2.0版平台上线。",
        "1.2.3条不适用。",
        "2018.7.12发布。",
    ],
)
def test_a_number_that_is_spoken_of_is_text(line: str) -> None:
    assert find_marker(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "（一）目标任务",
        "（二）项目建设",
        "（三）条件保障",
        "（四）及时兑现政策",
        "（五）与国际接轨",
        "（六）和谐劳动关系",
        "（七）至诚服务",
        "（八）或有债务管理",
        "（1）项目申报",
        "（九）款项拨付",
    ],
)
def test_a_heading_that_opens_like_a_reference_keeps_its_number(line: str) -> None:
    marker = find_marker(line)
    assert marker
    assert line == marker.printed + marker.rest


@pytest.mark.parametrize(
    "line",
    [
        "1.2018年底前完成。",
        "2.2020 年前完成。",
        "3.2018-2020年完成。",
        "4、2018年底前完成。",
        "5. 5G基站建设。",
    ],
)
def test_a_year_behind_a_number_is_no_decimal(line: str) -> None:
    assert (marker := find_marker(line))
    assert marker.kind == "point"


@pytest.mark.parametrize(
    "line",
    ["", "支持工业", "第一、加强", "二三、加强", "十十、加强", "0、加强", "(2018)15号", "——", "---",
     "-5℃", "1000、加强", "一 是", "一是加强", "①至③加强", "*重点*", "A、加强"],
)  # fmt: skip
def test_what_opens_with_no_number_is_text(line: str) -> None:
    assert find_marker(line) is None


def test_a_number_alone_on_its_line_is_a_number() -> None:
    assert find_marker("一、") == Marker("part", 1, "一、", "")
