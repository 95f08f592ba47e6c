"""Hearings on a 政府规章, and the legality review of a 重大行政决策."""

import pytest

from tests.unit.publisher.checks.conftest import Found, consultation

REGULATION, DECISION = "procedure: 政府规章\n", "procedure: 重大行政决策\n"
FACTS = "record: 听证笔录, handling: 见起草说明"
HEARING, LEGALITY = "rule=rule.hearing", "rule=rule.legality"


def said(found: Found, more: str, now: str = "2026-04-20T09:00:00+08:00") -> list[str]:
    lines = found(consultation(more=more), now=now)
    return [line.split(" ", 1)[1] for line in lines if "K023" in line or "K024" in line]


@pytest.mark.parametrize(
    ("hearing", "faults"),
    [
        ("held_on: 2026-04-01, announced_on: 2026-03-02, " + FACTS, []),
        ("held_on: 2026-04-01, " + FACTS, [f"K023.not_announced {HEARING}"]),
        (
            "held_on: 2026-04-01, announced_on: 2026-03-03, " + FACTS,
            [f"K023.late count=29 least=30 {HEARING}"],
        ),
        (
            "held_on: 2026-04-01, announced_on: 2026-02-02",
            [f"K023.no_handling {HEARING}", f"K023.no_record {HEARING}"],
        ),
        ("held_on: 2026-05-20, announced_on: 2026-04-02", []),
        ("held_on: 2018-04-01", []),
    ],
)
def test_a_hearing_on_a_regulation_has_its_facts(
    found: Found, hearing: str, faults: list[str]
) -> None:
    assert said(found, f"{REGULATION}hearing: {{{hearing}}}\n") == faults


def test_a_hearing_on_another_text_is_not_asked_for_them(found: Found) -> None:
    assert said(found, "procedure: 其他\nhearing: {held_on: 2026-04-01}\n") == []


# 4 to 6 April 2026 are 清明; the 3rd is a Friday.
@pytest.mark.parametrize(
    ("review", "faults"),
    [
        ("from: 2026-04-01, meeting: 2026-04-13", []),
        ("from: 2026-04-03, meeting: 2026-04-16", []),
        (
            "from: 2026-04-03, meeting: 2026-04-14",
            ["K024.short count=6 least=7 rule=rule.review_time"],
        ),
        ("from: 2026-04-03", []),
        (
            "from: 2026-04-03, meeting: 2026-04-02",
            ["K024.short count=0 least=7 rule=rule.review_time"],
        ),
        ("from: 2026-02-27, meeting: 2026-04-14", [f"K024.during {LEGALITY} closed=2026-02-27"]),
        ("from: 2018-02-27, meeting: 2018-02-28", []),
    ],
)
def test_a_legality_review_takes_seven_working_days_after_the_consultation(
    found: Found, review: str, faults: list[str]
) -> None:
    assert said(found, f"{DECISION}review: {{{review}}}\n") == faults


def test_a_decision_that_was_issued_without_a_review_is_named(found: Found) -> None:
    issued = "versions: [{id: v1, published_on: 2026-01-05, issued_on: 2026-04-15}]\n"
    assert said(found, DECISION + issued) == [f"K024.no_review {LEGALITY}"]
    assert said(found, DECISION + issued + "review: {from: 2026-03-02}\n") == []
    assert said(found, "procedure: 行政规范性文件\n" + issued) == []
