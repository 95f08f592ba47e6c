"""Another process holds the write lock of the database that a real server reads."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.conftest import POLICY, World
from tests.http.conftest import Serve


def test_200_readers_at_once_are_answered_while_the_write_lock_is_held_elsewhere(
    world: World, serve: Serve
) -> None:
    server = serve({**world.env, "YANLU_LOCK_TIMEOUT": "0.2"})
    sent = world.citizen()
    assert server.submit(sent)[0] == 201
    with closing(sqlite3.connect(world.folder / "yanlu.sqlite3")) as elsewhere:
        elsewhere.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(200) as threads:
            answers = list(threads.map(lambda _: server.ask("GET", "/api/v1/policies"), range(200)))
        status, problem = server.submit(world.citizen())
        again = server.submit(sent)
    assert {status for status, _ in answers} == {200}
    assert {body["policies"][0]["counts"]["comments"] for _, body in answers} == {1}
    assert (status, problem["code"]) == (503, "unavailable")
    assert again[0] == 201
    assert server.ask("GET", f"/api/v1/policies/{POLICY}/tally")[1]["submissions"] == 1
