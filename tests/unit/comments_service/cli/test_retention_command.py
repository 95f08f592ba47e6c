"""``retention run``: what it says of what it does."""

import pytest

from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.services.service import open_service
from comments_service.store.database import database
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

Said = pytest.CaptureFixture[str]


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    submit(world.service(), parse_submission(world.citizen()))
    for name, value in {**world.env, "YANLU_NOW": "2021-07-18T00:30:00+08:00"}.items():
        monkeypatch.setenv(name, value)
    return world


@pytest.mark.usefixtures("operator")
@pytest.mark.sqlite
def test_it_says_what_it_would_do_does_it_and_then_there_is_nothing_left(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    assert main(["retention", "run", "--dry"]) == 0
    assert main(["retention", "run"]) == 0
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    assert main(["retention", "run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{POLICY} w1, ended 2018-07-18: 1 would be erased",
        f"{POLICY} w1, ended 2018-07-18: 1 erased",
        "没有期满的",
    ]
    assert main(["db", "check"]) == 0


@pytest.mark.sqlite
def test_while_somebody_reads_it_asks_to_be_run_again(
    operator: World, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    reader = operator.closing(open_service(operator.settings()))
    with reader.database.read() as connection:
        connection.exec_driver_sql("SELECT 1 FROM submissions").all()
        assert main(["retention", "run"]) == 1
    assert "run it again, to write over what was erased" in capsys.readouterr().out
    assert main(["retention", "run"]) == 0
