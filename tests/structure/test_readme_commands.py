"""Every command of the READMEs works as it is written there, in their order.

Both have the same commands (test_guides.py). What serves until it is stopped, or is what runs
this test, is run by the test that is named here.
"""

import io
import re
import shlex
from pathlib import Path

import pytest

import comments_service.cli.main as service
import publisher.cli.main as builder
from tests.servers.live_service import ROOT, build, new_key
from tests.worlds.first_hour import first_file, second_file

ELSEWHERE = {
    "script/demo --port 8765": "tests/unit/scripts/test_demo.py",
    "script/test": "tests/unit/scripts/test_checks.py",
    ".venv/bin/python build.py --watch": "tests/unit/publisher/cli/test_watch.py",
}


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [" ".join(line.partition(" #")[0].split()) for line in lines]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two Word files, an inbox, and what a demo leaves."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "draft.docx").write_bytes(first_file())
    (tmp_path / "draft-2.docx").write_bytes(second_file())
    (tmp_path / "inbox").mkdir(mode=0o700)
    demo = tmp_path / ".demo"
    demo.mkdir(mode=0o700)
    (demo / "keys").write_text(new_key(), "utf-8")
    (demo / "keys").chmod(0o600)
    build(tmp_path / "built", ROOT / "policies")
    monkeypatch.setenv("YANLU_SITE", str(tmp_path / "built"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> int:
    words = shlex.split(command)
    at = words.index(".venv/bin/python")
    settings = dict(word.split("=", 1) for word in words[:at])
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(), "utf-8"))
    if words[at + 1] == "build.py":
        return builder.main(words[at + 2 :], {"YANLU_LANG": "zh-CN", **settings})
    assert words[at + 1 : at + 3] == ["-m", "comments_service"]
    assert service.main(["db", "init"]) == 0
    return service.main(words[at + 3 :])


def test_every_command_of_the_readme_works_in_its_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [each for each in commands() if each not in ELSEWHERE]
    assert len(listed) > 8
    for command in listed:
        assert run(command, monkeypatch) == 0, command
    assert (folder / "site/my-draft/index.html").is_file()
    assert (folder / "handover/text.html").is_file()
    assert (folder / "tally.xlsx").stat().st_size > 0


def test_what_runs_elsewhere_is_a_command_of_the_readme_and_its_test_is_there() -> None:
    assert ELSEWHERE.keys() <= set(commands())
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).is_file()] == []
