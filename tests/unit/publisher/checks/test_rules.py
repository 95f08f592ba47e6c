from datetime import date

import pytest

from publisher.checks.rules import answering_rule, publishing_rule


@pytest.mark.parametrize(
    ("procedure", "opened", "rule"),
    [
        ("重大行政决策", date(2019, 8, 31), "None"),
        ("重大行政决策", date(2019, 9, 1), "《重大行政决策程序暂行条例》 art. 15"),
        ("行政规范性文件", date(2019, 12, 31), "None"),
        ("行政规范性文件", date(2020, 1, 1), "《优化营商环境条例》 art. 62"),
        ("", date(2019, 9, 1), "《重大行政决策程序暂行条例》 art. 15"),
        ("其他", date(2026, 1, 1), "None"),
    ],
)
def test_a_rule_holds_for_windows_that_opened_since_it_came_into_force(
    procedure: str, opened: date, rule: str
) -> None:
    assert str(publishing_rule(procedure, opened)) == rule


def test_what_becomes_of_comments_stands_in_other_articles() -> None:
    day = date(2026, 1, 1)
    assert str(answering_rule("重大行政决策", day)) == "《重大行政决策程序暂行条例》 art. 18"
    assert str(answering_rule("行政规范性文件", day)) == "《优化营商环境条例》 art. 62"
    assert answering_rule("其他", day) is None
