"""``--limited``: what a process may do that looks at a file of anyone."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.worlds.sites import ROOT, snapshot, write

DRAFT = {
    "jia/policy.yml": "title: 甲\nkind: consultation\nlinks: [{rel: explains, to: yi}]\n",
    "jia/v1.md": "一、总则\n\n正文。\n",
}
TRIED = "from processes.own_limits import limit_process; limit_process()\n"


def limited(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", TRIED + code]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytearray(400_000_000)", "MemoryError"),
        ("import tempfile; tempfile.TemporaryFile().truncate(200_000_000)", "File too large"),
        ("files = [open('/dev/null') for _ in range(300)]", "Too many open files"),
        ("import socket; socket.create_connection(('127.0.0.1', 9), 1)", "OSError"),
        ("import socket; socket.create_connection(('192.0.2.1', 9), 1)", "unreachable"),
    ],
)
def test_a_limited_process_is_refused_what_it_needs_not(code: str, error: str) -> None:
    done = limited(code)
    assert (done.returncode, error in done.stderr) == (1, True), done.stderr


def test_a_limited_process_ends_though_who_started_it_has_died() -> None:
    code = "import signal; from processes import own_limits as limits\n"
    code += "limits.WALL_SECONDS = 1; limits.limit_process(); signal.pause()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGALRM


def test_where_the_network_cannot_be_left_it_is_refused() -> None:
    code = "from processes import own_limits as limits; import sys, socket\n"
    code += "limits._leave_network = lambda: False; limits.limit_process()\n"
    code += "socket.socket().connect(('127.0.0.1', 9))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert "PermissionError: socket.connect" in done.stderr


def test_a_limited_process_makes_the_preview_of_a_policy(tmp_path: Path) -> None:
    drafts = write(tmp_path / "policies", DRAFT)
    known = write(tmp_path / "known", {"yi.md": "# 乙\n"})
    command = [sys.executable, str(ROOT / "build.py"), "--limited", "build"]
    command += ["--policies", str(drafts), "--known", str(known), "--preview"]
    done = subprocess.run(
        [*command, str(tmp_path / "preview")], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "preview/jia/v1/index.html").exists()


def test_a_check_for_programs_names_place_kind_and_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = write(tmp_path / "policies", DRAFT)
    where = ["--policies", str(drafts), "--site", str(tmp_path / "site")]
    assert main(["--limited", "check", "--json", *where], {"YANLU_LANG": "zh-CN"}) == 1
    said = capsys.readouterr()
    findings = json.loads(said.out)
    assert (findings["schema"], said.err) == ("yanlu-findings/1", "")
    (missing,) = [each for each in findings["problems"] if each["code"] == "S011"]
    assert missing == {
        "path": "jia/policy.yml",
        "line": 3,
        "code": "S011",
        "kind": "S011.no_policy",
        "severity": "error",
        "text": "links：没有编号为 yi 的政策；请改正编号",
        "rule": "",
        "english": {"text": "links: there is no policy yi; correct the id", "rule": ""},
    }
    rules = {each["code"]: each["rule"] for each in findings["problems"]}
    assert rules["K005"] == "《重大行政决策程序暂行条例》第十五条"
    assert sorted(snapshot(tmp_path)) == ["policies/jia/policy.yml", "policies/jia/v1.md"]


def test_a_policy_of_elsewhere_counts_as_there(tmp_path: Path) -> None:
    drafts = write(tmp_path / "policies", DRAFT)
    known = write(tmp_path / "known", {"yi.md": "# 乙\n"})
    where = ["--policies", str(drafts), "--site", str(tmp_path / "site")]
    assert main(["check", *where, "--known", str(known)], {}) == 0


def test_a_reader_that_has_seen_enough_ends_a_command_without_a_trace(tmp_path: Path) -> None:
    text = "# 停车\n\n" + "一、停车。\n\n" * 1_500
    file = write(tmp_path, {"a.md": text}) / "a.md"
    command = [sys.executable, str(ROOT / "build.py"), "read", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.read(10)
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 1
