from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from catalogue.model import Policy, Version
from catalogue.results import ResultCounts, Results
from catalogue.states import Standing, State, standing
from catalogue.window import Window, parse_instant
from tests.readers.vectors import vectors


def at(day: int, clock: str = "00:00:00") -> datetime:
    return parse_instant(f"2018-07-{day:02}T{clock}+08:00")


FIRST = Window("w1", "v1", at(2), at(9))
SECOND = Window("w2", "v2", at(16), at(23))


def policy(*windows: Window, **facts: Any) -> Policy:
    return Policy(
        **{"id": "p", "title": "题目", "kind": "consultation", "windows": windows, **facts}
    )


def answered(day: int) -> Results:
    return Results("p", date(2018, 7, day), ResultCounts(0, 0, 0, 0))


def version(name: str, issued: int | None = None) -> Version:
    day = date(2018, 7, issued) if issued else None
    return Version(name, "", date(2018, 7, 1), f"p/{name}/clauses.json", "", issued_on=day)


def stands(found: Policy, day: int, clock: str = "00:00:00") -> Standing:
    standing_at = standing(found, at(day, clock), 30)
    assert standing_at is not None
    return standing_at


@pytest.mark.parametrize(
    ("day", "state"),
    [(1, "upcoming"), (2, "open"), (8, "open"), (9, "upcoming"), (16, "open"), (23, "closed")],
)
def test_the_state_looks_at_all_rounds(day: int, state: str) -> None:
    assert stands(policy(FIRST, SECOND), day).state == state


@pytest.mark.parametrize(
    ("day", "clock", "last"),
    [(7, "23:59:59.999", False), (8, "00:00:00", True), (8, "23:59:59.999", True)],
)
def test_the_last_day_is_said(day: int, clock: str, *, last: bool) -> None:
    assert stands(policy(FIRST), day, clock) == Standing(State.OPEN, last_day=last)


def test_a_round_to_come_has_no_last_day() -> None:
    assert not stands(policy(FIRST, SECOND), 9).last_day


def test_a_closed_round_says_when_its_outcome_is_expected() -> None:
    assert stands(policy(FIRST), 9).outcome_due == date(2018, 8, 7)
    assert stands(policy(FIRST, SECOND), 23).outcome_due == date(2018, 8, 21)
    assert stands(policy(FIRST, SECOND), 9).outcome_due is None


def test_an_outcome_answers() -> None:
    assert stands(policy(FIRST, outcome=answered(8)), 10) == Standing(State.ANSWERED)
    assert stands(policy(outcome=answered(8)), 10) == Standing(State.ANSWERED)


@pytest.mark.parametrize(("day", "state"), [(12, "upcoming"), (17, "open"), (24, "closed")])
def test_the_outcome_of_one_round_does_not_hide_the_next(day: int, state: str) -> None:
    assert stands(policy(FIRST, SECOND, outcome=answered(10)), day).state == state


def test_an_issued_text_outranks_its_outcome_from_its_day_on() -> None:
    versions = (version("v1"), version("v2", issued=20))
    found = policy(FIRST, versions=versions, outcome=answered(10))
    assert stands(found, 19, "23:59:59.999").state is State.ANSWERED
    assert stands(found, 20).state is State.ISSUED


def test_a_new_draft_of_an_issued_text_is_out_for_comment_again() -> None:
    versions = (version("v1", issued=1), version("v2"))
    assert stands(policy(SECOND, versions=versions), 17).state is State.OPEN


@pytest.mark.parametrize("case", vectors("states"))
def test_a_consultation_stands_where_the_vectors_say(case: dict[str, Any]) -> None:
    rounds = [map(parse_instant, ends) for ends in case["windows"]]
    windows = [Window("w", "v1", opens, closes) for opens, closes in rounds]
    issued, day = (case[name] and date.fromisoformat(case[name]) for name in ("issued", "answered"))
    outcome = day and Results("p", day, ResultCounts(0, 0, 0, 0))
    versions = (replace(version("v1"), issued_on=issued),)
    found = policy(*windows, versions=versions, outcome=outcome)
    here = standing(found, parse_instant(case["at"]), case["due_days"])
    due = here and here.outcome_due and here.outcome_due.isoformat()
    assert (here and [here.state, here.last_day, due]) == case["standing"]


def test_a_document_has_no_state_and_neither_has_a_policy_without_rounds() -> None:
    issued = (version("v1", issued=1),)
    assert standing(policy(FIRST, kind="document", versions=issued), at(5), 30) is None
    assert standing(policy(), at(5), 30) is None
