from datetime import date

import pytest

from publisher.checks.rules import Rule, answering_rule, publishing_rule


def kind(rule: Rule | None) -> str | None:
    return rule.name.kind if rule else None


@pytest.mark.parametrize(
    ("procedure", "opened", "rule"),
    [
        ("重大行政决策", date(2019, 8, 31), None),
        ("重大行政决策", date(2019, 9, 1), "rule.publish_decision"),
        ("行政规范性文件", date(2019, 12, 31), None),
        ("行政规范性文件", date(2020, 1, 1), "rule.business"),
        ("", date(2019, 9, 1), "rule.publish_decision"),
        ("其他", date(2026, 1, 1), None),
    ],
)
def test_a_rule_holds_for_windows_that_opened_since_it_came_into_force(
    procedure: str, opened: date, rule: str | None
) -> None:
    assert kind(publishing_rule(procedure, opened)) == rule


def test_what_becomes_of_comments_stands_in_other_articles() -> None:
    day = date(2026, 1, 1)
    assert kind(answering_rule("重大行政决策", day)) == "rule.answer_decision"
    assert kind(answering_rule("行政规范性文件", day)) == "rule.business"
    assert answering_rule("其他", day) is None
