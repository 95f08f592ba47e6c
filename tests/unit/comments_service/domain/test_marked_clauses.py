"""People are shown the words of a clause, not the marks of Markdown in it."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.codec import dump_clauses, load_clauses
from catalogue.text import clause_digest
from tests.conftest import POLICY, World

WID = "v1.part_1__sec_1"
TEXT, PLAIN = "设立**专项**资金[^1]5000万元。", "设立专项资金5000万元。"


@pytest.fixture
def client(world: World) -> FlaskClient:
    path = world.site / POLICY / "v1/clauses.json"
    found = load_clauses(path.read_text("utf-8"))
    clauses = [
        replace(each, text=TEXT, plain=PLAIN, digest=clause_digest([(each.number, "", TEXT)]))
        if each.wid == WID
        else each
        for each in found.clauses
    ]
    path.write_text(dump_clauses(replace(found, clauses=tuple(clauses))), "utf-8")
    return world.client()


def sent(client: FlaskClient, world: World, exact: str) -> Any:
    comment = {**world.citizen()["comments"][0], "selector": {"exact": exact}}
    return client.post("/api/v1/submissions", json=world.citizen(comments=[comment]))


def test_the_form_and_the_receipt_show_the_words(client: FlaskClient, world: World) -> None:
    form = client.get(f"/forms/{POLICY}?version=v1&clause={WID}").text
    assert "设立专项资金5000万元。" in form
    assert "**" not in form
    taken = sent(client, world, "专项资金5000").get_json()
    where = f"/api/v1/receipts/{taken['receipt_no']}?code={taken['query_code']}"
    (comment,) = client.get(where).get_json()["comments"]
    assert comment["clause_text"] == "（一）设立专项资金5000万元。"


@pytest.mark.parametrize(("exact", "status"), [("专项资金", 201), ("**专项**", 201), ("别的", 422)])
def test_words_may_be_selected_as_shown_or_as_written(
    client: FlaskClient, world: World, exact: str, status: int
) -> None:
    assert sent(client, world, exact).status_code == status
