"""``build.py check`` as it is called."""

from pathlib import Path

import openpyxl
import pytest

from publisher.cli.main import main
from tests.unit.publisher.checks.conftest import consultation
from tests.worlds.sites import ROOT, snapshot, write

LATE = ["--now", "2026-04-02T10:00:00+08:00"]

Said = pytest.CaptureFixture[str]


def check(folder: Path, files: dict[str, str], *arguments: str) -> int:
    policies = write(folder / "policies", files)
    return main(["check", "--policies", str(policies), *arguments], {"YANLU_LANG": "en"})


def test_the_time_of_the_check_can_be_given(tmp_path: Path, capsys: Said) -> None:
    assert check(tmp_path, consultation(), *LATE) == 0
    said = capsys.readouterr()
    assert said.out == "0 errors, 2 warnings (K013 K019), 0 notes\n"
    assert "policies/a/policy.yml:6: K013 window w1 closed on 2026-02-27" in said.err


def test_what_is_owed_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "owed.xlsx"
    assert check(tmp_path, consultation(), "--owed", str(path), *LATE) == 0
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows()] == ["政策编号", "a"]


def test_bad_sources_leave_no_list(tmp_path: Path) -> None:
    bad = {**consultation(), "b/policy.yml": "kind: news\n"}
    assert check(tmp_path, bad, "--owed", str(tmp_path / "owed.xlsx"), *LATE) == 1
    assert not (tmp_path / "owed.xlsx").exists()


def test_a_list_that_cannot_be_written_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "none" / "owed.xlsx"
    assert check(tmp_path, consultation(), "--owed", str(path), *LATE) == 2
    assert f"build.py: {path}: No such file or directory" in capsys.readouterr().err


def test_a_build_lists_nothing(tmp_path: Path, capsys: Said) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--owed", str(tmp_path / "owed.xlsx")])
    assert "unrecognized arguments: --owed" in capsys.readouterr().err
    assert snapshot(tmp_path) == {}


def test_the_projects_own_policies_have_only_what_is_explained(capsys: Said) -> None:
    # K002: the source of 2018 numbers 1、; K003: a part of the text of 2009 has no （一）;
    # K016: what the series of Suqian interprets is not in this site; K019, K021: the project's
    # site.yml names no office, and its documents are old.
    policies = ["--policies", str(ROOT / "policies")]
    assert (
        main(["check", *policies, "--now", "2018-09-01T10:00:00+08:00"], {"YANLU_LANG": "en"}) == 0
    )
    said = capsys.readouterr()
    warnings = "5 warnings (K002 K003 K016 K019 K021)"
    assert said.out == f"0 errors, {warnings}, 3 notes (K009 K010 K014)\n"
    lines = [line for line in said.err.splitlines() if "site.yml" not in line]
    places = [line.split("policies/")[1].split(" ")[0] for line in lines]
    assert places == [
        "jiaozuo-enterprise-service-2009/v1.md:51:",
        "shiyan-industry-2018/policy.yml:20:",
        "shiyan-industry-2018/policy.yml:21:",
        "shiyan-industry-2018/policy.yml:21:",
        "shiyan-industry-2018/v1.md:17:",
        "suqian-five-hearts-2023/policy.yml:2:",
    ]
