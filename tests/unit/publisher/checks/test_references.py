import pytest

from tests.unit.publisher.checks.conftest import Found, text

LAW = "第一章 甲\n\n第一条 乙。\n\n丙：\n\n（一）丁。\n\n第二章 戊\n\n第二条 {}\n"
POLICY = "一、甲\n（一）乙\n1.丙\n\n二、丁\n\n{}\n"


def dead(found: Found, form: str, words: str) -> list[str]:
    lines = found(text(form.format(words)))
    return [line.partition(" K004.dead words=")[2] for line in lines]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("依照第九条。", "第九条"),
        ("依照本办法第九条、第一条。", "第九条"),
        ("依照《民法典》第三条。违反第九条的。", "第九条"),
        ("依照《民法典》第三条和本规定第九条。", "第九条"),
        ("依照第一条第三款。", "第一条第三款"),
        ("依照第一条第二款第（二）项。", "第一条第二款第（二）项"),
        ("依照第三章。", "第三章"),
        ("见附件1。", "附件1"),
    ],
)
def test_a_reference_of_a_law_that_leads_nowhere_is_named(
    found: Found, words: str, named: str
) -> None:
    assert found(text(LAW.format(words))) == [f"a/v1.md:11: K004.dead words={named}"]


@pytest.mark.parametrize(
    "words",
    [
        "依照第一条第二款第（一）项和第二章。",
        "依照第一条第一项。",
        "依照《民法典》第九条。",
        "依照《民法典》第九条、第十条和第十一条。",
        "刑法第九条规定的甲罪、第十条规定的乙罪。",
        "依照《中华人民共和国公司法》（以下简称公司法）第九条。",
        "依照《关于〈刑法〉第九条的解释》。",
        "将“第九条”改为甲。",
        "原第九条。",
        "依照《甲办法》（某发〔2031〕6号）中附件2。",
        "报告的第二编说明了理由。",
    ],
)
def test_what_leads_somewhere_or_is_another_texts_is_no_fault(found: Found, words: str) -> None:
    assert dead(found, LAW, words) == []


@pytest.mark.parametrize("words", ["见一、（二）。", "见第三部分。", "见第一部分（一）第2项。"])
def test_a_reference_of_a_policy_that_leads_nowhere_is_named(found: Found, words: str) -> None:
    assert dead(found, POLICY, words) == [words[1:-1]]


@pytest.mark.parametrize(
    "words", ["见一、（一）。", "见第二部分。", "见第一部分（一）第1项。", "见第九条。"]
)
def test_what_a_policy_rightly_refers_to_is_no_fault(found: Found, words: str) -> None:
    # A text without articles speaks of those of another.
    assert dead(found, POLICY, words) == []


def test_an_annex_may_be_a_file(found: Found) -> None:
    yml = "title: 甲\nattachments: [{title: 附件1, file: f.pdf}]\n"
    assert found({"a/policy.yml": yml, "a/v1.md": "一、见附件1。\n", "a/f.pdf": "%PDF-1.4"}) == []


def test_an_annex_that_is_listed_and_not_in_the_text_is_a_file(found: Found) -> None:
    text = "# 甲\n一、见附件2。\n附件：1.名单\n2.清单\n某市园林局\n2031年3月4日\n"
    assert found({"a/policy.yml": "title: 甲\n", "a/v1.md": text}) == []
    with_annexes = text + "附件1\n名单\n东门。\n附件2\n清单\n见附件3。\n"
    lines = found({"a/policy.yml": "title: 甲\n", "a/v1.md": with_annexes})
    assert [line.partition(" ")[2] for line in lines] == ["K004.dead words=附件3"]


def test_what_fits_two_clauses_is_not_held_to_lead_nowhere(found: Found) -> None:
    law = "第一编 甲\n\n第一章 乙\n\n第一条 丙。\n\n第二编 丁\n\n第一章 戊\n\n第二条 依照第一章。\n"
    assert [fault for fault in found(text(law)) if "K004" in fault] == []


def test_a_heading_is_no_reference(found: Found) -> None:
    assert found(text("一、甲\n\n## 第五章 乙\n\n丙。\n")) == []


READING = "title: 乙\nkind: interpretation\nlinks: [{rel: interprets, to: a}]\n"


@pytest.mark.parametrize(("words", "faults"), [("第二条", 0), ("第九条", 1), ("第一条第四款", 1)])
def test_an_interpretation_speaks_of_the_policy_it_is_linked_to(
    found: Found, words: str, faults: int
) -> None:
    files = {
        **text(LAW.format("己。")),
        "b/policy.yml": READING,
        "b/v1.md": f"问：{words}说什么？\n",
    }
    expected = [f"b/v1.md:1: K004.dead words={words}"]
    assert found(files) == expected * faults


def test_without_a_link_nobody_knows_of_what_an_interpretation_speaks(found: Found) -> None:
    files = {"b/policy.yml": "title: 乙\nkind: news\n", "b/v1.md": "第二章第九条说什么？\n"}
    assert found(files) == []


def test_an_annex_refers_to_its_own_clauses(found: Found) -> None:
    annex = "一、甲\n\n附件1\n\n名单\n\n一、乙\n\n二、丙。见第二部分和第三部分。\n"
    assert found(text(annex)) == ["a/v1.md:9: K004.dead words=第三部分"]


def test_a_row_that_lists_an_annex_is_no_reference(found: Found) -> None:
    listed = "一、甲\n\n| 名称 |\n| --- |\n| 附件3工作方案 |\n"
    assert [fault for fault in found(text(listed)) if "K004" in fault] == []
