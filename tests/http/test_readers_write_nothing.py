"""Who reads takes no lock: of all that can be asked for, only a few named things write."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event

from comments_service.domain.accounts.roles import Role
from tests.conftest import POLICY, World
from tests.worlds.officers import signed_in

# /readyz tries it and rolls it back; a wrong pair is counted against guessing.
WRITING = {"/readyz", "/api/v1/receipts/<receipt_no>", "/api/v1/receipts/<receipt_no>/slip"}
VALUES = {
    "policy_id": POLICY,
    "receipt_no": "201807150000000000",
    "path": "catalogue.json",
    "name": "desk.css",
    "sheet": "decisions",
}


def counted_writes(app: Flask) -> list[Connection]:
    """Return a list that gets each connection of the application that begins a write."""
    begun: list[Connection] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("yanlu_write"):
            begun.append(connection)

    event.listen(app.extensions["yanlu"].database.engine, "begin", note)
    return begun


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield (pattern, an address of it) of everything that can be asked for."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                values: dict[str, Any] = {name: VALUES.get(name, "none") for name in rule.arguments}
                yield rule.rule, app.url_for(rule.endpoint, **values)


def test_nothing_that_is_asked_for_begins_a_write_but_what_is_named(world: World) -> None:
    app = world.app()
    writes = counted_writes(app)
    client, desk = app.test_client(), signed_in(app, "heli", *Role).client
    taken = client.post("/api/v1/submissions", json=world.citizen()).get_json()
    found = set()
    for rule, address in addresses(app):
        for asking in (client, desk):
            writes.clear()
            asking.get(address).close()
            found |= {rule} if writes else set()
    assert found == WRITING
    writes.clear()
    code = taken["query_code"].replace(" ", "")
    for each in ("", "/slip"):
        address = f"/api/v1/receipts/{taken['receipt_no']}{each}?code={code}"
        assert client.get(address, headers={"X-Query-Code": code}).status_code == 200
    assert writes == []
