"""Files of anyone for comments: each refused, held or read, in a child of 300 MB and 10 seconds."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from comments_service.domain.comments.attachment import HeldFor
from comments_service.domain.errors import Invalid
from comments_service.domain.intake.file_look import attachment_type
from tests.worlds.attached_files import hostile_attachments
from tests.worlds.sites import ROOT

pytestmark = pytest.mark.soak
RANDOM = 150 if os.environ.get("YANLU_SOAK") == "long" else 10
_MOST_KILOBYTES = 300_000
_CPU_SECONDS = 10

# A process that is started counts as large as the one that starts it: this one is small.
# What the child says and what it used come from one run; its last line is what it used.
_START = """
import json, os, sys
source, *command = sys.argv[1:]
actions = [(os.POSIX_SPAWN_OPEN, 0, source, os.O_RDONLY, 0)]
child = os.posix_spawn(sys.executable, [sys.executable, *command], os.environ, file_actions=actions)
_, status, used = os.wait4(child, 0)
seconds = used.ru_utime + used.ru_stime
print("\\n" + json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss, seconds]))
"""


def read(kind: str, content: bytes, folder: Path) -> tuple[int, str, int, float]:
    """Return status, the first line, peak memory in kilobytes and seconds of computing."""
    (folder / "source").write_bytes(content)
    reader = ["-B", "-m", "comments_service.attachment_reader", kind]
    # What it prints goes into a pipe: the child itself may write no file.
    command = [sys.executable, "-c", _START, str(folder / "source"), *reader]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    words, _, usage = printed.rstrip(b"\n").rpartition(b"\n")
    status, peak, seconds = json.loads(usage)
    return status, words.partition(b"\n")[0].decode(), peak, seconds


def test_hostile_files_are_refused_held_or_read_within_their_limits(tmp_path: Path) -> None:
    wrong: list[tuple[object, ...]] = []
    told = Counter[str]()
    for number, (name, content) in enumerate(hostile_attachments(RANDOM)):
        try:
            kind = attachment_type(name, content)
        except Invalid as refusal:
            told["refused"] += 1
            if not refusal.faults[0].message:
                wrong.append((number, name, "no sentence"))
            continue
        if kind.startswith("image/"):
            told["picture"] += 1
            continue
        status, said, peak, seconds = read(kind, content, tmp_path)
        told[said or "ended"] += 1
        answered = said in {"read", *HeldFor} or status < 0
        if not answered or peak > _MOST_KILOBYTES or seconds > _CPU_SECONDS + 1:
            wrong.append((number, name, status, said, peak, round(seconds, 1)))
    assert wrong == []
    assert not told["ended"]
    assert told["refused"] > 20
    assert told[HeldFor.ACTIVE] >= 2
