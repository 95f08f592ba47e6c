"""``results.json`` as a drafter hands it in: what is wrong with it, and what may be seen of it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.codec import dump_results, load_results
from catalogue.results import Correction, Disposition, ResultRound, Results
from catalogue.window import parse_instant
from publisher.sources.json_lines import json_lines
from tests.unit.publisher.conftest import Faults
from tests.worlds.outcomes import THREE
from tests.worlds.sites import ROOT, build, snapshot, write

YML = """title: 甲
kind: consultation
versions:
  - {id: v1, published_on: 2018-07-01}
  - {id: v2, published_on: 2018-09-01}
windows: [{id: w1, version: v1, opens: 2018-07-01, closes: 2018-07-31}]
"""
FILES = {
    "a/policy.yml": YML,
    "a/v1.md": "一、总则\n\n二、资金\n",
    "a/v2.md": "一、总则\n\n二、资金\n\n三、全新的附加条文\n",
}
NEXT = "v2.part_3"


def outcome(**changes: Any) -> Results:
    """Return the small outcome with its first row changed."""
    first, *others = THREE.rows
    return replace(THREE, rows=(replace(first, **changes), *others))


def found(faults: Faults, results: Results) -> list[str]:
    return faults({**FILES, "a/results.json": dump_results(results)})


def test_an_outcome_that_agrees_with_its_policy_has_no_fault(faults: Faults) -> None:
    assert found(faults, THREE) == []


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (replace(THREE, counts=replace(THREE.counts, valid=4)),
         "R001.valid number=4 right=3"),
        (outcome(disposition=Disposition.PARTLY_ADOPTED), "R004.no_reason disposition=部分采纳"),
        (outcome(clause="v1.part_9"), "R005.clause name=v1.part_9"),
        (outcome(clause=NEXT), f"R005.clause name={NEXT}"),
        (outcome(to_wid="v1.art_1"), "R005.to_wid name=v1.art_1"),
        (outcome(window="w7"), "R005.window name=w7"),
        (outcome(to_version="v3"), "R005.version name=v3"),
        (outcome(to_version="v1", to_wid=NEXT), f"R005.in_version version=v1 name={NEXT}"),
        (outcome(to_version="v2", to_citation="四、"), "R005.in_version version=v2 name=四、"),
        (replace(THREE, rounds=(ResultRound("w3", 5),)), "R005.window name=w3"),
        (replace(THREE, versions=("v1", "v5")), "R005.version name=v5"),
        (replace(THREE, windows=("w2",)), "R005.window name=w2"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(faults: Faults, results: Results, said: str) -> None:
    assert said in [fault.partition(": ")[2] for fault in found(faults, results)]


def test_a_fault_is_named_by_its_line(faults: Faults) -> None:
    text = dump_results(outcome(to_wid="v1.art_1"))
    line = text[: text.index("v1.art_1")].count("\n") + 1
    assert faults({**FILES, "a/results.json": text}) == [
        f"a/results.json:{line}: R005.to_wid name=v1.art_1"
    ]


def test_a_partition_that_does_not_add_up_stops_the_build(faults: Faults) -> None:
    text = dump_results(THREE).replace('"unresolved": 0', '"unresolved": 2', 1)
    (fault,) = faults({**FILES, "a/results.json": text})
    assert fault.endswith("R002.sum unit=comments number=5 whole=7")


def test_rows_that_are_missing_are_named(faults: Faults) -> None:
    (fault,) = found(faults, replace(THREE, rows=THREE.rows[1:]))
    assert fault.endswith("R003.published rows=1 number=2")


def test_a_value_of_the_wrong_kind_is_named_by_its_line(faults: Faults) -> None:
    text = dump_results(THREE).replace('"朱**"', "7", 1)
    line = text[: text.index("7,\n")].count("\n") + 1
    (fault,) = faults({**FILES, "a/results.json": text})
    assert (
        fault == f"a/results.json:{line}: Y004.wrong_type type=type.str place=/rows/0/masked_name"
    )


def test_every_place_of_a_json_text_has_its_line() -> None:
    text = '{\n "a": 1,\n "rows": [\n  {"clause": "x[,",\n   "b": ""},\n\n  {"b": "\\"}"}\n ]}'
    assert json_lines(text) == {
        (): 1, ("a",): 2, ("rows",): 3, ("rows", 0): 4, ("rows", 0, "clause"): 4,
        ("rows", 0, "b"): 5, ("rows", 1): 7, ("rows", 1, "b"): 7,
    }  # fmt: skip


def built(folder: Path, now: str, **changes: Any) -> Path:
    text = dump_results(outcome(**(changes or {"to_wid": NEXT})))
    sources = write(folder / "policies", {**FILES, "a/results.json": text})
    build(sources, folder / "site", now=parse_instant(now))
    return folder / "site"


def test_a_text_of_brackets_takes_no_memory_by_the_square(faults: Faults) -> None:
    assert len(json_lines("[" * 100_000)) < 20
    assert "results.json:1: Y004.not_json" in faults({**FILES, "a/results.json": "[" * 9_999})[0]


def test_an_outcome_that_is_a_list_is_told_what_is_wanted(faults: Faults) -> None:
    said = "a/results.json:1: Y004.not_an_object place="
    assert faults({**FILES, "a/results.json": "[]"}) == [said]


@pytest.mark.parametrize("escape", ["\\ud800", "\\u0000", "\\u202e"])
def test_a_control_character_written_as_an_escape_is_named(faults: Faults, escape: str) -> None:
    counts = {"comments": 0, "adopted": 0, "partly_adopted": 0, "not_adopted": 0}
    told = {"policy": "a", "published_on": "2018-08-10", "title": "甲", "counts": counts}
    text = json.dumps(told, ensure_ascii=False, indent=1).replace("甲", f"甲{escape}")
    code = escape[2:].upper()
    assert faults({**FILES, "a/results.json": text}) == [
        f"a/results.json:4: Y004.control_character character=U+{code}"
    ]


def test_before_its_day_an_outcome_is_nowhere(tmp_path: Path) -> None:
    site = built(tmp_path, "2018-07-31T23:59:59+08:00")
    assert not (site / "a" / "results").exists()
    assert [name for name, data in snapshot(site).items() if "朱**".encode() in data] == []


def test_a_clause_of_a_text_to_come_is_not_named_before_that_text_is_public(
    tmp_path: Path,
) -> None:
    site = built(tmp_path, "2018-08-01T00:00:00+08:00")
    assert [name for name, data in snapshot(site).items() if NEXT.encode() in data] == []
    published = load_results((site / "a" / "results" / "results.json").read_text("utf-8"))
    assert [row.to_wid for row in published.rows] == [None] * 3


def test_once_the_text_is_public_the_clause_is_named(tmp_path: Path) -> None:
    site = built(tmp_path, "2018-09-01T00:00:00+08:00")
    published = load_results((site / "a" / "results" / "results.json").read_text("utf-8"))
    assert published.rows[0].to_wid == NEXT
    assert f'href="../../a/#{NEXT}"' in (site / "a" / "results" / "index.html").read_text("utf-8")


CARRIED = [
    {"to_version": "v2", "to_wid": NEXT},
    {"to_version": "v2", "to_citation": "三、"},
    # A clause that is in the public text too: what carries the comment is its next wording.
    {"to_version": "v2", "to_wid": "v1.part_2"},
]


@pytest.mark.parametrize("changes", CARRIED)
def test_a_text_to_come_is_told_of_without_its_name_and_its_clause(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    site = built(tmp_path, "2018-08-01T00:00:00+08:00", **changes)
    first = load_results((site / "a/results/results.json").read_text("utf-8")).rows[0]
    assert (first.to_wid, first.to_version, first.to_citation) == (None, "", "")
    assert first.forthcoming
    files = {name: data for name, data in snapshot(site / "a").items() if name[-3:] != ".gz"}
    assert [name for name, data in files.items() if b"v2" in data or "三、".encode() in data] == []


@pytest.mark.parametrize("changes", CARRIED)
def test_the_text_once_public_is_named_by_the_clause(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    site = built(tmp_path, "2018-09-01T00:00:00+08:00", **changes)
    first = load_results((site / "a/results/results.json").read_text("utf-8")).rows[0]
    assert (first.to_version, first.forthcoming) == ("v2", False)
    assert first.to_wid == changes.get("to_wid", NEXT)


def words(site: Path, page: str = "a/results/index.html") -> str:
    found = (site / page).read_text("utf-8")
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", found[found.index("<h1") :]))


def test_a_text_to_come_is_said_to_come(tmp_path: Path) -> None:
    said = words(built(tmp_path, "2018-08-01T00:00:00+08:00", **CARRIED[0]))
    assert "将体现在修改稿中" in said


def test_a_correction_is_dated_and_shows_both_answers(tmp_path: Path) -> None:
    earlier = Correction(date(2018, 8, 20), Disposition.NOT_ADOPTED, "当时以为超出范围。")
    site = built(tmp_path, "2018-09-02T00:00:00+08:00", corrections=(earlier,))
    said = words(site)
    assert "2018年8月20日前的答复：未采纳当时以为超出范围。" in said
    assert "2018年8月1日公布，2018年8月20日更正" in said
    assert "更正采纳情况反馈：甲" in (site / "feeds/all.atom").read_text("utf-8")
    assert "更正采纳情况反馈" in words(site, "a/index.html")


def test_each_round_is_told_one_without_a_comment_too(tmp_path: Path) -> None:
    rounds = (ResultRound("w1", 5), ResultRound("w2", 0))
    second = "windows:\n  - {id: w1, version: v1, opens: 2018-07-01, closes: 2018-07-31}\n"
    second += "  - {id: w2, version: v1, opens: 2018-08-02, closes: 2018-08-09}\n"
    yml = YML[: YML.index("windows")] + second
    text = dump_results(replace(THREE, rounds=rounds, published_on=date(2018, 8, 10)))
    sources = write(tmp_path / "p", {**FILES, "a/policy.yml": yml, "a/results.json": text})
    build(sources, tmp_path / "site", now=parse_instant("2018-08-20T00:00:00+08:00"))
    said = words(tmp_path / "site")
    assert "第1轮收到意见5条第2轮未收到意见建议" in said


def test_what_went_elsewhere_is_a_number_and_nothing_more(tmp_path: Path) -> None:
    parts = THREE.reconciliation
    assert parts
    parts = replace(parts, comments=replace(parts.comments, received=6, transferred=2))
    counts = replace(THREE.counts, comments=6, valid=4, transferred=2)
    text = dump_results(replace(THREE, counts=counts, reconciliation=parts))
    build(
        write(tmp_path / "p", {**FILES, "a/results.json": text}),
        tmp_path / "site",
        now=parse_instant("2018-08-20T00:00:00+08:00"),
    )
    assert "其他转送1" in words(tmp_path / "site")


def test_the_catalogue_carries_the_head_alone(tmp_path: Path) -> None:
    site = built(tmp_path, "2018-09-01T00:00:00+08:00")
    catalogue = json.loads((site / "catalogue.json").read_text("utf-8"))
    head = catalogue["policies"][0]["outcome"]
    assert set(head) == {"schema", "policy", "published_on", "counts", "corrected_on"}
    assert head["counts"]["submissions"] == 4


def test_the_example_of_the_guide_is_read_as_it_stands(tmp_path: Path) -> None:
    guide = (ROOT / "docs/drafters.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    name = json.loads(example)["policy"]
    folder = write(tmp_path / "policies", {f"{name}/results.json": example})
    write(folder / name, {"policy.yml": "title: 甲\nkind: consultation\n", "v1.md": "一、总则\n"})
    build(folder, tmp_path / "site", now=parse_instant("2018-09-01T00:00:00+08:00"))
    page = (tmp_path / "site" / name / "results/index.html").read_text("utf-8")
    assert "3条意见，" in page
    written = json.loads((tmp_path / "site" / name / "results/results.json").read_text("utf-8"))
    assert written["schema"] == "yanlu-results/1"
