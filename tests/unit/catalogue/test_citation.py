import pytest

from catalogue.citation import Step, cite, steps_of


@pytest.mark.parametrize(
    ("eid", "words"),
    [
        ("part_1", "第一部分"),
        ("part_3__sec_3__point_1", "第三部分（三）第1项"),
        ("part_12__sec_10", "第十二部分（十）"),
        ("part_3__sec_3__point_1__indent_nn_2", "第三部分（三）第1项第2个破折号项"),
        ("part_2__sec_1__point_4__para_3", "第二部分（一）第4项第3自然段"),
        ("part_1__sec_1__point_1__indent_2", "第一部分（一）第1项（2）"),
        ("para_2", "第2自然段"),
        ("crossheading_3", "小标题3"),
        ("part_1_inst2__sec_1", "第一部分（同号之2）（一）"),
        ("chp_2__sec_1__dvs_1__subdvs_2", "第二章（一）一、（二）"),
        ("part_3__sec_1__point_1__subcl_12", "第三部分（一）第1项⑫"),
        ("part_1__para_2__point_1", "第一部分第2自然段第1项"),
        ("chp_2__box_1__point_2", "第二章专栏1第2项"),
        ("level_1", "第1章"),
        ("level_1-2", "1.2"),
        ("level_1-2__level_1", "1.2.1"),
        ("level_1__level_2__level_1__para_1", "1.2.1第1自然段"),
        ("att_1__level_1", "附件1第1章"),
        ("att_1__level_1__level_2", "附件1的1.2"),
        ("level_1_inst2__level_2", "第1章（同号之2）1.2"),
    ],
)
def test_a_clause_is_cited_in_words(eid: str, words: str) -> None:
    assert cite(steps_of(eid)) == words


ARTICLE = Step("art", "17-1", "第十七条之一")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([ARTICLE], "第十七条之一"),
        ([ARTICLE, Step("para", "2")], "第十七条之一第二款"),
        ([ARTICLE, Step("para", "1", only=True)], "第十七条之一第一款"),
        (
            [ARTICLE, Step("para", "1", only=True), Step("point", "3", "（三）")],
            "第十七条之一第三项",
        ),
        (
            [ARTICLE, Step("para", "2"), Step("point", "3", "（三）"), Step("indent", "1", "1.")],
            "第十七条之一第二款第三项第1目",
        ),
        ([Step("part", "2", "第二编"), Step("chp", "1", "第一章")], "第二编第一章"),
        ([Step("att", "1", "附件1"), Step("art", "3", "第三条")], "附件1第三条"),
        ([Step("table", "1"), Step("tr", "4")], "表1第4行"),
        ([Step("preamble", ""), Step("para", "2")], "序言第2自然段"),
        ([ARTICLE, Step("para", "2"), Step("subcl", "1", "①")], "第十七条之一第二款①"),
    ],
)
def test_laws_are_cited_as_laws_are(steps: list[Step], words: str) -> None:
    assert cite(steps) == words


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([Step("part", "1", "第一部分："), Step("dvs", "1", "一、")], "第一部分一、"),
        ([Step("chp", "2", "第二章"), Step("sec", "1", "第一节")], "第二章第一节"),
        ([Step("point", "2", "2."), Step("indent", "3", "２．３")], "第2项2.3"),
        ([Step("point", "2", "2."), Step("indent", "1", "1)")], "第2项1）"),
        ([Step("indent", "2", "⑵"), Step("subindent", "1", "1）")], "（2）1）"),
        ([Step("att", "1", "附件1"), Step("indent", "1", "1）")], "附件1的1）"),
        ([Step("att", "1", "附件1"), Step("att", "1", "附表1")], "附件1附表1"),
        ([Step("att", "1", "附表1")], "附表1"),
        ([Step("chp", "1", "第一章"), Step("level", "1", "1.1")], "第一章1.1"),
        (
            [Step("chp", "1", "第一章"), Step("level", "2", "1.2"), Step("level", "1", "1.2.1")],
            "第一章1.2.1",
        ),
        (
            [Step("cmp", "1", title="花园　养护 规定"), Step("part", "1", "一、")],
            "《花园养护规定》第一部分",
        ),
        (
            [Step("cmp", "1", title="修改《花园办法》的规定"), Step("art", "3")],
            "《修改〈花园办法〉的规定》第三条",
        ),
    ],
)
def test_a_number_is_cited_as_it_is_printed(steps: list[Step], words: str) -> None:
    assert cite(steps) == words
