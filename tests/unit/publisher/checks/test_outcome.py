import json

from publisher.checks import Owed
from tests.unit.publisher.checks.conftest import Found, Owing, consultation

RULED = "procedure: 行政规范性文件\n"


def results(published_on: str) -> dict[str, str]:
    counts = {"comments": 3, "adopted": 2, "partly_adopted": 0, "not_adopted": 1}
    told = {"schema": "yanlu-results/1", "policy": "a", "published_on": published_on}
    return {"a/results.json": json.dumps({**told, "counts": counts})}


def test_an_open_window_owes_nothing(found: Found) -> None:
    assert found(consultation(), now="2026-02-27T23:59:59+08:00") == []


def test_a_window_that_just_closed_will_owe(found: Found, owing: Owing) -> None:
    # 30 days from 2026-02-27 end on Sunday 03-29, so on Monday 03-30.
    assert found(consultation(), now="2026-02-28T00:00:00+08:00") == [
        "a/policy.yml:6: K015.due window=w1 closed=2026-02-27 due=2026-03-30"
    ]
    assert owing(consultation(), now="2026-03-30T23:59:59+08:00") == []


def test_an_outcome_that_is_late_is_named(found: Found) -> None:
    assert found(consultation(more=RULED), now="2026-04-02T08:00:00+08:00") == [
        (
            "a/policy.yml:6: K013.overdue window=w1 closed=2026-02-27 due=2026-03-30 count=3"
            " rule=rule.business"
        )
    ]


def test_where_no_rule_asked_for_it_a_late_outcome_is_a_note(found: Found, owing: Owing) -> None:
    files = consultation("2018-06-11", "2018-07-18", RULED)
    assert found(files, now="2018-08-20T08:00:00+08:00") == [
        "a/policy.yml:6: K014.overdue window=w1 closed=2018-07-18 due=2018-08-17 count=3"
    ]
    assert [owed.days_overdue for owed in owing(files, now="2018-08-20T08:00:00+08:00")] == [3]


def test_what_is_owed_says_who_owes_it_since_when(owing: Owing) -> None:
    (owed,) = owing(consultation(), now="2026-03-31T00:00:00+08:00")
    assert (owed.policy, owed.title, owed.issuer) == ("a", "甲", "某市经济和信息化局")
    assert (str(owed.window.last_day), str(owed.due_on)) == ("2026-02-27", "2026-03-30")
    assert (owed.days_overdue, owed.what) == (1, "采纳情况反馈")


def test_the_site_sets_how_many_days_there_are(owing: Owing) -> None:
    (owed,) = owing(consultation(), now="2026-03-31T00:00:00+08:00", outcome_due_days=10)
    assert str(owed.due_on) == "2026-03-09"


def test_a_published_outcome_owes_nothing_more(found: Found) -> None:
    files = {**consultation(), **results("2026-03-20")}
    assert found(files, now="2026-04-02T08:00:00+08:00") == []


def test_an_outcome_that_is_yet_to_be_published_is_still_owed(owing: Owing) -> None:
    files = {**consultation(), **results("2026-04-10")}
    assert len(owing(files, now="2026-04-02T08:00:00+08:00")) == 1


def test_the_outcome_of_an_earlier_round_is_not_that_of_a_later_one(owing: Owing) -> None:
    earlier = "  - {id: w0, version: v1, opens: 2025-06-03, closes: 2025-07-31}\n"
    files = {**consultation(more=earlier), **results("2025-08-20")}
    owed = owing(files, now="2026-04-02T08:00:00+08:00")
    assert [item.window.id for item in owed] == ["w1"]


def test_an_outcome_is_due_when_the_text_is_issued(owing: Owing) -> None:
    files = consultation(more="issued_on: 2026-03-10T09:00:00\n")
    (owed,) = owing(files, now="2026-03-11T08:00:00+08:00")
    assert str(owed.due_on) == "2026-03-10"


def test_the_day_the_notice_was_issued_is_not_the_day_of_the_text(owing: Owing) -> None:
    files = consultation(more="issued_on: 2026-01-05\n")
    (owed,) = owing(files, now="2026-04-02T08:00:00+08:00")
    assert str(owed.due_on) == "2026-03-30"


def test_what_is_owed_is_a_value(owing: Owing) -> None:
    first, again = (owing(consultation(), now="2026-04-02T08:00:00+08:00") for _ in range(2))
    assert first == again
    assert isinstance(first[0], Owed)
