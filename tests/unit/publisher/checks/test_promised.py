"""What was promised: clauses that carry adopted comments, and 服务承诺 that are due."""

from dataclasses import replace
from typing import Any

from catalogue.codec import dump_results
from tests.unit.publisher.checks.conftest import Found, consultation, text
from tests.worlds.outcomes import THREE

PROMISE = "items:\n  - title: 新增泊位\n    deadline: 2026-02-28\n"


def of(more: str = "", promise: str = PROMISE) -> dict[str, str]:
    return {**text("一、总则\n"), "a/commitments.yml": promise + more}


def test_a_promise_is_not_overdue_on_its_last_day(found: Found) -> None:
    assert found(of(), now="2026-02-28T23:59:59+08:00") == []


def test_a_promise_past_its_day_without_a_state_is_named(found: Found) -> None:
    assert found(of(), now="2026-03-01T00:00:00+08:00") == [
        "a/commitments.yml:3: R007.overdue title=新增泊位 deadline=2026-02-28"
    ]


def test_one_that_still_says_it_is_not_due_is_named_too(found: Found) -> None:
    assert len(found(of("    state: 未到期\n"))) == 1


def test_one_that_says_what_became_of_it_is_not(found: Found) -> None:
    for said in ("state: 完成", "state: 逾期", "done_on: 2026-02-20"):
        assert found(of(f"    {said}\n")) == []


def test_a_deadline_in_words_is_never_overdue(found: Found) -> None:
    assert found(of(promise="items: [{title: 答复, deadline: 长期}]\n")) == []


def test_a_promise_that_names_a_clause_which_is_not_there_is_named(found: Found) -> None:
    assert found(of("    state: 完成\n    clause: 第二部分\n")) == [
        "a/commitments.yml:5: K017.promise title=新增泊位 clause=第二部分"
    ]
    assert found(of("    state: 完成\n    clause: 第一部分\n")) == []


def outcome(**changes: Any) -> dict[str, str]:
    rows = tuple(replace(row, **changes) for row in THREE.rows[:2])
    told = replace(THREE, rows=(*rows, THREE.rows[2]))
    windows = consultation("2018-06-01", "2018-07-20")
    return {**windows, "a/results.json": dump_results(told)}


def test_an_adopted_comment_that_no_clause_carries_is_listed(found: Found) -> None:
    listed = [line for line in found(outcome()) if "R006" in line]
    assert len(listed) == 2
    assert listed[0].endswith("R006.no_clause citation=第一部分")


def test_one_that_a_clause_or_a_later_text_carries_is_not(found: Found) -> None:
    for changes in ({"to_wid": "v1.part_1"}, {"later": "另行发文"}):
        assert [line for line in found(outcome(**changes)) if "R006" in line] == []
