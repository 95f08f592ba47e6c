"""``keys rotate`` is killed, again and again, while people comment: nothing is lost by it."""

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from comments_service.keyring import new_key_line, parse_keys
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.key_rotation import key_uses
from comments_service.settings import Settings
from comments_service.store.database.tables import participants
from comments_service.web.api.schemas import parse_submission
from tests.servers.databases import postgresql
from tests.servers.live_service import ROOT, Running, served
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.soak.sending import send, submission

pytestmark = pytest.mark.soak
OLD, NEW = new_key_line("old"), new_key_line("new")
_LATER = 1_000_000


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/yanlu.sqlite3"
        return
    with postgresql() as server, server.database(laid_out=False) as found:
        yield found


def _posting(running: Running, stop: threading.Event) -> tuple[threading.Thread, set[int]]:
    """Start somebody who sends one submission after another; the set has what was taken."""
    taken: set[int] = set()

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
    return thread, taken


def _left(service: Service) -> int:
    return sum(each.total for each in key_uses(service) if each.key_id == "old")


def _killed(running: Running, service: Service, until: int) -> None:
    """Rotate until no more values than that are under the old key, then kill it."""
    command = [sys.executable, "-m", "comments_service", "keys", "rotate"]
    with subprocess.Popen(
        command, cwd=ROOT, env=running.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as rotating:
        wait_for(lambda: _left(service) <= until or rotating.poll() is not None, "the rotation")
        rotating.kill()


def test_a_rotation_that_is_killed_loses_nothing_and_counts_nobody_twice(
    site: Path, url: str, rounds: int, tmp_path: Path
) -> None:
    kills, number = (10, 10_000) if rounds > 3 else (3, 300)
    settings = {"YANLU_DATABASE": url, "YANLU_KEYS": f"{NEW} {OLD}"}
    with served(site, tmp_path, {**settings, "YANLU_RATE_LIMIT": "off"}) as running:
        service = open_service(Settings.from_env(running.env))
        before = replace(service, keyring=parse_keys(OLD))
        for each in range(number):
            submit(before, parse_submission(submission(each)))
        whole, stop = _left(service), threading.Event()
        thread, taken = _posting(running, stop)
        for turn in range(kills):
            _killed(running, service, whole * (kills - turn) // (kills + 1))
        assert _left(service)
        assert check(service).differences == []
        ended = running.command("keys", "rotate")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        stop.set()
        thread.join(MOST_SECONDS)
        service.database.close()
    with served(site, tmp_path, {**settings, "YANLU_KEYS": NEW}) as running:
        for each in [*range(0, number, number // 20), *sorted(taken)[:20]]:
            answer = send(running.address, submission(each))
            assert answer
            assert answer[0] == 201
    service = open_service(Settings.from_env(running.env))
    found = check(service)
    assert (found.differences, found.submissions) == ([], number + len(taken))
    assert [each.key_id for each in key_uses(service)] == ["new"]
    with service.database.read() as connection:
        people = connection.execute(select(func.count()).select_from(participants)).scalar_one()
    assert people == number + len(taken)
    service.database.close()
