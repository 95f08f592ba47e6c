"""Sealing a version, and what may happen to it afterwards."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.problems import BuildFailed, Problems
from publisher.sources import PolicySource, read_policies
from publisher.versions.drafts import trace_policy
from publisher.versions.publish import publish, publish_erratum
from tests.worlds.drafts import DATA
from tests.worlds.sites import snapshot, write

DAY = date(2024, 1, 22)
OLD, NEW = ((DATA / name).read_text("utf-8") for name in ("v1.md", "v2.md"))
FILES = {
    "a/policy.yml": "title: 甲\nversions: [{id: v1}, {id: v2}]\n",
    "a/v1.md": OLD,
    "a/v2.md": NEW,
}
ITEMS = [f"art_3__para_1__point_{number}" for number in (1, 2)]
DECIDED = {"a/decisions.yml": "v2:\n" + "".join(f"  v1.{item}: {item}\n" for item in ITEMS)}


class Office:
    """The drafting office at its folder; ``said`` holds the codes of the last attempt."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.folder = write(folder, files)
        self.said: list[str] = []

    def source(self) -> PolicySource:
        (found,) = read_policies(self.folder, Problems())
        return found

    def publishes(self, version: str, erratum: str | None = None) -> bool:
        problems = Problems()
        try:
            if erratum is None:
                publish(self.source(), version, DAY, problems)
            else:
                publish_erratum(self.source(), version, erratum, DAY, problems)
        except BuildFailed:
            return False
        finally:
            self.said = [problem.code for problem in problems]
        return True

    def edits(self, name: str, old: str, new: str) -> None:
        path = self.folder / "a" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def checks(self) -> list[str]:
        problems = Problems()
        trace_policy(self.source(), problems)
        return [problem.code for problem in problems]

    def lock(self) -> dict[str, Any]:
        text = (self.folder / "a" / "clauses.lock.yml").read_text("utf-8")
        versions: dict[str, Any] = yaml.safe_load(text)["versions"]
        return versions


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, {**FILES, **DECIDED})


def test_the_first_version_is_sealed_with_its_digest_and_its_names(office: Office) -> None:
    assert office.publishes("v1")
    assert set(office.lock()["v1"]) == {"sealed_on", "digest", "reader", "names"}


def test_the_second_is_sealed_with_the_names_that_it_inherits(office: Office) -> None:
    assert office.publishes("v1")
    assert office.publishes("v2")
    names = office.lock()["v2"]["clauses"]
    assert names["art_7"] == "v1.art_5"
    assert "art_5" not in names
    assert office.checks() == []


def test_a_version_is_refused_while_an_earlier_one_is_open(office: Office) -> None:
    before = snapshot(office.folder)
    assert not office.publishes("v2")
    assert office.said == ["V005"]
    assert snapshot(office.folder) == before


def test_a_version_is_refused_while_a_clause_is_unsure(tmp_path: Path) -> None:
    office = Office(tmp_path, FILES)
    assert office.publishes("v1")
    before = snapshot(office.folder)
    assert not office.publishes("v2")
    assert office.said == ["V004", "V006", "V006"]
    assert snapshot(office.folder) == before


def test_a_version_that_is_not_there_is_refused(office: Office) -> None:
    assert not office.publishes("v3")


def test_publishing_twice_changes_nothing(office: Office) -> None:
    assert office.publishes("v1")
    before = snapshot(office.folder)
    assert office.publishes("v1")
    assert snapshot(office.folder) == before


def test_later_seals_leave_earlier_ones_as_they_are(office: Office) -> None:
    office.publishes("v1")
    first = office.lock()["v1"]
    office.publishes("v2")
    assert office.lock()["v1"] == first


def test_a_sealed_text_that_changed_is_an_error_and_cannot_be_sealed_again(office: Office) -> None:
    office.publishes("v1")
    office.edits("v1.md", "100亿元", "110亿元")
    assert office.checks() == ["V001"]
    assert not office.publishes("v1")


def test_a_correction_is_recorded_with_the_old_wording(office: Office) -> None:
    office.publishes("v1")
    office.edits("v1.md", "100亿元", "110亿元")
    assert office.publishes("v1", erratum="数字有误")
    (erratum,) = office.lock()["v1"]["errata"]
    assert erratum["reason"] == "数字有误"
    assert erratum["on"] == "2024-01-22"
    assert [change["clause"] for change in erratum["changes"]] == ["art_3__para_1__point_1"]
    assert "100亿元" in erratum["changes"][0]["was"]
    assert office.checks() == []


def test_a_second_correction_starts_from_the_first(office: Office) -> None:
    office.publishes("v1")
    for number in (1, 2):
        office.edits("v1.md", f"1{number - 1}0亿元", f"1{number}0亿元")
        assert office.publishes("v1", erratum=f"第{number}次")
    errata = office.lock()["v1"]["errata"]
    assert errata[1]["digest_before"] == errata[0]["digest_after"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第五条 本规定自公布之日起施行。", ""),
        ("第五条 本规定", "第六条 本规定"),
        ("(一)经营者合并；", "(一)企业之间达成价格协议且排除竞争的；"),
    ],
    ids=["taken", "renumbered", "another clause"],
)
def test_a_correction_changes_no_clauses_identity(office: Office, old: str, new: str) -> None:
    office.publishes("v1")
    before = office.lock()
    office.edits("v1.md", old, new)
    assert not office.publishes("v1", erratum="改正")
    assert "V007" in office.said
    assert office.lock() == before


def test_a_correction_needs_a_seal_a_change_and_the_sealed_text(office: Office) -> None:
    assert not office.publishes("v1", erratum="改正")
    assert office.said == ["V005"]
    office.publishes("v1")
    assert not office.publishes("v1", erratum="改正")
    assert office.said == ["V008"]
    for path in (office.folder / "a" / ".sealed").iterdir():
        path.unlink()
    office.edits("v1.md", "100亿元", "110亿元")
    assert not office.publishes("v1", erratum="改正")
    assert office.said == ["V009"]


def test_a_lock_that_does_not_fit_is_named(office: Office) -> None:
    office.publishes("v1")
    office.publishes("v2")
    office.edits("clauses.lock.yml", "art_7: v1.art_5", "art_7: v1.art_9")
    assert office.checks() == ["V002"]


def test_a_lone_text_has_its_lock_beside_it(tmp_path: Path) -> None:
    folder = write(tmp_path, {"b.md": "# 乙\n一、总则\n"})
    (source,) = read_policies(folder, Problems())
    publish(source, "v1", DAY, Problems())
    assert (folder / "b.lock.yml").exists()
    problems = Problems()
    assert len(read_policies(folder, problems)) == 1
    assert list(problems) == []
