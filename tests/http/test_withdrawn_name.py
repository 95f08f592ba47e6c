"""A consent to publish the name that is taken back reaches everything that says the name."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.window import parse_instant
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import publish_outcome
from comments_service.services.outcome.reports import report_file
from comments_service.services.register import deciding
from tests.conftest import INSIDE, POLICY, World
from tests.worlds.counted_list import AFTER, CITATIONS, Office
from tests.worlds.personal_data import forms_of
from tests.worlds.sites import build

NAME = "宇文拓跋"
KINDS = {".atom", ".bin", ".csv", ".gz", ".html", ".ics", ".json", ".png", ".svg", ".txt"}


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return office.app.test_client()


def files_with_the_name(*folders: Path) -> set[str]:
    """Return the names of the files that say it, packed ones unpacked."""
    named = set()
    for path in (each for folder in folders for each in folder.rglob("*") if each.is_file()):
        held = path.read_bytes()
        if path.suffix == ".gz":
            held = gzip.decompress(held)
        if held.startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                held = b"\n".join(packed.read(name) for name in packed.namelist())
        if any(form in held for form in forms_of(NAME)):
            named.add(path.name)
    return named


def answered(office: Office, client: FlaskClient) -> dict[str, Any]:
    """Send two comments under the name, and publish the answers to them."""
    comments = [
        {"clause": f"part_1__sec_{number}", "stance": "suggest", "body": f"第{number}条。"}
        for number in (1, 2)
    ]
    sent = office.world.citizen(name=NAME, consent_publish_name=True, comments=comments)
    receipt: dict[str, Any] = client.post("/api/v1/submissions", json=sent).get_json()
    ids = [each["id"] for each in receipt["comments"]]
    office.propose([(ids[0], "adopted"), (ids[1], "not_adopted")])
    deciding.release(office.service, office.chen.id, office.proposals(ids))
    office.outputs()
    return receipt


def test_after_a_refresh_and_a_build_nothing_on_the_site_says_it(
    office: Office, client: FlaskClient
) -> None:
    receipt = answered(office, client)
    built, results = office.folder / "built", office.policies / POLICY / "results.json"
    named = {"results.json", "results.json.gz", "results.csv", "index.html", "index.html.gz"}
    assert files_with_the_name(built, office.policies) == named
    # Feeds, calendars, the search index, pictures for social networks are looked through too.
    assert {path.suffix for path in built.rglob("*") if path.is_file()} >= KINDS
    assert NAME in office.page()
    code = {"X-Query-Code": receipt["query_code"]}
    place = f"/api/v1/receipts/{receipt['receipt_no']}/publish-name"
    assert client.delete(place, headers=code).status_code == 200
    # The service says it no more at once, in whatever it gives out.
    given = office.folder / "given"
    given.mkdir()
    for form in ("xlsx", "json", "csv"):
        export_file(office.service, POLICY, "public", form, given / f"out.{form}")
    report_file(office.service, POLICY, "public", given / "out.docx")
    told = (given / "out.json").read_text("utf-8")
    assert NAME not in told
    assert json.loads(told)["manifest"]["names_withdrawn_on"] == INSIDE[:10]
    assert files_with_the_name(given) == set()
    publish_outcome(office.service, POLICY, results, office.chen.id, refresh=True)
    build(office.policies, built, now=parse_instant(AFTER))
    assert files_with_the_name(built, office.policies) == set()
    assert "宇**跋" in office.page()
    assert CITATIONS[0] in office.page()
