"""``keys rotate`` is killed, again and again, while people comment: nothing is lost by it."""

import itertools
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from comments_service.keyring import new_key_line, parse_keys
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.services.upkeep.key_rotation import key_uses
from comments_service.store.database.tables import participants
from comments_service.web.api.schemas import parse_submission
from tests.servers.databases import postgresql
from tests.servers.live_service import ROOT, Running, opened, served
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.soak.sending import send, submission

pytestmark = pytest.mark.soak
OLD, NEW = new_key_line("old"), new_key_line("new")
_LATER = 1_000_000
_TRIES = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/yanlu.sqlite3"
        return
    with postgresql() as server, server.database(laid_out=False) as found:
        yield found


@contextmanager
def _posting(running: Running) -> Iterator[set[int]]:
    """Let somebody send one submission after another; the set has what was taken."""
    taken: set[int] = set()
    stop = threading.Event()

    def post() -> None:
        for number in itertools.count(_LATER):
            if stop.is_set():
                return
            answer = send(running.address, submission(number))
            assert answer
            assert answer[0] == 201
            taken.add(number)

    thread = threading.Thread(target=post)
    thread.start()
    try:
        yield taken
    finally:
        stop.set()
        thread.join(MOST_SECONDS)


def _submit(service: Service, numbers: range) -> None:
    """Take comments as a process does that has the new key too, but not as its first yet."""
    before = replace(service, keyring=parse_keys(f"{OLD} {NEW}"))
    for each in numbers:
        submit(before, parse_submission(submission(each)))


def _left(service: Service) -> int:
    return sum(each.total for each in key_uses(service) if each.key_id == "old")


def _kill_rotation(running: Running, service: Service, part: float) -> bool:
    """Rotate until no more than that part is left, then kill it; false: it had ended before."""
    until = int(_left(service) * part)
    command = [sys.executable, "-m", "comments_service", "keys", "rotate"]
    with subprocess.Popen(
        command, cwd=ROOT, env=running.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as rotating:
        wait_for(lambda: _left(service) <= until or rotating.poll() is not None, "the rotation")
        rotating.kill()
    assert rotating.returncode in {0, -signal.SIGKILL}
    return rotating.returncode != 0 and _left(service) > 0


def test_a_rotation_that_is_killed_loses_nothing_and_counts_nobody_twice(
    site: Path, url: str, rounds: int, tmp_path: Path
) -> None:
    kills, portion = (10, 10_000) if rounds > 3 else (3, 300)
    settings = {"YANLU_DATABASE": url, "YANLU_KEYS": f"{NEW} {OLD}"}
    number = 0
    with (
        served(site, tmp_path, {**settings, "YANLU_RATE_LIMIT": "off"}) as running,
        opened(running) as service,
        _posting(running) as taken,
    ):
        parts = [turn / (turn + 1) for turn in range(kills, 0, -1)]
        for _ in range(kills + _TRIES):
            # At first; or it was done before anybody could look, and there must be more.
            if not _left(service):
                _submit(service, range(number, number + portion))
                number += portion
            if _kill_rotation(running, service, parts[0]):
                del parts[0]
            if not parts:
                break
        assert parts == []
        assert check(service).differences == []
        ended = running.command("keys", "rotate")
        assert ended.returncode == 0, ended.stdout + ended.stderr
    with served(site, tmp_path, {**settings, "YANLU_KEYS": NEW}) as running:
        for each in [*range(0, number, number // 20), *sorted(taken)[:20]]:
            answer = send(running.address, submission(each))
            assert answer
            assert answer[0] == 201
    with opened(running) as service:
        found = check(service)
        assert (found.differences, found.submissions) == ([], number + len(taken))
        assert [each.key_id for each in key_uses(service)] == ["new"]
        with service.database.read() as connection:
            people = connection.execute(select(func.count()).select_from(participants)).scalar_one()
        assert people == number + len(taken)
