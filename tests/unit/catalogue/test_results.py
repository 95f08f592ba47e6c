import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from catalogue.checks.figures import find_faults
from catalogue.codec import dump_results, load_results, schema_text
from catalogue.errors import CatalogueError
from catalogue.results import (
    RESULTS_SCHEMA,
    Correction,
    Disposition,
    Reconciliation,
    ResultCounts,
    ResultGroup,
    ResultRound,
    Results,
)
from tests.worlds.outcomes import THREE, row

ADOPTED, NOT_ADOPTED = Disposition.ADOPTED, Disposition.NOT_ADOPTED
PARTS = THREE.reconciliation or Reconciliation(None)  # type: ignore[arg-type]


def faults(results: Results) -> list[str]:
    return [f"{'/'.join(map(str, fault.place))}: {fault.text}" for fault in find_faults(results)]


def with_counts(**changes: int) -> Results:
    return replace(THREE, counts=replace(THREE.counts, **changes))


def with_rows(*rows: Any, **changes: Any) -> Results:
    """Take the rows as they come, without figures that they could disagree with."""
    counts = ResultCounts(len(rows), *[sum(r.disposition is d for r in rows) for d in Disposition])
    return Results("a", date(2018, 8, 1), counts, rows=rows, **changes)


def test_the_small_outcome_agrees_with_itself() -> None:
    assert faults(THREE) == []


def test_an_outcome_that_is_only_a_head_agrees_with_itself() -> None:
    assert faults(Results("a", date(2018, 8, 1), ResultCounts(8, 2, 0, 1))) == []


def test_the_rate_is_of_the_valid_comments() -> None:
    assert THREE.counts.rated == 3
    assert replace(THREE.counts, valid=None).rated == 3


def test_the_head_is_what_the_catalogue_carries() -> None:
    assert (THREE.head.published_on, THREE.head.counts.submissions) == (date(2018, 8, 1), 4)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"withdrawn": -1}, "counts/withdrawn: withdrawn is below 0"),
        ({"adopted": 4}, "counts/comments: 7 comments have their fate, but only 5 came in"),
        (
            {"valid": 4},
            "counts/valid: valid is 4, but without invalid, petition and withdrawn it is 3",
        ),
        (
            {"department_comments": 6},
            "counts/department_comments: more comments of departments than comments",
        ),
        (
            {"comments": 9},
            "reconciliation/comments/received: comments: received comes to 5, in counts to 9",
        ),
        (
            {"petition": 0},
            "reconciliation/comments/transferred: comments: transferred comes to 1, in counts to 0",
        ),
        (
            {"submissions": 7},
            "reconciliation/submissions/received: submissions: received 4, in counts 7",
        ),
        (
            {"transferred": 0},
            "counts/transferred: transferred is 0, less than referred and petition together",
        ),
        ({"not_adopted": 0}, "counts/not_adopted: rows that are 未采纳: 1, in counts: 0"),
    ],
)
def test_counts_that_disagree_are_named(changes: dict[str, int], said: str) -> None:
    assert said in faults(with_counts(**changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"received": 6}, "comments/received: comments: received 6, but the parts sum to 5"),
        ({"unresolved": -1}, "comments/received: comments: a part is below 0"),
        (
            {"withheld_by_reason": {}},
            "comments/withheld: comments: withheld 1, but the reasons sum to 0",
        ),
        (
            {"published": 1, "withheld": 2, "withheld_by_reason": {"privacy": 2}},
            "comments/published: rows with their text: 2, published: 1",
        ),
        (
            {"withheld_by_reason": {"privacy": 1}},
            (
                "comments/withheld_by_reason: rows that are withheld for commercial_secret: 1,"
                " more than the reconciliation says"
            ),
        ),
    ],
)
def test_a_partition_that_does_not_add_up_is_named(changes: dict[str, Any], said: str) -> None:
    parts = replace(PARTS, comments=replace(PARTS.comments, **changes))
    assert f"reconciliation/{said}" in faults(replace(THREE, reconciliation=parts))


def test_a_ledger_that_says_it_is_not_balanced_is_named() -> None:
    unbalanced = replace(THREE, reconciliation=replace(PARTS, balanced=False))
    assert faults(unbalanced) == ["reconciliation/balanced: the ledger says it is not balanced"]


def test_without_a_reconciliation_each_counted_comment_has_its_row() -> None:
    assert faults(replace(THREE, rows=THREE.rows[:2], reconciliation=None)) == [
        "counts/not_adopted: rows that are 未采纳: 0, in counts: 1",
        "counts/petition: rows that are 转送信访部门: 0, in counts: 1",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"disposition": NOT_ADOPTED, "reason": ""}, "reason: 未采纳 needs a reason"),
        ({"group": "g9"}, "group: there is no group g9"),
        ({"text": " "}, "text: is empty; give a summary, or say why it is withheld"),
        ({"withheld": "privacy"}, "text: the text is withheld and stands here all the same"),
        (
            {"disposition": NOT_ADOPTED, "reason": "否", "to_wid": "v1.part_1"},
            "to_wid: 未采纳 is carried by no clause",
        ),
        ({"leaf": -1}, "leaf: is below 0"),
        (
            {"disposition": NOT_ADOPTED, "reason": "否", "to_version": "v2"},
            "to_version: 未采纳 is carried by no clause",
        ),
        (
            {"to_citation": "第一条"},
            "to_citation: say in to_version in which text this clause stands",
        ),
        (
            {"corrections": (Correction(date(2018, 9, 2), NOT_ADOPTED),)},
            "corrections: 未采纳 of 2018-09-02 needs its reason",
        ),
        (
            {"corrections": tuple(Correction(date(2018, 9, day), ADOPTED) for day in (2, 1))},
            "corrections: the oldest comes first",
        ),
    ],
)
def test_a_row_that_lacks_something_is_named(changes: dict[str, Any], said: str) -> None:
    assert faults(with_rows(row(), replace(row(), **changes))) == [f"rows/1/{said}"]


def test_one_reason_answers_a_group() -> None:
    group = ResultGroup("g1", "门槛过高", "已有统一规定。")
    answered = with_rows(row(NOT_ADOPTED, reason="", group="g1"), groups=(group,))
    assert faults(answered) == []
    assert answered.reason(answered.rows[0]) == "已有统一规定。"


def test_a_group_that_stands_twice_is_named() -> None:
    group = ResultGroup("g1", "门槛过高", "已有统一规定。")
    twice = with_rows(row(), groups=(group, group))
    assert faults(twice) == ["groups/1/id: group 'g1' has no name of its own"]


def test_a_disposition_that_does_not_exist_is_refused_by_its_place() -> None:
    text = dump_results(THREE).replace("未采纳", "不采纳")
    with pytest.raises(CatalogueError, match="/rows/2/disposition: not a Disposition"):
        load_results(text)


def test_every_key_of_an_outcome_is_explained() -> None:
    schema = json.loads(schema_text(RESULTS_SCHEMA))
    parts = [schema, *schema["$defs"].values()]
    keys = [pair for part in parts for pair in part.get("properties", {}).items()]
    assert [name for name, value in keys if "description" not in value] == []
    assert set(json.loads(dump_results(THREE))) == set(schema["properties"])


def test_what_may_only_be_counted_is_counted_as_transferred() -> None:
    parts = Reconciliation(replace(PARTS.comments, received=6, transferred=2), PARTS.submissions)
    counts = replace(THREE.counts, comments=6, transferred=2, valid=4)
    assert faults(replace(THREE, counts=counts, reconciliation=parts)) == []
    assert counts.transferred_elsewhere == 1


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ([("w1", 5), ("w2", 0)], []),
        ([("w1", 4)], ["counts/comments: the rounds brought 4 comments, in counts there are 5"]),
        ([("w1", 5), ("w1", 0)], ["rounds/1/window: 'w1' is no name of its own"]),
        ([("w1", 0), ("w2", 5)], ["rounds/0/comments: rows of w1: 3, while it brought 0"]),
    ],
)
def test_the_rounds_add_up(rounds: list[tuple[str, int]], said: list[str]) -> None:
    rows = tuple(replace(each, window="w1") for each in THREE.rows)
    made = tuple(ResultRound(window, comments) for window, comments in rounds)
    assert faults(replace(THREE, rows=rows, rounds=made)) == said


def test_the_last_correction_is_the_day_of_the_head() -> None:
    days = (date(2018, 9, 1), date(2018, 9, 8))
    corrected = replace(row(), corrections=tuple(Correction(day, ADOPTED) for day in days))
    assert THREE.head.corrected_on is None
    assert with_rows(row(), corrected).head.corrected_on == days[1]
