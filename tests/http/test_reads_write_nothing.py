"""No GET waits for writers: none but /readyz begins a writing transaction."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from comments_service.domain.accounts.roles import Role
from comments_service.store.database.database import Database
from tests.conftest import POLICY, World
from tests.worlds.officers import signed_in

# Whoever opens a file is entered before they have it, and a provider of identities sends people
# back by their browser's GET.
WRITING = {"/readyz", "desk.open_attachment", "desk.open_sealed_attachment"}
WRITING |= {"pages.identity_page.show_return"}
PLACES = {
    "policy_id": POLICY, "receipt_no": "20180713-0000-0000-0", "name": "yanlu.css",
    "path": "index.html", "sheet": "register", "draft_id": "d", "submission_id": "s",
    "scan_id": "s", "unit_id": "u", "comment_id": "c", "file_id": "f",
}  # fmt: skip


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is begun to be written from now on."""
    begun: list[str] = []
    for name in ("_writing", "rehearse"):
        inner = getattr(Database, name)

        def counted(*given: Any, inner: Callable[..., Any] = inner, name: str = name) -> Any:
            begun.append(name)
            return inner(*given)

        monkeypatch.setattr(Database, name, counted)
    return begun


def routes(app: Flask) -> Iterator[Rule]:
    return (each for each in app.url_map.iter_rules() if "GET" in (each.methods or ()))


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        values = {name: PLACES[name] for name in rule.arguments}
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


@pytest.mark.parametrize("staff", [False, True])
def test_no_get_but_readyz_begins_to_write(world: World, writes: list[str], *, staff: bool) -> None:
    app = world.app()
    client = signed_in(app, "he", *Role).client if staff else app.test_client()
    for rule in routes(app):
        if not {rule.rule, rule.endpoint} & WRITING:
            writes.clear()
            client.get(address(app, rule), query_string={"code": "1234 5678 9012"}).close()
            assert writes == [], rule.rule
    client.get("/readyz")
    assert writes == ["rehearse"]


def test_looking_up_and_reading_what_is_there_writes_nothing(
    world: World, writes: list[str]
) -> None:
    client = world.client()
    sent = client.post("/api/v1/submissions", json=world.citizen()).get_json()
    writes.clear()
    place = f"/api/v1/receipts/{sent['receipt_no']}"
    for code, status in ((sent["query_code"], 200), ("0000 0000 0000", 404)):
        assert client.get(place, headers={"X-Query-Code": code}).status_code == status
        assert client.get(f"{place}/slip", headers={"X-Query-Code": code}).status_code == status
    for path in ("/api/v1/policies", f"/api/v1/policies/{POLICY}/tally"):
        assert client.get(path).status_code == 200
    assert writes == []
