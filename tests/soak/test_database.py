"""A database that breaks under a running server: told, logged, and nothing acknowledged is lost."""

import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.live_service import Running, served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.broken_databases import WAYS, Broken
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
TOLD_WITHIN_SECONDS = 10
TYPED = "这是已经填写、不能丢失的内容。"


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__.lower())
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broken]:
    made: Broken = request.param()
    yield made
    made.clean(tmp_path)


class Senders:
    """Citizens who send until they are refused, and what was acknowledged to them."""

    def __init__(self, address: str) -> None:
        self.taken: dict[int, dict[str, Any]] = {}
        self.refused = threading.Event()
        self.some = threading.Event()
        self._address = address
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(at,), daemon=True) for at in (0, 10_000)
        ]
        for thread in self._threads:
            thread.start()

    def _send(self, number: int) -> None:
        while not self._stopped.is_set():
            number += 1
            answer = send(self._address, submission(number))
            assert answer
            assert answer[0] in {201, 503}
            if answer[0] == 201:
                self.taken[number] = answer[1]
                if len(self.taken) > 5:
                    self.some.set()
            else:
                self.refused.set()
                return

    def stop(self) -> dict[int, dict[str, Any]]:
        self._stopped.set()
        for thread in self._threads:
            thread.join(MOST_SECONDS)
        return self.taken


def told(address: str, codes: tuple[str, ...]) -> None:
    """Ask until ``/readyz`` names the fault, for as long as it may take to tell."""
    until = time.monotonic() + TOLD_WITHIN_SECONDS
    while time.monotonic() < until:
        answer = get(address, "/readyz")
        if answer and answer[0] == 503:
            assert {*codes} & {*answer[1]["codes"]}
            return
    raise AssertionError(get(address, "/readyz"))


def ready(address: str) -> None:
    while True:
        answer = get(address, "/readyz")
        if answer and answer[0] == 200:
            return


def sent_by_form(address: str, number: int = 0) -> tuple[int, str]:
    fields = {
        "version": "v1",
        "action": "submit",
        "participant": "person",
        "name": "林晓芸",
        "phone": f"1380728{number:04}",
        "consent_notice": "on",
        "idempotency_key": f"broken-database-form-{number}",
        "comments[0].clause": "v1.part_1",
        "comments[0].stance": "suggest",
        "comments[0].body": TYPED,
    }
    body = urllib.parse.urlencode(fields).encode()
    try:
        with urllib.request.urlopen(f"{address}/forms/shiyan-industry-2018", body, 60) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def kept(running: Running, taken: dict[int, dict[str, Any]]) -> None:
    """Every submission that was acknowledged is there, once."""
    for number, first in taken.items():
        assert send(running.address, submission(number)) == (201, first)
    checked = running.command("db", "check", "--expect", str(len(taken)))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_broken_database_is_told_and_logged_and_nothing_acknowledged_is_lost(
    site: Path, key: str, way: Broken, tmp_path: Path
) -> None:
    # A locked database is told by an answer, and not by the patience of other tests.
    env = {"YANLU_KEYS": key, "YANLU_LOCK_TIMEOUT": "5", "YANLU_WORKERS": "2"}
    env |= way.prepare(tmp_path)
    database, copy = tmp_path / "db/yanlu.sqlite3", tmp_path / "copy"
    env["YANLU_DATABASE"] = f"sqlite:///{database}"
    with served(site, tmp_path, env) as running:
        senders = Senders(running.address)
        assert senders.some.wait(MOST_SECONDS)
        if not way.mends:
            # What the disaster itself takes away is in the copy; nothing more may go.
            senders.stop()
            assert running.command("db", "backup", str(copy)).returncode == 0
        way.happen(database)
        told(running.address, way.codes)
        # A disk that is full still has what the log of the database took before.
        status, page = next(
            (
                answer
                for each in range(500)
                if (answer := sent_by_form(running.address, each))[0] != 201
            ),
            (201, ""),
        )
        assert status == 503
        assert TYPED in page
        if way.mends:
            assert senders.refused.wait(MOST_SECONDS)
            way.mend(database)
            ready(running.address)
            kept(running, senders.stop())
            assert sent_by_form(running.address)[0] == 201
    logged(tmp_path / "serve.log", way.codes)
    if not way.mends:
        assert not way.lost or running.command("serve", "--port", "0").returncode == 2
        restored = running.command("db", "restore", str(copy))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        with served(site, tmp_path, env) as again:
            kept(again, senders.taken)


def logged(file: Path, codes: tuple[str, ...]) -> None:
    """The one refusal stands in the log, once; each reading may tell another of the codes."""
    log = file.read_text()
    assert sum(log.count(f"503 at POST /forms/<policy_id>: {code}") for code in codes) == 1
    assert any(f"not ready: {code}" in log for code in codes)
    assert "Traceback" not in log
    assert TYPED not in log
