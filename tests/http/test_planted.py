"""What is planted by every door is nowhere that others look, and nowhere in the clear."""

import io
import logging
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from comments_service.cli.main import main
from comments_service.domain.accounts.roles import Role
from comments_service.services.register.deciding import release
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.http.conftest import Serve
from tests.worlds.counted_list import AFTER, Office
from tests.worlds.letters import PNG, send
from tests.worlds.officers import signed_in
from tests.worlds.personal_data import INTERNAL, PERSONAL, Visitor, plant


@pytest.fixture
def env(world: World) -> dict[str, str]:
    """What a server of its own is told; what it keeps for a moment is kept in the folder too."""
    (world.folder / "tmp").mkdir()
    free = {"YANLU_RATE_LIMIT": "off", "YANLU_CHALLENGE": "off"}
    # Messages are kept, and go nowhere.
    free |= {"YANLU_MAIL": "smtp://127.0.0.1:9", "YANLU_MAIL_FROM": "no-reply@city.test"}
    return {**world.env, **free, "TMPDIR": str(world.folder / "tmp")}


def given_out(port: int) -> Iterator[tuple[str, bytes]]:
    """Yield what anybody may ask for, and the sheets that go to units and departments."""
    heli, zhoumin = Visitor(port, "heli"), Visitor(port, "zhoumin")
    (unit,) = re.findall(r'data-unit="(\w+)"', heli.get(f"/desk/{POLICY}/units").decode())
    yield "a unit's sheet", heli.get(f"/desk/{POLICY}/units/{unit}/sheet")
    yield "the sheet of decisions", zhoumin.get(f"/desk/{POLICY}/sheet/decisions")
    tally = f"/api/v1/policies/{POLICY}/tally"
    for place in ("/", "/api/v1/policies", tally, f"/forms/{POLICY}", f"/{POLICY}/"):
        yield place, Visitor(port).get(place)


def answer(office: Office) -> None:
    """Decide on all that may be decided on, release it, and write every file of the outcome."""
    with office.service.database.read() as connection:
        states = [*comment_states.numbered(connection, POLICY)]
    left = [each.comment for each in states if not each.sealed]
    assert (len(left), len(states)) == (3, 4)
    office.propose([(each, "not_adopted") for each in left])
    release(office.service, office.chen.id, office.proposals(left))
    office.outputs()


def opened(content: bytes) -> bytes:
    """Return what a file holds; of a workbook or Word file, what is packed in it."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def found(content: bytes, planted: Collection[str]) -> list[str]:
    held = opened(content)
    return [
        each for each in planted if each.encode() in held or each.encode().hex().encode() in held
    ]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_planted_by_every_door_is_nowhere_in_the_clear(
    world: World, env: dict[str, str], serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(world)
    env |= office.env
    server = serve(env)
    plant(server.port)
    for name, content in given_out(server.port):
        assert found(content, (*PERSONAL, *INTERNAL)) == [], name
    assert found(server.stop().encode(), (*PERSONAL, *INTERNAL)) == []
    answer(office)
    for variable, value in {**env, "YANLU_NOW": AFTER}.items():
        monkeypatch.setenv(variable, value)
    assert main(["db", "backup", str(world.folder / "backup")]) == 0
    kept = files(world.folder)
    names = {path.name for path in kept}
    assert {"yanlu.sqlite3", "yanlu.sqlite3-wal", "backup", "results.json", "out.docx"} <= names
    databases = {path for path in kept if path.name.startswith(("yanlu.sqlite3", "backup"))}
    # What is said is no secret of the database's: it is read out there, and the search finds it.
    assert found((world.folder / "backup").read_bytes(), INTERNAL)
    for path in kept:
        planted = PERSONAL if path in databases else (*PERSONAL, *INTERNAL)
        assert found(path.read_bytes(), planted) == [], path


def test_nothing_that_was_entered_gets_into_a_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    heli = signed_in(world.app(YANLU_NOW=AFTER), "heli", Role.REGISTRAR)
    with caplog.at_level(logging.DEBUG):
        send(heli, files=[("PLANTED-FILE.png", PNG)], name="PLANTED-NAME", contact="PLANTED")
        send(heli, files=[("PLANTED-FILE.png", b"PLANTED")], name="")
    assert "PLANTED" not in caplog.text
