"""The figures for who watches the service: of all processes, of no person, and for nobody else."""

import json
import os
import re
import signal
from contextlib import closing, suppress
from http.client import HTTPConnection

import psycopg
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from comments_service.web.site.metrics_route import METRICS
from tests.conftest import POLICY, World
from tests.http.conftest import Serve, Served
from tests.http.test_slow_clients import workers
from tests.servers.databases import PostgreSQL
from tests.servers.waiting import MOST_SECONDS, wait_for

# Of 林晓芸, and of where she comments.
PERSONAL = ("林晓芸", "13807281234", "138 0728 1234", "资金", POLICY)
Figures = dict[str, dict[tuple[str, ...], float]]


def figures(server: Served) -> Figures:
    """Return the value of each sample, by its name and the values of its labels in order."""
    found: Figures = {}
    for family in text_string_to_metric_families(page(server)[1]):
        for sample in family.samples:
            labels = tuple(sample.labels[each] for each in sorted(sample.labels))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


def page(server: Served, **headers: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=MOST_SECONDS)) as connection:
        connection.request("GET", "/metrics", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_requests_refusals_commits_and_what_there_is(world: World, serve: Serve) -> None:
    server = serve({**world.env, "YANLU_DISK_RESERVE": "1000000000"})
    status, taken = server.submit(world.citizen())
    assert status == 201
    assert server.submit(world.citizen(name=""))[0] == 422
    assert server.ask("GET", "/api/v1/receipts/1?code=2")[0] == 404
    found = figures(server)
    requests = found["yanlu_requests_total"]
    # Labels in the order method, route, status.
    assert requests["POST", "/api/v1/submissions", "201"] == 1
    assert requests["POST", "/api/v1/submissions", "422"] == 1
    assert requests["GET", "/api/v1/receipts/<receipt_no>", "404"] == 1
    assert found["yanlu_refusals_total"] == {("invalid",): 1, ("unknown_receipt",): 1}
    assert found["yanlu_request_seconds_count"]["/api/v1/submissions",] == 2
    assert found["yanlu_commit_seconds_count"][()] >= 1
    assert found["yanlu_submissions"] == {(): 1}
    assert found["yanlu_ready"] == {(): 0}
    assert found["yanlu_finding"] == {("disk_low",): 1}
    assert found["yanlu_database_bytes"][()] > 100_000
    assert found["yanlu_disk_free_bytes"][()] > 0
    assert found["yanlu_connections_open"][()] >= 1
    assert found["yanlu_requests_present"] == {(): 1}
    assert found["yanlu_threads_busy"] == {(): 1}
    assert found["yanlu_messages_waiting"] == {(): 0}
    whole = page(server)[1]
    # Values of samples may look like anything.
    told = re.sub(r" [0-9.e+-]+$", "", whole, flags=re.MULTILINE)
    assert [each for each in (*PERSONAL, taken["receipt_no"]) if each in told] == []
    kill_worker(server)
    again = figures(server)
    assert again["yanlu_requests_total"]["POST", "/api/v1/submissions", "201"] == 1
    assert again["yanlu_threads"] == found["yanlu_threads"]
    assert again["yanlu_requests_present"] == {(): 1}
    messages = [json.loads(line)["message"] for line in server.stop().splitlines()]
    assert "Unexpected exit from worker-1" in messages


def kill_worker(server: Served) -> None:
    """SIGKILL the serving process, and wait until there is another that answers."""
    (worker,) = workers(server)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: workers(server) - {worker} and answers(server), "another worker to answer")


def answers(server: Served) -> bool:
    with suppress(OSError):
        return server.ask("GET", "/healthz")[0] == 200
    return False


def test_they_are_of_all_processes_together(
    world: World, serve: Serve, postgres: PostgreSQL
) -> None:
    with postgres.database(laid_out=False) as url:
        server = serve({**world.env, "YANLU_DATABASE": url})
        for _ in range(40):
            # Each on a connection of its own, which any process may take.
            assert server.ask("GET", "/healthz")[0] == 200
        found = figures(server)
        assert found["yanlu_requests_total"]["GET", "/healthz", "200"] == 40
        assert found["yanlu_submissions"] == {(): 0}
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE comment_counts RENAME TO away")
        found = figures(server)
        assert "yanlu_submissions" not in found
        assert found["yanlu_requests_total"]["GET", "/healthz", "200"] == 40
        server.stop()


FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via")


def test_nobody_reads_them_through_a_proxy_or_from_elsewhere(world: World) -> None:
    def status(whole: Flask, **headers: str) -> int:
        whole.extensions[METRICS] = lambda: b"yanlu_ready 1\n"
        return whole.test_client().get("/metrics", headers=headers).status_code

    app = world.app(YANLU_TRUSTED_PROXIES="127.0.0.1")
    assert status(app) == 200
    assert {name: status(app, **{name: "127.0.0.1"}) for name in FORWARDED} == dict.fromkeys(
        FORWARDED, 404
    )
    assert status(world.app(YANLU_METRICS_FROM="203.0.113.0/24")) == 404
