"""What is planted by every door is nowhere that others look, and nowhere in the clear."""

import gzip
import io
import json
import logging
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from comments_service.cli.main import main
from comments_service.domain.accounts.roles import Role
from comments_service.domain.register.redaction import GAP
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.store.database.tables import metadata
from tests.conftest import POLICY, World
from tests.http.conftest import Serve
from tests.servers.identity_providers import CLIENT, SECRET, LyingProvider
from tests.worlds.contact_codes import MAIL
from tests.worlds.counted_list import AFTER, Office
from tests.worlds.hostile_senders import fields_of, writing
from tests.worlds.letters import PNG, send
from tests.worlds.officers import signed_in
from tests.worlds.personal_data import (
    ASKED,
    BODY,
    CITIZEN,
    CODED,
    INTERNAL,
    PERSONAL,
    REVISED,
    SAID,
    SHOWN,
    WORDS,
    Visitor,
    forms_of,
    plant,
)

PUBLIC = (
    "/", "/api/v1/policies", f"/api/v1/policies/{POLICY}/tally", "/api/openapi.json",
    f"/forms/{POLICY}", f"/{POLICY}/", "/catalogue.json", "/receipts/", "/readyz", "/healthz",
    f"/api/v1/policies/{POLICY}/comments", f"/forms/{POLICY}/comments",
)  # fmt: skip
"""What anybody may ask for."""
# Fields that hold no words of a person.
WITHOUT_WORDS = {
    "policy", "version", "participant", "consent_notice", "consent_publish_name", "notice_version",
    "comments", "selector", "type", "exact", "prefix", "suffix", "stance", "confidential", "clause",
    "language", "challenge", "idempotency_key", "kind", "comment", "attachments", "contact_code",
    "id", "code", "identity",
}  # fmt: skip
# Tables without a row here, of what did not happen.
UNPLANTED = {
    "address_turns", "clock", "ledger_counts", "message_stops", "sign_in_failures",
    "spent_challenges", "stand_ins",
}  # fmt: skip


@pytest.fixture
def env(world: World) -> Iterator[dict[str, str]]:
    """What a server of its own is told; what it keeps for a moment is kept in the folder too."""
    (world.folder / "tmp").mkdir()
    free = {"YANLU_RATE_LIMIT": "off", "YANLU_CHALLENGE": "off"}
    # Messages are kept, and go nowhere.
    free |= MAIL
    free |= {"YANLU_OIDC_CLIENT": CLIENT, "YANLU_OIDC_SECRET": SECRET}
    provider = LyingProvider()
    free["YANLU_OIDC_ISSUER"] = provider.issuer
    yield {**world.env, **free, "TMPDIR": str(world.folder / "tmp")}
    provider.close()


def given_out(port: int) -> Iterator[tuple[str, bytes]]:
    """Yield the sheets that go to units and departments."""
    heli, zhoumin = Visitor(port, "heli"), Visitor(port, "zhoumin")
    (unit,) = re.findall(r'data-unit="(\w+)"', heli.get(f"/desk/{POLICY}/units").decode())
    yield "a unit's sheet", heli.get(f"/desk/{POLICY}/units/{unit}/sheet")
    yield "the sheet of decisions", zhoumin.get(f"/desk/{POLICY}/sheet/decisions")


def answer(office: Office) -> None:
    """Decide on all that may be decided on, release it, and write every file of the outcome."""
    with office.service.database.read() as connection:
        states = [*comment_states.numbered(connection, POLICY)]
    left = [each.comment for each in states if not each.sealed]
    assert (len(left), len(states)) == (4, 5)
    office.propose([(each, "not_adopted") for each in left])
    release(office.service, office.chen.id, office.proposals(left))
    office.outputs()


def opened(content: bytes) -> bytes:
    """Return what a file holds; what is packed in it, where it is packed."""
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def found(content: bytes, planted: Collection[str]) -> list[str]:
    held = opened(content)
    return [each for each in planted if any(form in held for form in forms_of(each))]


def without_rows(service: Service) -> set[str]:
    with service.database.read() as connection:
        return {
            table.name
            for table in metadata.sorted_tables
            if not connection.execute(select(table).limit(1)).first()
        }


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_field_that_can_hold_words_of_a_person_is_planted() -> None:
    fields = {
        field.rpartition(".")[2]
        for _, _, operation in writing().values()
        for field in fields_of(operation)
        if not field.startswith("/")
    }
    # A file comes by the form, with a name and words of its own.
    planted = {*CITIZEN, *BODY, *SAID, *REVISED, *ASKED, *CODED, "file"}
    assert fields == planted | WITHOUT_WORDS


def test_what_is_planted_by_every_door_is_nowhere_in_the_clear(
    world: World, env: dict[str, str], serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(world)
    env |= office.env
    server = serve(env)
    code = plant(server.port)
    secret = (*PERSONAL, code, code.replace(" ", ""))
    for name, content in given_out(server.port):
        assert found(content, (*secret, *INTERNAL)) == [], name
    read = json.loads(Visitor(server.port).get(f"/api/v1/policies/{POLICY}/comments"))["comments"]
    assert {each["body"] for each in read} == {SHOWN, GAP}
    for place in PUBLIC:
        assert found(Visitor(server.port).get(place), (*secret, *INTERNAL, *WORDS)) == [], place
    assert found(server.stop().encode(), (*secret, *INTERNAL, *WORDS)) == []
    assert without_rows(office.service) == UNPLANTED
    answer(office)
    for variable, value in {**env, "YANLU_NOW": AFTER}.items():
        monkeypatch.setenv(variable, value)
    assert main(["db", "backup", str(world.folder / "backup")]) == 0
    kept = files(world.folder)
    names = {path.name for path in kept}
    assert {"yanlu.sqlite3", "yanlu.sqlite3-wal", "backup", "results.json", "out.docx"} <= names
    databases = {path for path in kept if path.name.startswith(("yanlu.sqlite3", "backup"))}
    # What is said is no secret of the database's: it is read out there, and the search finds it.
    assert found((world.folder / "backup").read_bytes(), (*INTERNAL, *WORDS)) == [*INTERNAL, *WORDS]
    for path in kept:
        planted = secret if path in databases else (*secret, *INTERNAL)
        assert found(path.read_bytes(), planted) == [], path


def test_nothing_that_was_entered_gets_into_a_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    heli = signed_in(world.app(YANLU_NOW=AFTER), "heli", Role.REGISTRAR)
    with caplog.at_level(logging.DEBUG):
        send(heli, files=[("PLANTED-FILE.png", PNG)], name="PLANTED-NAME", contact="PLANTED")
        send(heli, files=[("PLANTED-FILE.png", b"PLANTED")], name="")
    assert "PLANTED" not in caplog.text
