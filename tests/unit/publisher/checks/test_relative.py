import pytest

from tests.unit.publisher.checks.conftest import Found, text

LAW = "第一条 甲。\n\n乙：\n\n（一）丙；\n\n（二）丁。\n\n第二条 {}\n\n戊。\n"


def dead(found: Found, words: str) -> list[str]:
    return [fault.removeprefix("a/v1.md:") for fault in found(text(LAW.format(words)))]


@pytest.mark.parametrize(
    "words",
    [
        "前条规定的。",
        "违反本条第二款的。",
        "“违反前款规定”是指违法。",
        "《关于前款的解释》另定。",
        "目前条件成熟的。",
        "刑法第三百零七条之一前三款行为。",
        "本条所称企业。",
    ],
)
def test_what_leads_somewhere_or_is_another_texts_is_no_fault(found: Found, words: str) -> None:
    assert dead(found, words) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("违反前款规定的。", "前款"),
        ("前两款所称企业。", "前两款"),
        ("前两条所称企业。", "前两条"),
        ("违反本条第三款的。", "本条第三款"),
        ("违反本条第（一）项的。", "本条第(一)项"),
        ("违反本条第一款第二项的。", "本条第一款第二项"),
    ],
)
def test_what_leads_nowhere_is_named(found: Found, words: str, fault: str) -> None:
    assert dead(found, words) == [f"9: K004.dead words={fault}"]


def test_an_item_speaks_from_its_paragraph(found: Found) -> None:
    law = "第一条 甲。\n\n乙：\n\n（一）违反前款的；\n\n（二）前两款，依本条第二款第（一）项。"
    assert found(text(law)) == ["a/v1.md:7: K004.dead words=前两款"]


def test_nothing_stands_before_the_first_article(found: Found) -> None:
    assert found(text("第一条 依前条规定。\n\n第二条 依前条规定。\n")) == [
        "a/v1.md:1: K004.dead words=前条"
    ]


def test_policy_texts_have_no_paragraphs_of_articles(found: Found) -> None:
    assert found(text("一、甲\n\n前款规定的。\n")) == []
