"""On PostgreSQL many who post wait for their own commits, not for one another's."""

import http.client
import itertools
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Barrier
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.sql import SQL

from tests.servers.databases import postgresql
from tests.servers.live_service import Running, served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import submission

pytestmark = pytest.mark.soak
# Each commit of a submission takes so much longer: 20 ms, in the short form more, so that a machine
# with other work measures the waiting all the same.
_MILLISECONDS = 20 if os.environ.get("YANLU_SOAK") == "long" else 200
_SLOW = f"""
CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep({_MILLISECONDS} / 1000.0); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON submissions DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION take_long()
"""
_NUMBERS = itertools.count(1)
_SECONDS = 5.0
_CONNECTIONS = 8
_LEAST = 5.0


@pytest.fixture(scope="module")
def slow_database() -> Iterator[str]:
    """Return the URL of a database in which commits of submissions are slow."""
    with postgresql() as server, server.database(laid_out=False) as url:
        yield url


def _post(running: Running, begin: Barrier) -> int:
    """Post on one connection for some seconds; return how many submissions were taken."""
    at = urlsplit(running.address)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=MOST_SECONDS)
    headers = {"Content-Type": "application/json"}
    begin.wait(MOST_SECONDS)
    taken, end = 0, time.monotonic() + _SECONDS
    while time.monotonic() < end:
        body = json.dumps(submission(next(_NUMBERS))).encode()
        connection.request("POST", "/api/v1/submissions", body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 201
        taken += 1
    connection.close()
    return taken


def _rate(running: Running, connections: int) -> float:
    begin = Barrier(connections)
    with ThreadPoolExecutor(connections) as threads:
        taken = threads.map(lambda _: _post(running, begin), range(connections))
        return sum(taken) / _SECONDS


def test_eight_connections_post_five_times_as_much_as_one_where_commits_are_slow(
    site: Path, slow_database: str, rounds: int, tmp_path: Path
) -> None:
    # One address has a quarter of the threads of a process.
    capacity = {"YANLU_WORKERS": "4", "YANLU_THREADS": "32"}
    env = {"YANLU_DATABASE": slow_database, "YANLU_RATE_LIMIT": "off", **capacity}
    with served(site, tmp_path, env) as running:
        with psycopg.connect(slow_database, autocommit=True) as connection:
            connection.execute(SQL(_SLOW))
        _rate(running, _CONNECTIONS)
        ratios = []
        for _ in range(min(rounds, 5)):
            one, many = _rate(running, 1), _rate(running, _CONNECTIONS)
            ratios.append(many / one)
        checked = running.command("db", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert median(ratios) >= _LEAST
