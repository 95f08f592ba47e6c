"""A real service whose clock is set wrong while it runs, and one that was started with it wrong.

The clock of the service and of its commands is what a file says (libfaketime); the
monotonic clock is the machine's.
"""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalogue.window import Window
from tests.conftest import POLICY, publish, the_policy
from tests.running import Running, served
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
_WRONG = ["-2h", "-2d", "+1y"]
_NUMBERS = itertools.count(1)
_PATIENCE = 60
# libfaketime 0.9.10 takes the monotonic instant to which Python's sleep is to last for one of
# the clock that it fakes, and refuses it; servers sleep now and then.
_SLEEP = "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds)\n"


class FakedService:
    """A service, what it acknowledged, and the file that its clock goes by."""

    def __init__(self, folder: Path, key: str, closes_in: timedelta) -> None:
        now = datetime.now(UTC)
        self.closes_at = (now + closes_in).replace(microsecond=0)
        window = Window("w1", "v1", now - timedelta(days=3), self.closes_at)
        self._site = publish(folder / "site", the_policy(windows=(window,)))
        self._folder, self._clock = folder, folder / "clock"
        (folder / "sitecustomize.py").write_text(_SLEEP)
        self._env = {
            **_faked(self._clock),
            "PYTHONPATH": str(folder),
            "YANLU_DEMO": "",
            "YANLU_NOW": "",
            "YANLU_KEYS": key,
        }
        self.running: Running
        self.receipts: list[dict[str, Any]] = []
        self.set_clock("+0")

    @contextmanager
    def serving(self, clock: str = "+0") -> Iterator[None]:
        self.set_clock(clock)
        with served(self._site, self._folder, self._env, until="/healthz") as self.running:
            yield

    def set_clock(self, offset: str) -> None:
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(offset + "\n")
        fresh.replace(self._clock)

    def send(self) -> tuple[int, str]:
        """Send a comment; (201, "") where it was taken, else the status and the code."""
        answer = send(self.running.address, submission(next(_NUMBERS)))
        assert answer
        status, body = answer
        if status == 201:
            self.receipts.append(body)
        return status, body.get("code", "")

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        answer = get(self.running.address, path)
        assert answer
        return answer

    def log_size(self) -> int:
        return int(self.get(f"/api/v1/policies/{POLICY}/tally")[1]["log_size"])

    def require_whole(self) -> None:
        """Everything acknowledged is in tally and export, which balances; nothing is late."""
        tally = self.get(f"/api/v1/policies/{POLICY}/tally")[1]
        out = self._folder / "all.json"
        options = ["--format", "json", "--edition", "restricted", "--out", str(out)]
        done = self.running.command("export", POLICY, *options)
        assert done.returncode == 0, done.stderr
        whole = json.loads(out.read_text("utf-8"))
        rows = whole["comments"]
        assert {row["receipt_no"] for row in rows} == {each["receipt_no"] for each in self.receipts}
        assert len(rows) == tally["comments"] == whole["tally"]["comments"] == len(self.receipts)
        assert whole["reconciliation"]["balanced"]
        times = [datetime.fromisoformat(row["received_at"]) for row in rows]
        assert times == sorted(times)
        assert all(at < self.closes_at for at in times)
        checked = self.running.command("db", "check")
        assert checked.returncode == 0, checked.stdout + checked.stderr


def _faked(clock: Path) -> dict[str, str]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "no libfaketime: script/bootstrap as root installs it"
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < end, "what was waited for did not come"


@pytest.fixture
def month(tmp_path: Path, key: str) -> FakedService:
    """A service with a window that is open for a month yet."""
    return FakedService(tmp_path, key, timedelta(days=30))


def test_a_clock_set_wrong_while_the_service_runs_loses_nothing_and_takes_nothing(
    month: FakedService,
) -> None:
    with month.serving():
        assert month.send() == (201, "")
        for wrong in _WRONG:
            month.set_clock(wrong)
            assert month.send() == (503, "clock_unsure")
            status, ready = month.get("/readyz")
            assert (status, ready["codes"]) == (503, ["clock_unsure"])
            assert month.get("/api/v1/policies")[1]["policies"][0]["state"] == "open"
            month.require_whole()
            month.set_clock("+0")
            assert month.get("/readyz")[0] == 200
            assert month.send() == (201, "")
        month.require_whole()


def test_a_window_that_ended_takes_nothing_however_the_clock_is_set(
    tmp_path: Path, key: str
) -> None:
    service = FakedService(tmp_path, key, timedelta(seconds=15))
    with service.serving():
        wait_for(lambda: service.send() == (409, "window_closed"))
        assert service.receipts
        taken = len(service.receipts)
        wait_for(lambda: service.log_size() == taken + 1)
        for wrong in _WRONG:
            service.set_clock(wrong)
            assert service.send() == (503, "clock_unsure")
            service.require_whole()
        for clock in ("-5m", "+0"):
            service.set_clock(clock)
            assert service.send() == (409, "window_closed")
        service.require_whole()
        assert (len(service.receipts), service.log_size()) == (taken, taken + 1)
    for wrong in ("-2h", "-2d"):
        with service.serving(wrong):
            assert service.send() == (503, "clock_unsure")
            service.require_whole()


def test_a_service_started_a_year_ahead_goes_on_once_the_right_clock_is_accepted(
    month: FakedService,
) -> None:
    with month.serving():
        assert month.send() == (201, "")
    with month.serving("+1y"):
        assert month.send() == (409, "window_closed")
        wait_for(lambda: month.log_size() == 2)
        month.require_whole()
        month.set_clock("+0")
        assert month.send() == (503, "clock_unsure")
        accept_clock(month)
        assert month.send() == (201, "")
        assert month.get("/readyz")[0] == 200
        month.require_whole()
    with month.serving():
        assert month.send() == (201, "")
        month.require_whole()


@pytest.mark.parametrize("wrong", ["-2h", "-2d"])
def test_a_service_started_behind_goes_on_once_its_clock_is_right(
    month: FakedService, wrong: str
) -> None:
    with month.serving():
        assert month.send() == (201, "")
    with month.serving(wrong):
        assert month.send() == (503, "clock_unsure")
        month.require_whole()
        month.set_clock("+0")
        assert month.send() == (201, "")
        accept_clock(month)
        assert month.send() == (201, "")
        month.require_whole()


def test_a_new_service_started_behind_goes_on_once_the_right_clock_is_accepted(
    month: FakedService,
) -> None:
    with month.serving("-2h"):
        assert month.send() == (201, "")
        month.set_clock("+0")
        assert month.send() == (503, "clock_unsure")
        accept_clock(month)
        assert month.send() == (201, "")
        month.require_whole()


def accept_clock(service: FakedService) -> None:
    done = service.running.command("clock", "accept", "--by", "王晓明")
    assert done.returncode == 0, done.stderr
