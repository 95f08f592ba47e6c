"""``script/demo``: the samples are filled in whole or not at all, and nothing else changes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.window import parse_instant
from samples.copies import copy_policies
from samples.fill import ENDED, fill
from tests.servers.live_service import new_key
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.unit.scripts.conftest import Checkout
from tests.worlds.sites import ROOT, snapshot, write

PRODUCT = (
    "publisher", "catalogue", "comments_service", "home", "interface", "processes", "samples",
    "mkdocs.yml", "site.yml",
)  # fmt: skip
DRAFT = {"a/policy.yml": "title: 停车管理办法\n", "a/v1.md": "一、总则\n\n正文。\n"}


class Demo:
    """A demo in a checkout of its own, at one port."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout, self.folder = checkout, checkout.folder
        self.port = free_port()
        for name in PRODUCT:
            (self.folder / name).symlink_to(ROOT / name)
        shutil.copy(ROOT / "build.py", self.folder)
        (self.folder / ".venv").symlink_to(sys.prefix)
        (self.folder / "script" / "bootstrap").write_text("#!/bin/sh\n", "utf-8")
        write(self.folder / "policies", DRAFT)
        write(self.folder / "site", {".yanlu-site": "the marker\n"})

    def start(self, **settings: str) -> "subprocess.Popen[str]":
        return self.checkout.start("demo", "--port", str(self.port), **settings)

    def served(self, **settings: str) -> list[str]:
        """Start it, wait for its last words, and return the last five lines."""
        process = self.start(**settings)
        assert process.stdout
        lines: list[str] = []
        for line in iter(process.stdout.readline, ""):
            lines.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                return [process.stdout.readline().rstrip("\n") for _ in range(6)][1:]
        raise AssertionError(lines)

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}") as answer:
            return json.load(answer)


@pytest.fixture
def demo(checkout: Checkout) -> Iterator[Demo]:
    made = Demo(checkout)
    yield made
    for process in checkout.started:
        if process.poll() is None:
            process.terminate()
            process.wait(MOST_SECONDS)


@pytest.mark.soak
def test_a_demo_that_is_killed_claims_nothing_and_the_next_one_is_whole(demo: Demo) -> None:
    before = {name: snapshot(demo.folder / name) for name in ("policies", "site")}
    half = demo.start()
    wait_for((demo.folder / ".demo.next/yanlu.sqlite3").exists, "the samples to be filled in")
    os.killpg(half.pid, signal.SIGKILL)
    half.wait(MOST_SECONDS)
    assert not (demo.folder / ".demo").exists()

    last = demo.served()
    accounts = (demo.folder / ".demo/accounts").read_text("utf-8").split()
    assert all(word in last[2] for word in accounts)
    assert "/sample-parking/results/" in last[3]
    for name in ("accounts", "keys"):
        assert (demo.folder / ".demo" / name).stat().st_mode & 0o777 == 0o600
    found = {each["id"]: each for each in demo.ask("api/v1/policies")["policies"]}
    assert {name: each["state"] for name, each in found.items() if name.startswith("sample")} == {
        "sample-park-hours": "closed", "sample-parking": "answered",
    }  # fmt: skip
    assert found["sample-parking"]["outcome"]["comments"] == 15
    assert found["sample-park-hours"]["counts"]["comments"] == 9
    exported = {path.suffix for path in (demo.folder / ".demo/报告").iterdir()}
    assert exported == {".xlsx", ".docx", ".csv", ".json"}
    year = openpyxl.load_workbook(demo.folder / ".demo/报告/2018年.xlsx")
    told = {row[0]: row[1] for row in year.worksheets[0].iter_rows(values_only=True)}
    assert told["按期公开率算式"] == "1项÷1项"
    assert {name: snapshot(demo.folder / name) for name in before} == before


def test_where_the_clock_begins_earlier_the_samples_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "YANLU_KEYS": new_key()})
    folder = tmp_path / "demo"
    folder.mkdir()
    fill(folder, parse_instant("2018-06-30T23:59:59+08:00"))
    assert [path.name for path in (folder / "policies").glob("sample*")] == []
    found = {path.name for path in folder.iterdir()}
    assert {"policies", "accounts", "yanlu.sqlite3"} <= found
    assert not {"site", "报告"} & found


def test_the_copy_follows_the_drafts_and_keeps_what_was_published(tmp_path: Path) -> None:
    drafts, copy = write(tmp_path / "drafts", DRAFT), tmp_path / "copy"
    copy_policies(drafts, copy, samples=True)
    write(copy, {"a/results.json": "{}", "sample-parking/results.json": "{}"})
    write(drafts, {"b.md": "# 新\n"})
    copy_policies(drafts, copy, samples=True)
    names = sorted(path.name for path in copy.iterdir())
    assert names == ["a", "b.md", "sample-park-hours", "sample-parking"]
    assert len(list(copy.glob("*/results.json"))) == 2
    shutil.rmtree(drafts / "a")
    copy_policies(drafts, copy, samples=False)
    assert sorted(path.name for path in copy.iterdir()) == ["b.md"]


def test_the_samples_happen_in_order_and_before_the_clock_of_the_demo() -> None:
    happenings = json.loads((ROOT / "samples/happenings.json").read_text("utf-8"))
    instants = [parse_instant(each["at"]) for each in happenings]
    assert instants == sorted(set(instants))
    assert instants[-1] < ENDED


def test_everything_that_is_said_in_the_samples_is_marked_as_one() -> None:
    happenings = json.loads((ROOT / "samples/happenings.json").read_text("utf-8"))
    said = [comment["body"] for each in happenings for comment in each.get("comments", ())]
    said += [body for each in happenings for _, body in each.get("points", ())]
    assert len(said) == 24
    assert [body for body in said if not body.endswith("（演示样例）")] == []
    for path in (ROOT / "samples/policies").glob("*/policy.yml"):
        assert "（演示样例）" in path.read_text("utf-8").splitlines()[0]
