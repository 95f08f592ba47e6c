"""Files, drafts and inputs of anyone: what reads them stays within its limits, and answers."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import World
from tests.worlds.hostile_files import hostile_files
from tests.worlds.hostile_senders import HostileSender
from tests.worlds.inboxes import NEW, answer, hand_over
from tests.worlds.sites import ROOT, write

pytestmark = pytest.mark.soak
COUNT = 200 if os.environ.get("YANLU_SOAK") == "long" else 30
_MOST_KILOBYTES = 300_000
_CPU_SECONDS = 10


# A process that is started counts as large as the one that starts it: this one is small.
_START = """
import json, os, sys
output, *command = sys.argv[1:]
flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
actions = [(os.POSIX_SPAWN_OPEN, 1, output, flags, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
program = [sys.executable, *command]
child = os.posix_spawn(sys.executable, program, os.environ, file_actions=actions)
_, status, used = os.wait4(child, 0)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss, seconds]))
"""


def run(arguments: list[str], folder: Path) -> tuple[int, bytes, int, float]:
    """Return status, output, peak memory in kilobytes and seconds of computing."""
    command = [sys.executable, "-c", _START, "output", str(ROOT / "build.py"), *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    status, peak, seconds = json.loads(done.stdout)
    return status, (folder / "output").read_bytes(), peak, seconds


def test_a_hostile_file_is_read_or_answered_within_its_limits(tmp_path: Path) -> None:
    wrong = []
    for number, (name, data) in enumerate(hostile_files(COUNT)):
        name = f"file{Path(name).suffix}"  # noqa: PLW2901 - some names are none here
        (tmp_path / name).write_bytes(data)
        status, output, peak, seconds = run(["--limited", "read", name, "--json"], tmp_path)
        (tmp_path / name).unlink()
        answered = status in (0, 1) and json.loads(output)["schema"] == "yanlu-reading/1"
        if not answered or peak > _MOST_KILOBYTES or seconds > _CPU_SECONDS:
            wrong.append((number, name, status, peak, round(seconds, 1), output[-300:]))
    assert wrong == []


def test_a_thousand_inputs_are_kept_as_sent_or_refused_by_the_name_of_their_field(
    world: World,
) -> None:
    sender = HostileSender(world)
    count = 1_000 if COUNT > 100 else 200
    assert "\n".join([*sender.asks(count), *sender.fills_in(count)]) == ""


def test_a_hostile_inbox_is_answered_within_its_limits(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for number, (_, data) in enumerate(hostile_files(COUNT)):
        draft = hand_over(inbox, NEW, draft=f"{number:016x}", policy=f"p{number}")
        source = f"policies/p{number}"
        names = (f"{source}/v1.md", "released.json", "draft.json", f"{source}/policy.yml")
        (draft / names[number % 4]).write_bytes(data)
    for number in range(100_000):
        (inbox / f"{number:015x}g").touch()
    good = hand_over(inbox, NEW, draft="f" * 16)
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    command = ["take", "--inbox", "inbox", "--policies", "policies", "--site", "site"]
    status, output, peak, _ = run(command, tmp_path)
    assert (status, answer(good)["published"]) == (1, True), output
    assert peak < _MOST_KILOBYTES
    answers = [answer(inbox / f"{number:016x}") for number in range(COUNT)]
    assert [each for each in answers if each["published"] or not each["problems"]] == []
    assert sorted(path.name for path in (tmp_path / "policies").iterdir()) == ["jiu.md", "tingche"]


def test_a_take_killed_at_any_moment_puts_in_whole_policies_and_is_done_again(
    tmp_path: Path, rounds: int
) -> None:
    chance = random.Random(20261)
    for turn in range(min(rounds, 8)):
        folder = tmp_path / str(turn)
        drafts = [
            hand_over(folder / "inbox", NEW, draft=f"{at:016x}", policy=f"p{at}") for at in range(3)
        ]
        policies = write(folder / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
        command = [sys.executable, str(ROOT / "build.py"), "take", "--inbox", "inbox"]
        command += ["--policies", "policies", "--site", "site"]
        looks = chance.randrange(1, 300)
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
            while looks and process.poll() is None:
                looks -= bool([*policies.glob("[.p]*"), *folder.glob(".site.*")])
            process.kill()
        put_in = [path for path in policies.glob("p?") if path.is_dir()]
        whole = {*NEW, "clauses.lock.yml", ".sealed"}
        assert [path for path in put_in if {each.name for each in path.iterdir()} != whole] == []
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        assert [answer(draft)["published"] for draft in drafts] == [True] * 3
        assert sorted(path.name for path in policies.iterdir()) == ["jiu.md", "p0", "p1", "p2"]
