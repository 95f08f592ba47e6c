"""Every step of a draft is in the ledger, on either database, and one that is altered is named."""

from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.domain.accounts.roles import Role
from comments_service.services.database.check import check
from tests.conftest import World
from tests.worlds.brought_drafts import brought, drafts_app, empty_inbox, take_step
from tests.worlds.ledgers import without_triggers
from tests.worlds.officers import signed_in


def test_the_steps_of_a_draft_verify_and_a_changed_one_does_not(
    world: World, laid_out_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = empty_inbox(tmp_path, monkeypatch)
    world.env["YANLU_DATABASE"] = laid_out_url
    app = drafts_app(world, inbox)
    drafter = signed_in(app, "zhoumin", Role.DRAFTER)
    name = brought(drafter)
    take_step(drafter, name, "handed_in")
    take_step(signed_in(app, "chenjing", Role.PUBLISHER), name, "released")
    service = app.extensions["yanlu"]
    assert check(service).differences == []
    with service.database.write() as connection, without_triggers(connection):
        forged = text("UPDATE ledger SET body = :body WHERE body LIKE '%released%'")
        body = '{"digest":"%s","step":"withdrawn"}' % ("0" * 64)
        assert connection.execute(forged, {"body": body}).rowcount == 1
    (found,) = check(service).differences
    assert found.startswith("entry ")
