"""What systems and programs leave in the folders stops no site; a Word file is named."""

import os
from pathlib import Path

import pytest

from publisher.cli.watch import SourceChanges
from publisher.problems import Problems
from tests.unit.publisher.conftest import Faults
from tests.worlds.sites import build, snapshot, write

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n", "b.md": "# 乙\n\n正文。\n"}
LEFT = [
    "Thumbs.db",
    "thumbs.db",
    "desktop.ini",
    "Desktop.ini",
    "~$草案.docx",
    ".~lock.草案.docx#",
    ".DS_Store",
    "草案.tmp",
    "~WRL0003.tmp",
    ".v1.md.swp",
    "v1.md~",
    "v1.md.swp",
    "._v1.md",
    "Icon\r",
    ".gitignore",
    "__MACOSX/a/._v1.md",
    "@eaDir/v1.md/x",
    ".git/HEAD",
]


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.parametrize("folder", ["", "a/"])
def test_what_programs_leave_is_passed_over(faults: Faults, folder: str, name: str) -> None:
    assert faults({**GOOD, folder + name: "x"}) == []


@pytest.mark.parametrize("name", ["草案.docx", "草案.doc", "意见.xlsx", "扫描.pdf", "notes.txt"])
def test_a_word_file_beside_the_draft_is_a_warning(faults: Faults, name: str) -> None:
    found = faults({**GOOD, f"a/{name}": "x", name: "x"})
    assert found == [f"a/{name}:1: S014.stranger", f"{name}:1: S014.stranger"]


def test_the_site_is_built_with_all_of_it_and_the_same(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", GOOD)
    build(policies, tmp_path / "site")
    before = snapshot(tmp_path / "site")
    write(policies, dict.fromkeys(LEFT, "x") | {f"a/{name}": "x" for name in LEFT})
    write(policies, {"a/草案.docx": "x"})
    problems = Problems()
    build(policies, tmp_path / "site", problems=problems)
    assert [problem.code for problem in problems] == ["S014"]
    assert snapshot(tmp_path / "site") == before


def test_a_word_file_whose_name_is_no_utf_8_is_a_warning_too(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", GOOD)
    named = os.fsencode(policies / "a") + b"/" + "草案.docx".encode("gbk")
    Path(os.fsdecode(named)).touch()
    for made in (2, 0):
        problems = Problems()
        assert build(policies, tmp_path / "site", problems=problems).rendered == made
        assert [problem.code for problem in problems] == ["S014"]


def test_it_wakes_no_watch(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", GOOD)
    changes = SourceChanges([policies])
    assert [name for name in LEFT if changes.concerns(policies / name)] == []
    assert [name for name in GOOD if not changes.concerns(policies / name)] == []


def test_what_reads_as_a_source_is_still_an_error(faults: Faults) -> None:
    found = faults({**GOOD, "a/notcie.md": "公告。\n", "a/policy.yaml": "title: 甲\n", "a/x/y": ""})
    assert [line.split()[1] for line in found] == ["S010.stranger"] * 3
