"""On PostgreSQL many who post wait for their own commits, not for one another's."""

import http.client
import itertools
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.sql import SQL

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.errors import IdempotencyConflict, NotChangeable, Refusal
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.database.check import check
from comments_service.services.intake.erasure import erase
from comments_service.services.intake.own_submission import withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import propose
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts, comment_states, submissions
from comments_service.store.ledger import ledger
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import postgresql
from tests.servers.live_service import Running, served
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import submission
from tests.worlds.desk_comments import decision
from tests.worlds.officers import add_officer

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


def _send(running: Running, begin: Barrier) -> int:
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
        taken = threads.map(lambda _: _send(running, begin), range(connections))
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


def _anybody(world: World, chance: random.Random) -> NewSubmission:
    """Return what one of six people sends, whose key another one may have used."""
    key = (
        {"idempotency_key": f"by-chance-{chance.randrange(200):08}"}
        if chance.random() < 0.1
        else {}
    )
    said = {"name": f"测试甲{(who := chance.randrange(6))}", "phone": f"1380728121{who}"}
    return parse_submission(world.citizen(**said, **key))


def _post(world: World, service: Service, seed: int) -> list[StoredSubmission]:
    """Post, withdraw, change one's mind; return what was acknowledged."""
    chance, taken = random.Random(seed), []
    for _ in range(25):
        with suppress(IdempotencyConflict):
            taken.append(submit(service, _anybody(world, chance)))
        if taken and chance.random() < 0.2:
            mine = chance.choice(taken)
            shown = ShownReceipt(mine.receipt_no, mine.query_code)
            with suppress(NotChangeable):
                withdraw(service, shown, mine.comments[0].id)
    return taken


def _work(service: Service, officer: Officer, others: list[Future[Any]]) -> None:
    """Decide, erase and put counts together for as long as others post."""
    chance = random.Random(0)
    while not all(each.done() for each in others):
        with service.database.read() as connection:
            states = list(comment_states.numbered(connection, POLICY))
        if states:
            one = chance.choice(states)
            with suppress(Refusal):
                propose(service, officer.id, [decision(one.comment, one.changed)])
            with service.database.write() as connection:
                comment_counts.merge(connection)
                ledger.merge_counts(connection)
                sent = submissions.by_id(connection, service.keyring, one.submission)
                if chance.random() < 0.2 and sent and not sent.erased_at:
                    at = service.clock.now(connection)
                    erase(service, connection, POLICY, one.submission, SYSTEM, at)


def test_whatever_many_do_at_once_entries_and_rows_agree(
    world: World, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (comment_counts, ledger):
        monkeypatch.setattr(module, "_WORTH", 1)
    with postgresql() as server:
        for turn in range(max(1, rounds // 6)):
            with server.database(laid_out=True) as url, ThreadPoolExecutor(9) as threads:
                services = [
                    world.service(YANLU_DATABASE=url, YANLU_RATE_LIMIT="off") for _ in range(3)
                ]
                officer = add_officer(services[0], "heli", *Role)
                posts = [
                    threads.submit(_post, world, services[seed % 3], 100 * turn + seed)
                    for seed in range(8)
                ]
                _work(services[0], officer, posts)
                taken = {each.id for done in posts for each in done.result()}
                with services[0].database.read() as connection:
                    numbers = Counter(
                        each.submission for each in comment_states.numbered(connection, POLICY)
                    )
                assert set(numbers) == taken
                assert set(numbers.values()) == {1}
                assert check(services[0]).differences == []
                world.close()
