import pytest

from publisher.checks.numbers import level_of
from tests.unit.publisher.checks.conftest import Found, text

GOOD = "一、总则\n（一）范围\n1.企业\n（1）大型企业\n（2）小型企业\n2.机关\n（二）期限\n二、附则\n"


def test_a_text_after_the_standard_has_no_fault(found: Found) -> None:
    assert found(text(GOOD)) == []


def test_half_width_brackets_throughout_are_no_fault(found: Found) -> None:
    assert found(text(GOOD.replace("（", "(").replace("）", ")"))) == []


def test_each_level_may_have_its_own_width(found: Found) -> None:
    assert found(text(GOOD.replace("（1）", "(1)").replace("（2）", "(2)"))) == []


def test_the_rarer_width_of_a_level_is_named(found: Found) -> None:
    body = "一、甲\n（一）子\n(二)丑\n（三）寅\n\n(四)卯\n（五）辰\n"
    assert found(text(body)) == ["a/v1.md:3: K001.half_width printed=(二) also=part.also lines=[6]"]


def test_brackets_of_unlike_width_are_named(found: Found) -> None:
    assert found(text("一、甲\n（一）子\n（二)丑\n")) == [
        "a/v1.md:3: K001.unlike printed=（二) also="
    ]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("一、甲\n1、子\n", "2: K002.mark printed=1、 also= right=1."),
        ("一、甲\n１、子\n", "2: K002.mark printed=１、 also= right=1."),
        ("一、甲\n（一）、子\n", "2: K002.mark printed=（一）、 also= right=（一）"),
        ("（1）.子\n", "1: K002.mark printed=（1）. also= right=（1）"),
        ("(1)、子\n", "1: K002.mark printed=(1)、 also= right=（1）"),
        ("一.甲\n", "1: K002.mark printed=一. also= right=一、"),
        ("一．甲。\n", "1: K002.mark printed=一． also= right=一、"),
        ("## 一.甲\n", "1: K002.mark printed=一. also= right=一、"),
    ],
)
def test_a_wrong_mark_is_named(found: Found, body: str, fault: str) -> None:
    assert found(text(body)) == [f"a/v1.md:{fault}"]


@pytest.mark.parametrize(
    "body",
    [
        "１．子\n",
        "1．子\n",
        "1. 子\n",
        "（ 一 ）子\n",
        "一 、子\n",
        "一是快。\n",
        "1.5亿元。\n",
        "1)子。\n",
        "——子。\n",
    ],
)
def test_what_stands_just_beside_is_no_wrong_mark(found: Found, body: str) -> None:
    assert found(text(body)) == []


def test_a_mark_that_is_wrong_throughout_is_named_once(found: Found) -> None:
    body = "一、甲\n" + "".join(f"{n}、子\n" for n in range(1, 14))
    assert found(text(body)) == [
        (
            "a/v1.md:2: K002.mark printed=1、 also=part.also lines=part.more"
            " items=[3, 4, 5, 6, 7, 8, 9, 10, 11, 12] count=2 right=1."
        )
    ]


def test_a_level_left_out_is_named_where_the_text_has_it_elsewhere(found: Found) -> None:
    assert found(text("一、甲\n（一）子\n1.丑\n二、乙\n1.寅\n2.卯\n")) == [
        "a/v1.md:5: K003.left_out printed=1. also= above=二、 right=（一）"
    ]


def test_a_text_of_two_levels_may_number_them_as_it_likes(found: Found) -> None:
    assert found(text("一、甲\n1.子\n2.丑\n二、乙\n1.寅\n")) == []


def test_a_higher_level_behind_a_lower_one_is_named(found: Found) -> None:
    assert found(text("1.子\n2.丑\n一、甲\n二、乙\n")) == [
        "a/v1.md:3: K003.order printed=一、 before=1."
    ]


def test_dashes_hang_on_any_level(found: Found) -> None:
    assert found(text("一、甲\n——子。\n（一）乙\n——丑。\n")) == []


def test_a_section_outside_of_a_chapter_is_named(found: Found) -> None:
    law = "第一节 甲\n\n第一条 子。\n\n第二章 乙\n\n第一节 丙\n\n第二条 丑。\n"
    assert [fault for fault in found(text(law)) if "K003" in fault] == [
        "a/v1.md:1: K003.no_chapter printed=第一节"
    ]


def test_items_of_a_law_are_held_to_the_same_forms(found: Found) -> None:
    law = "第一条 下列：\n（一）甲；\n(二)乙；\n（三）丙。\n\n第二条 丁。\n"
    assert found(text(law)) == ["a/v1.md:3: K001.half_width printed=(二) also="]


def test_only_the_newest_text_is_looked_at(found: Found) -> None:
    yml = "title: 甲\nversions: [{id: v1, published_on: 2020-01-01}, {id: v2}]\n"
    files = {"a/policy.yml": yml, "a/v1.md": "1、子\n", "a/v2.md": "1.子\n"}
    assert found(files) == []


@pytest.mark.parametrize(
    ("number", "level"),
    [
        ("十二、", 1),
        ("（ 三 ）", 2),
        ("12．", 3),
        ("(3)", 4),
        ("第三条", None),
        ("——", None),
        ("", None),
    ],
)
def test_the_level_of_a_number_as_printed(number: str, level: int | None) -> None:
    assert level_of(number) == level
