"""Many send over the closing instant: each is in time or refused, and none in between."""

import itertools
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.servers.databases import postgresql
from tests.servers.live_service import Running, served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import Answer, send, submission

pytestmark = pytest.mark.soak
POLICY = "shiyan-industry-2018"
_CLOSES = datetime.fromisoformat("2018-07-19T00:00:00+08:00")
_LONG = os.environ.get("YANLU_SOAK") == "long"
_REQUESTS = 20_000 if _LONG else 2_000
_PROCESSES, _THREADS = 4, 3
# The clock runs from its start, and a busy machine starts a server in seconds.
_BEFORE = "2018-07-18T23:59:00+08:00"
_RUSH_SECONDS = 20.0 if _LONG else 3.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The settings of a database of each kind."""
    if request.param == "sqlite":
        yield {}
        return
    with postgresql() as server, server.database(laid_out=False) as url:
        yield {"YANLU_DATABASE": url}


def _send_over_the_close(address: str, first: int) -> list[Answer]:
    """Send this process's share, most of it close to the close, and a quarter of it after that."""
    share, late = _REQUESTS // _PROCESSES, _REQUESTS // _PROCESSES // 4
    numbers, answers = itertools.count(first), list[Answer]()
    statuses: Counter[int] = Counter()

    def post() -> None:
        while len(answers) < share or statuses[409] < late:
            answer = send(address, submission(next(numbers)))
            assert answer
            statuses[answer[0]] += 1
            answers.append(answer)
            if answer[0] == 201 and len(answers) > share // 4:
                left = _CLOSES - datetime.fromisoformat(answer[1]["received_at"])
                threading.Event().wait(max(0.0, left.total_seconds() - _RUSH_SECONDS))

    threads = [threading.Thread(target=post) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(MOST_SECONDS)
    return answers


def _exported(running: Running, out: Path) -> set[str]:
    done = running.command(
        "export", POLICY, "--format", "json",
        "--edition", "restricted", "--out", str(out),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {row["receipt_no"] for row in json.loads(out.read_text("utf-8"))["comments"]}


def _entered_late(running: Running) -> int:
    """Return how many submissions stand in the ledger after the closing or its instant."""
    url = running.env["YANLU_DATABASE"].replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        asked = text("SELECT type, id, at FROM ledger WHERE stream = :policy")
        rows = connection.execute(asked, {"policy": POLICY}).all()
    engine.dispose()
    (closing,) = [row for row in rows if row.type == "window_closed"]
    received = [row for row in rows if row.type == "submission.received"]
    assert received
    return sum(row.id > closing.id or row.at >= closing.at for row in received)


def test_none_judged_late_is_accepted_and_none_judged_in_time_refused(
    site: Path, key: str, database: dict[str, str], tmp_path: Path
) -> None:
    env = {"YANLU_NOW": _BEFORE, "YANLU_KEYS": key, "YANLU_RATE_LIMIT": "off", **database}
    env["YANLU_WORKERS"] = "2"
    with (
        served(site, tmp_path, env) as running,
        ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as processes,
    ):
        begins = [turn * 1_000_000 for turn in range(_PROCESSES)]
        shares = processes.map(_send_over_the_close, [running.address] * _PROCESSES, begins)
        answers = [answer for share in shares for answer in share]
        exported = _exported(running, tmp_path / "all.json")
        late = _entered_late(running)
        checked = running.command("db", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    taken = [data for status, data in answers if status == 201]
    refused = [data for status, data in answers if status != 201]
    print(f"{len(taken)} taken, {len(refused)} refused, {late} entered late")  # noqa: T201
    assert len(answers) >= _REQUESTS
    assert len(taken) >= 20
    assert {data["code"] for data in refused} == {"window_closed"}
    assert all(datetime.fromisoformat(data["received_at"]) < _CLOSES for data in taken)
    assert all(datetime.fromisoformat(data["judged_at"]) >= _CLOSES for data in refused)
    assert exported == {data["receipt_no"] for data in taken}
    assert late == 0
