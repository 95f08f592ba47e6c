"""Many send over the closing instant: each is in time or refused, and none in between."""

import itertools
import json
import threading
from datetime import datetime
from pathlib import Path

import pytest

from tests.servers.live_service import Running, served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import Answer, send, submission

pytestmark = pytest.mark.soak
_CLOSES = datetime.fromisoformat("2018-07-19T00:00:00+08:00")
_NUMBERS = itertools.count(1)
_SENDERS = 6


def _send_until_refused(running: Running) -> list[list[Answer]]:
    answers: list[list[Answer]] = [[] for _ in range(_SENDERS)]

    def post(own: list[Answer]) -> None:
        while not own or own[-1][0] == 201:
            answer = send(running.address, submission(next(_NUMBERS)))
            assert answer
            own.append(answer)

    threads = [threading.Thread(target=post, args=(own,)) for own in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(MOST_SECONDS)
    return answers


def test_no_comment_is_taken_late_and_none_that_was_taken_is_lost(
    site: Path, key: str, rounds: int, tmp_path: Path
) -> None:
    for turn in range(max(1, rounds // 6)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        # The clock runs from its start, and a busy machine starts a server in seconds.
        clock = {"YANLU_NOW": "2018-07-18T23:59:45+08:00", "YANLU_KEYS": key}
        with served(site, folder, clock) as running:
            answers = _send_until_refused(running)
            out = folder / "all.json"
            done = running.command(
                "export", "shiyan-industry-2018", "--format", "json",
                "--edition", "restricted", "--out", str(out),
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        taken = [data for own in answers for status, data in own if status == 201]
        assert taken
        assert all(datetime.fromisoformat(data["received_at"]) < _CLOSES for data in taken)
        assert [own[-1][1]["code"] for own in answers] == ["window_closed"] * _SENDERS
        exported = {row["receipt_no"] for row in json.loads(out.read_text("utf-8"))["comments"]}
        assert exported == {data["receipt_no"] for data in taken}
