"""SIGKILL at any moment under load: what was acknowledged is there, once, with its receipt."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from processes.processors import ALLOWED
from tests.servers.live_service import Running, served
from tests.servers.own_postgresql import OwnPostgreSQL
from tests.servers.run_once import run_folder
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.soak.kept_rounds import KeptRounds
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
KILLS, _KILLS_OF_ONE = 200, 50
_SENDERS = 8
_FREE = {
    "YANLU_RATE_LIMIT": "off", "YANLU_WORKERS": "2",
    "YANLU_LOCK_TIMEOUT": "30", "YANLU_CONNECT_TIMEOUT": "30",
}  # fmt: skip


class Senders:
    """Citizens who send one submission after another, each again until it is acknowledged."""

    def __init__(self, address: str, rounds: KeptRounds) -> None:
        self._address, self._rounds = address, rounds
        self._taken: dict[str, Any] = rounds.found.setdefault("taken", {})
        # An earlier run was perhaps ended while some were under way.
        every = range(1, rounds.found.get("last", 0) + 1)
        self._doubted = [each for each in every if str(each) not in self._taken]
        rounds.found["doubted"] = self._doubted
        self._lock, self._ending = threading.Lock(), threading.Event()
        self.answers: set[int] = set()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(_SENDERS)]
        for each in self._threads:
            each.start()

    @property
    def count(self) -> int:
        return len(self._taken)

    def _run(self) -> None:
        while not self._ending.is_set():
            with self._lock:
                # First what was sent before, and nobody knows whether it was taken.
                number = self._doubted.pop() if self._doubted else self._next()
            answer = send(self._address, submission(number))
            self.answers.add(answer[0] if answer else 0)
            with self._lock:
                if answer and answer[0] == 201:
                    self._taken[str(number)] = answer[1]
                else:
                    self._doubted.append(number)

    def _next(self) -> int:
        self._rounds.found["last"] = self._rounds.found.get("last", 0) + 1
        return int(self._rounds.found["last"])

    def end(self) -> None:
        """Let every sender have its answer, and send no more."""
        self._ending.set()
        for each in self._threads:
            each.join(MOST_SECONDS)


@contextmanager
def sending(address: str, rounds: KeptRounds) -> Iterator[Senders]:
    senders = Senders(address, rounds)
    yield senders
    senders.end()
    # 0: the connection broke. Nothing else may come of a database that is gone.
    assert senders.answers <= {0, 201, 503}


def check_all(running: Running, rounds: KeptRounds) -> None:
    """Every submission that was sent is there once, whole, with the receipt that was given."""
    for number in rounds.found["doubted"]:
        answer = send(running.address, submission(number))
        assert answer is not None
        assert answer[0] == 201
        rounds.found["taken"][str(number)] = answer[1]
    rounds.found["doubted"] = []
    for number, first in rounds.found["taken"].items():
        assert send(running.address, submission(int(number))) == (201, first)
    for number, first in list(rounds.found["taken"].items())[-500:]:
        code = first["query_code"].replace(" ", "")
        found = get(running.address, f"/api/v1/receipts/{first['receipt_no']}?code={code}")
        assert found
        assert found[1]["comments"][0]["body"] == f"第{number}条"
    url = running.env["YANLU_DATABASE"].replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT count(*) FROM submissions")).scalar_one()
    engine.dispose()
    assert stored == len(rounds.found["taken"]) == rounds.found["last"]
    checked = running.command("db", "check", "--expect", str(stored))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_was_acknowledged_survives_every_kill_of_the_service(
    site: Path, key: str, tmp_path: Path
) -> None:
    rounds = KeptRounds("kill-service", tmp_path, KILLS)
    env = {**_FREE, "YANLU_KEYS": rounds.found.setdefault("key", key)}
    for turn in rounds:
        with (
            served(site, rounds.folder, env) as running,
            sending(running.address, rounds) as senders,
        ):
            enough = senders.count + 5 + turn % 7
            wait_for(lambda: senders.count >= enough, "submissions to be acknowledged")  # noqa: B023
            running.kill()
            senders.end()
    with served(site, rounds.folder, env) as running:
        check_all(running, rounds)
    rounds.end()


def _workers(running: Running) -> set[int]:
    """Return the processes that serve, below the one that restarts them."""
    parent = running.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return {int(each) for each in children.read_text("ascii").split()}


def _share_out(processes: set[int]) -> bool:
    """Return whether each has processors of its own, where there are enough."""
    shares = [os.sched_getaffinity(each) for each in processes]
    together = set[int]().union(*shares)
    return sum(map(len, shares)) == len(together) == len(ALLOWED) or len(ALLOWED) < len(shares)


def test_what_was_acknowledged_survives_every_kill_of_one_of_the_processes(
    site: Path, key: str, tmp_path: Path
) -> None:
    rounds = KeptRounds("kill-process", tmp_path, _KILLS_OF_ONE)
    env = {**_FREE, "YANLU_KEYS": rounds.found.setdefault("key", key)}
    with served(site, rounds.folder, env) as running:
        with sending(running.address, rounds) as senders:
            for turn in rounds:
                enough = senders.count + 5 + turn % 7
                wait_for(lambda: senders.count >= enough, "submissions to be acknowledged")  # noqa: B023
                before = _workers(running)
                os.kill(min(before), signal.SIGKILL)
                # The other one goes on, and holds nothing up until there are two again.
                enough = senders.count + 5
                wait_for(lambda: senders.count >= enough, "the other process to go on")  # noqa: B023
                wait_for(lambda: len(_workers(running) - before) == 1, "another process")  # noqa: B023
                wait_for(lambda: _share_out(_workers(running)), "shares of the processors")
        check_all(running, rounds)
    rounds.end()


def test_what_was_acknowledged_survives_every_kill_of_postgresql(site: Path, key: str) -> None:
    # Another user's processes must get to it, and other runs close the folder of all tests.
    rounds = KeptRounds("kill-postgresql", run_folder(), KILLS)
    database = OwnPostgreSQL(rounds.folder / "pg")
    database.start()
    key = rounds.found.setdefault("key", key)
    env = {**_FREE, "YANLU_KEYS": key, "YANLU_DATABASE": database.url}
    try:
        with served(site, rounds.folder, env) as running:
            with sending(running.address, rounds) as senders:
                for turn in rounds:
                    enough = senders.count + 5 + turn % 7
                    wait_for(lambda: senders.count >= enough, "submissions to be acknowledged")  # noqa: B023
                    database.kill()
                    database.start()
            check_all(running, rounds)
            assert running.process.returncode is None
        log = (rounds.folder / "serve.log").read_text("utf-8")
        assert "Unexpected exit" not in log
        assert '"status": 500' not in log
    finally:
        database.stop()
    rounds.end()
