"""SIGKILL at any moment under load: what was acknowledged is there, once, with its receipt."""

import itertools
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.servers.live_service import served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
_NUMBERS = itertools.count(1)


def _load(address: str, enough: int) -> tuple[dict[int, dict[str, Any]], threading.Event]:
    """Start four senders; the event is set once ``enough`` submissions were acknowledged."""
    taken: dict[int, dict[str, Any]] = {}
    reached = threading.Event()

    def post() -> None:
        for number in _NUMBERS:
            answer = send(address, submission(number))
            if answer is None:
                return
            assert answer[0] == 201
            taken[number] = answer[1]
            if len(taken) >= enough:
                reached.set()

    for _ in range(4):
        threading.Thread(target=post, daemon=True).start()
    return taken, reached


def test_what_was_acknowledged_survives_every_kill(
    site: Path, key: str, rounds: int, tmp_path: Path
) -> None:
    acknowledged: dict[int, dict[str, Any]] = {}
    for turn in range(rounds):
        with served(site, tmp_path, {"YANLU_KEYS": key}) as running:
            taken, reached = _load(running.address, 5 + turn % 7)
            assert reached.wait(MOST_SECONDS)
            running.kill()
        acknowledged.update(taken)
    with served(site, tmp_path, {"YANLU_KEYS": key}) as running:
        for number, first in acknowledged.items():
            assert send(running.address, submission(number)) == (201, first)
            code = first["query_code"].replace(" ", "")
            found = get(running.address, f"/api/v1/receipts/{first['receipt_no']}?code={code}")
            assert found
            assert found[1]["comments"][0]["body"] == f"第{number}条"
        checked = running.command("db", "check")
        assert checked.returncode == 0, checked.stdout + checked.stderr
