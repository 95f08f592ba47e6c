import pytest

from catalogue.citation import cite


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
    ],
)
def test_a_clause_is_cited_in_words(eid: str, words: str) -> None:
    assert cite(eid) == words
