import json

import pytest

from comments_service.cli.main import main
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.accounts import staff
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.ledger.ledger import entries
from tests.conftest import CLOSES, INSIDE, POLICY, World


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Whoever runs commands on the database of a service that was closed in time."""
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    keep_time(world.service(YANLU_NOW=CLOSES))
    return world


@pytest.mark.parametrize("has_account", [True, False])
def test_a_clock_is_accepted_by_somebody_and_what_is_void_is_named(
    operator: World, capsys: pytest.CaptureFixture[str], *, has_account: bool
) -> None:
    actor = "system"
    if has_account:
        admin = Officer("", "wxm", "王晓明", frozenset({Role.ADMIN}))
        actor = staff.add(operator.service(YANLU_NOW=CLOSES), admin)[0].id
    assert main(["clock", "accept", "--by", " 王晓明 "]) == 0
    told = capsys.readouterr().out
    assert f"{POLICY} w1: ends at {CLOSES}, its closing is void" in told
    assert f"it is {INSIDE}, says 王晓明" in told
    with operator.service().database.read() as connection:
        last = list(entries(connection))[-1]
    assert (last.type, last.subject, last.actor) == ("clock_accepted", "clock", actor)
    assert list(json.loads(last.body)) == ["floor_before"]
    assert main(["db", "check"]) == 0


@pytest.mark.parametrize("name", ["", "  ", "王\n晓明", "\udcff", "王" * 101])
def test_a_name_that_cannot_be_kept_is_refused(
    operator: World, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with pytest.raises(SystemExit):
        main(["clock", "accept", "--by", name])
    assert "1 to 100 characters" in capsys.readouterr().err
    with operator.service(YANLU_NOW=CLOSES).database.read() as connection:
        assert [entry.type for entry in entries(connection)] == ["window_closed"]


def test_nobody_accepts_a_clock_without_a_name(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    del operator
    with pytest.raises(SystemExit):
        main(["clock", "accept"])
    assert "--by" in capsys.readouterr().err
