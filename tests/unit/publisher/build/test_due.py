"""When a build is due by itself: what a timer asks every few minutes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from catalogue.window import parse_instant
from publisher.build.due import is_due
from publisher.cli.main import main
from tests.worlds.sites import build, request_of, write

BUILT = parse_instant("2018-07-11T10:00:00+08:00")
POLICY = """title: 甲
kind: consultation
versions:
  - {id: v1, published_on: 2018-07-01}
  - {id: v2, published_on: 2018-07-20}
windows:
  - {id: w1, version: v1, opens: "2018-07-12T08:30:00", closes: 2018-07-18}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("due")
    sources = {"a/policy.yml": POLICY, "a/v1.md": "正文。\n", "a/v2.md": "正文二。\n"}
    build(write(folder / "policies", sources), folder / "site", now=BUILT)
    return folder


def due(folder: Path, at: str, **changes: Path) -> bool:
    now = parse_instant(f"2018-07-{at}+08:00")
    return is_due(request_of(folder / "policies", folder / "site", now=now, **changes))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("12T08:29:59", False),
        ("12T08:30:00", True),  # the window opens
        ("13T00:00:00", True),  # for as long as nobody builds
    ],
)
def test_a_build_is_due_from_the_instant_at_which_a_window_opens(
    folder: Path, at: str, *, expected: bool
) -> None:
    assert due(folder, at) is expected


@pytest.mark.parametrize(
    ("built", "at", "expected"),
    [
        ("13", "18T23:59:59", False),
        ("13", "19T00:00:00", True),  # the window closes at 24:00 of the 18th
        ("19", "19T23:59:59", False),
        ("19", "20T00:00:00", True),  # the second text becomes public
        ("20", "31T00:00:00", False),
    ],
)
def test_a_build_is_due_when_a_window_closes_and_when_a_text_becomes_public(
    folder: Path, tmp_path: Path, built: str, at: str, *, expected: bool
) -> None:
    site = tmp_path / "site"
    now = parse_instant(f"2018-07-{built}T10:00:00+08:00")
    build(folder / "policies", site, now=now)
    at_time = parse_instant(f"2018-07-{at}+08:00")
    assert is_due(request_of(folder / "policies", site, now=at_time)) is expected


def test_where_there_is_no_site_or_nothing_is_known_of_its_build_one_is_due(
    folder: Path, tmp_path: Path
) -> None:
    assert is_due(request_of(folder / "policies", tmp_path / "site", now=BUILT))
    build(folder / "policies", tmp_path / "site", now=BUILT)
    kept = tmp_path / ".site.site.kept/live.json"
    assert kept.read_bytes()
    kept.write_text("[]")
    assert is_due(request_of(folder / "policies", tmp_path / "site", now=BUILT))


def test_an_outcome_and_a_file_to_take_along_make_it_due_and_a_draft_does_not(
    folder: Path, tmp_path: Path
) -> None:
    policies = tmp_path / "policies"
    write(policies, {"a/policy.yml": POLICY, "a/results.json": "{}"})
    write(tmp_path / "cache", {"a/v1-0.docx": ""})
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (0, (BUILT + timedelta(hours=1)).timestamp()))
    draft = policies / "a/results.json"
    site, later = folder / "site", BUILT + timedelta(hours=2)
    assert is_due(request_of(policies, site, now=later))
    draft.unlink()
    assert not is_due(request_of(policies, site, now=later))
    assert is_due(request_of(policies, site, now=later, cache=tmp_path / "cache"))


def test_the_command_builds_once_and_then_not_until_it_is_due(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(now: str) -> str:
        places = ["--policies", str(folder / "policies"), "--site", str(tmp_path / "site")]
        assert main(["build", "--if-due", "--jobs", "1", "--now", now, *places], {}) == 0
        return capsys.readouterr().out

    assert run("2018-07-11T10:00:00+08:00")
    assert run("2018-07-11T10:05:00+08:00") == ""
    assert run("2018-07-12T08:30:00+08:00")
