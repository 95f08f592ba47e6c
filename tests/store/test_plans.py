"""Nothing that posts and public reads ask grows with what is stored: each goes by an index."""

import re
from typing import Any

import pytest
from sqlalchemy import event

from tests.conftest import POLICY, World

# Of one row each.
SMALL = {"clock", "clock_floor", "identity", "key_checks", "CONSTANT"}


def plan(connection: Any, statement: str) -> list[str]:
    found = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    return [str(row[-1]) for row in found]


@pytest.mark.parametrize("limits", ["on", "off"])
def test_no_statement_of_the_public_reads_a_whole_table(world: World, limits: str) -> None:
    app = world.app(YANLU_RATE_LIMIT=limits)
    client, database = app.test_client(), app.extensions["yanlu"].database
    asked: set[str] = set()

    def traced(dbapi_connection: Any, *_: object) -> None:
        dbapi_connection.set_trace_callback(asked.add)

    event.listen(database.engine, "checkout", traced)
    for _ in range(2):
        sent = client.post("/api/v1/submissions", json=world.citizen())
        assert sent.status_code == 201
        for place in (f"/api/v1/policies/{POLICY}/tally", "/api/v1/policies"):
            assert client.get(place).status_code == 200
        receipt, code = sent.get_json()["receipt_no"], sent.get_json()["query_code"]
        found = client.get(f"/api/v1/receipts/{receipt}", headers={"X-Query-Code": code})
        assert found.status_code == 200
    event.remove(database.engine, "checkout", traced)
    assert len(asked) > 20
    slow = []
    with database.read() as connection:
        driver = connection.connection.dbapi_connection
        driver.set_trace_callback(None)
        for statement in asked:
            for step in plan(driver, statement) if statement.startswith("SELECT") else []:
                table = re.match(r"SCAN (\w+)", step)
                if table and table[1] not in SMALL:
                    slow.append(f"{step}: {statement}")
    assert slow == []
