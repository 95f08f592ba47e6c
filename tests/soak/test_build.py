"""SIGKILL at any moment of a build: the old site stands whole, and the next build is right."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.files.staging import kept_of
from tests.servers.live_service import ROOT, clean_environment
from tests.worlds.sites import snapshot, write

pytestmark = pytest.mark.soak
_POLICIES = 60
_NOW = "2018-07-15T10:00:00+08:00"


def _text(number: int, turn: int) -> str:
    articles = (f"第{at}条 第{turn}次写成的内容，文件{number}。\n\n" for at in "一二三四五六七八九")
    return f"# 文件{number}\n\n{''.join(articles)}"


def _edit(policies: Path, turn: int, few: random.Random) -> None:
    for number in few.sample(range(_POLICIES), 5):
        write(policies, {f"p{number}.md": _text(number, turn)})


def _command(policies: Path, site: Path) -> list[str]:
    places = ["--policies", str(policies), "--site", str(site), "--now", _NOW]
    return [sys.executable, f"{ROOT}/build.py", *places]


def _kill_at_a_moment(command: list[str], site: Path, chance: random.Random) -> None:
    """Kill the build once a number of looks at its folders has passed, early or late."""
    looks = chance.randrange(1, 400)
    with subprocess.Popen(
        command, cwd=ROOT, env=clean_environment(), stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        while looks and process.poll() is None:
            looks -= any(site.parent.glob(f".site.{site.name}.[0-9]*"))
        process.send_signal(signal.SIGKILL)
    assert not _alive(str(site))


def _alive(word: str) -> list[str]:
    """Return the command lines of processes that hold a word: workers end with their build."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            state = path.with_name("status").read_text("utf-8")
            line = path.read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and "State:\tZ" not in state:
            found.append(line)
    return found


def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(20260)
    policies, site, fresh = (tmp_path / name for name in ("policies", "site", "fresh"))
    write(policies, {f"p{number}.md": _text(number, 0) for number in range(_POLICIES)})
    subprocess.run(_command(policies, site), check=True, capture_output=True)
    for turn in range(1, rounds * 3):
        before = snapshot(site)
        _edit(policies, turn, chance)
        _kill_at_a_moment(_command(policies, site), site, chance)
        after = snapshot(site)
        if after != before:  # it was swapped before it was killed
            subprocess.run(_command(policies, fresh), check=True, capture_output=True)
            assert after == snapshot(fresh)
    subprocess.run(_command(policies, site), check=True, capture_output=True)
    subprocess.run(_command(policies, fresh), check=True, capture_output=True)
    assert snapshot(site) == snapshot(fresh)
    assert [path.name for path in tmp_path.glob(".site.site.*")] == [kept_of(site).name]
