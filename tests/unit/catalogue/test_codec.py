import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from catalogue.codec import (
    dump_catalogue,
    dump_clauses,
    load_catalogue,
    load_clauses,
    load_results,
)
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, Clause, ClauseChange, ClauseSet, Policy, Site, Version
from catalogue.window import Window, day_end, day_start

VERSION = Version("v1", "送审稿", date(2018, 7, 12), "a/v1/clauses.json", "sha256:0")
WINDOW = Window("w1", "v1", day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18)))
POLICY = Policy("a", "甲", "consultation", versions=(VERSION,), windows=(WINDOW,))
CATALOGUE = Catalogue(datetime(2018, 7, 12, 2, tzinfo=UTC), Site("言路"), (POLICY,))
CLAUSE = Clause("para_1", "v1.para_1", None, "para", "", "", "文。", "第1自然段", "sha256:0", 1)
DELETED = ClauseChange("v1.x", "x", None, "deleted", 0.5)
CLAUSES = ClauseSet("a", "v1", (CLAUSE,), carried=(DELETED,))
RESULTS = {
    "schema": "yanlu-results/1",
    "policy": "a",
    "published_on": "2018-08-01",
    "counts": {"comments": 3, "adopted": 2, "partly_adopted": 0, "not_adopted": 1},
}
W, V = "policies/0/windows/0", "policies/0/versions/0"
MISSING = object()


def changed(data: Any, place: str, value: Any) -> str:
    """Set, or drop, what stands at a place such as ``policies/0/id``."""
    *way, last = [int(step) if step.isdecimal() else step for step in place.split("/")]
    target = data
    for step in way:
        target = target[step]
    if value is MISSING:
        del target[last]
    else:
        target[last] = value
    return json.dumps(data)


def test_the_schema_stands_first() -> None:
    assert dump_catalogue(CATALOGUE).startswith('{\n "schema": "yanlu-catalogue/1"')
    assert dump_clauses(CLAUSES).startswith('{"schema": "yanlu-clauses/1"')


def test_instants_are_written_in_beijing_time() -> None:
    written = json.loads(dump_catalogue(CATALOGUE))
    assert written["built_at"] == "2018-07-12T10:00:00+08:00"
    assert written["policies"][0]["windows"][0]["closes_at"] == "2018-07-19T00:00:00+08:00"


def test_chinese_is_written_as_it_is() -> None:
    assert "送审稿" in dump_catalogue(CATALOGUE)


def test_a_python_keyword_is_no_hindrance_to_a_field_name() -> None:
    written = json.loads(dump_clauses(CLAUSES))["carried"][0]
    assert (written["from"], written["to"]) == ("x", None)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(2018, 7, 12), "2018-07-12"),
        (datetime(2018, 7, 12, 8, 30), "2018-07-12T08:30:00"),  # noqa: DTZ001 - as a header says it
        (datetime(2018, 7, 12, 0, 30, tzinfo=UTC), "2018-07-12T08:30:00+08:00"),
    ],
)
def test_a_document_is_issued_on_a_day_or_at_an_hour(moment: date, written: str) -> None:
    built = Catalogue(
        CATALOGUE.built_at, Site("言路"), (Policy("a", "甲", "news", issued_on=moment),)
    )
    text = dump_catalogue(built)
    assert json.loads(text)["policies"][0]["issued_on"] == written
    assert load_catalogue(text) == built


def test_keys_that_are_not_known_are_passed_over() -> None:
    data = json.loads(dump_catalogue(CATALOGUE))
    assert load_catalogue(changed(data, "policies/0/later", {"x": 1})) == CATALOGUE


def test_what_has_a_default_may_be_left_out() -> None:
    data = json.loads(dump_catalogue(CATALOGUE))
    assert load_catalogue(changed(data, "policies/0/subject", MISSING)) == CATALOGUE


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("schema", "yanlu-catalogue/2", "schema: expected yanlu-catalogue/1"),
        ("schema", MISSING, "schema: expected yanlu-catalogue/1"),
        ("built_at", "2018-07-12T10:00:00", "/built_at: not a datetime"),
        ("built_at", "soon", "/built_at: not a datetime"),
        ("built_at", 5, "/built_at: not a datetime"),
        ("site", [], "/site: not a Site"),
        ("policies", {}, "/policies: not a list"),
        ("policies/0", "a", "/policies/0: not a Policy"),
        ("policies/0/id", MISSING, "/policies/0/id: missing"),
        ("policies/0/id", 7, "/policies/0/id: not a str"),
        ("policies/0/id", None, "/policies/0/id: not a str"),
        ("policies/0/issued_on", "2018-13-01", "/policies/0/issued_on: not a date"),
        ("policies/0/issued_on", "2018-07-12Tx", "/policies/0/issued_on: not a datetime"),
        ("policies/0/issued_on", 2018, "/policies/0/issued_on: not a datetime"),
        ("policies/0/outcome", [], "/policies/0/outcome: not a Outcome"),
        (f"{W}/closes_at", "2018-07-19", f"/{W}/closes_at: not a datetime"),
        (f"{V}/published_on", "x", f"/{V}/published_on: not a date"),
    ],
)  # fmt: skip
def test_a_broken_catalogue_is_named_by_place(place: str, value: Any, message: str) -> None:
    broken = changed(json.loads(dump_catalogue(CATALOGUE)), place, value)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(broken)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("clauses/0/line", "1", "/clauses/0/line: not a int"),
        ("clauses/0/line", True, "/clauses/0/line: not a int"),
        ("clauses/0/wid", MISSING, "/clauses/0/wid: missing"),
        ("carried/0/from", MISSING, "/carried/0/from: missing"),
        ("carried/0/similarity", "high", "/carried/0/similarity: not a float"),
    ],
)
def test_broken_clauses_are_named_by_place(place: str, value: Any, message: str) -> None:
    broken = changed(json.loads(dump_clauses(CLAUSES)), place, value)
    with pytest.raises(CatalogueError) as caught:
        load_clauses(broken)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, "\ufeff{}"])
def test_what_is_no_object_of_json_is_refused(text: str) -> None:
    with pytest.raises(CatalogueError):
        load_catalogue(text)


def test_a_whole_similarity_is_a_number_too() -> None:
    data = json.loads(dump_clauses(CLAUSES))
    assert load_clauses(changed(data, "carried/0/similarity", 1)).carried[0].similarity == 1.0


def test_the_head_of_results_is_read() -> None:
    results = load_results(json.dumps({**RESULTS, "rows": []}))
    assert (results.published_on, results.counts.adopted) == (date(2018, 8, 1), 2)


@pytest.mark.parametrize("key", ["policy", "published_on", "counts"])
def test_results_without_their_head_are_refused(key: str) -> None:
    with pytest.raises(CatalogueError, match=f"/{key}: missing"):
        load_results(changed(dict(RESULTS), key, MISSING))


def test_the_words_without_marks_are_written_only_where_they_differ() -> None:
    marked = replace(CLAUSE, number="-", heading="**甲**", text="*乙*。", plain="甲乙。")
    text = dump_clauses(replace(CLAUSES, clauses=(CLAUSE, marked)))
    first, second = json.loads(text)["clauses"]
    assert ("plain" in first, second["plain"]) == (False, "甲乙。")
    assert load_clauses(text).clauses == (CLAUSE, marked)
    assert (CLAUSE.words, CLAUSE.wording) == ("文。", "文。")
    assert (marked.words, marked.wording) == ("甲乙。", "•甲乙。")
    dated = replace(CLAUSE, kind="level", number="1.2", text="2031年建成。")
    assert dated.wording == "1.2 2031年建成。"


def test_a_text_that_is_nothing_but_a_mark_has_no_words() -> None:
    assert replace(CLAUSE, text="[^1]", plain="").words == ""
