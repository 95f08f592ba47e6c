"""The role that serves on PostgreSQL: it does all that the service does, and changes no entry."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from comments_service.cli.main import main
from comments_service.services.database.check import check
from comments_service.services.intake.own_submission import revise
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.health import readiness
from comments_service.services.upkeep.retention import run_retention
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import PostgreSQL, writing

OVER = "2021-07-18T00:30:00+08:00"
REFUSED = [
    "UPDATE ledger SET body = '{}'",
    "DELETE FROM ledger",
    "TRUNCATE ledger",
    "UPDATE comment_versions SET stance = 'support'",
    "DELETE FROM comment_versions",
    "UPDATE decisions SET reason = ''",
    "DELETE FROM decisions",
    "UPDATE comment_releases SET shown = true",
    "DELETE FROM comment_releases",
    "UPDATE clause_texts SET text = ''",
    "DELETE FROM clause_texts",
    "UPDATE alembic_version SET version_num = '0001'",
    "DROP TABLE submissions",
    "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "CREATE TABLE mine (n integer)",
]


@pytest.fixture
def limited_url(postgres: PostgreSQL) -> Iterator[str]:
    """Return the URL of a laid-out database for a role that owns nothing of it."""
    with postgres.database(laid_out=True) as url:
        yield postgres.limited(url)


def test_the_role_that_serves_does_all_that_the_service_does(
    world: World, limited_url: str
) -> None:
    service = world.service(YANLU_DATABASE=limited_url)
    sent = submit(service, parse_submission(world.citizen()))
    shown = ShownReceipt(sent.receipt_no, sent.query_code)
    revise(service, shown, sent.comments[0].id, {"stance": "oppose", "body": "改过的话。"})
    keep_time(service)
    assert readiness(service).codes == []
    over = world.service(YANLU_DATABASE=limited_url, YANLU_NOW=OVER)
    assert len(run_retention(over).rounds) == 1
    assert check(over).differences == []


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_kept_is_not_changed_whatever_triggers_there_are(
    world: World, limited_url: str, statement: str
) -> None:
    service = world.service(YANLU_DATABASE=limited_url)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(service, statement)


def test_the_owners_commands_give_the_role_its_rights(
    world: World,
    postgres: PostgreSQL,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgres.database(laid_out=False) as url:
        env = {"YANLU_DATABASE": postgres.limited(url), "YANLU_DATABASE_OWNER": url}
        for name, value in {**world.env, **env}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("YANLU_DATABASE_OWNER")
        assert main(["db", "init"]) == 2
        assert "with YANLU_DATABASE_OWNER, the URL of the role" in capsys.readouterr().err
        monkeypatch.setenv("YANLU_DATABASE_OWNER", url)
        assert main(["db", "init"]) == 0
        assert "the role yanlu_service may read and write it" in capsys.readouterr().out
        monkeypatch.delenv("YANLU_DATABASE_OWNER")
        assert main(["db", "check"]) == 0
        assert main(["db", "upgrade"]) == 0
        service = world.closing(open_service(world.settings(**env)))
        submit(service, parse_submission(world.citizen()))
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(service, "DELETE FROM ledger")


def test_a_database_is_copied_by_the_command(
    world: World,
    postgres: PostgreSQL,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    service = world.service()
    submit(service, parse_submission(world.citizen()))
    service.database.close()
    monkeypatch.setenv("YANLU_DATABASE", "")
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "copy", "mysql://localhost/city"]) == 2
    assert capsys.readouterr().err.startswith("URL: expected sqlite:///FILE or postgresql://")
    with postgres.database(laid_out=False) as url:
        assert main(["db", "copy", url]) == 0
        assert "submissions: 1 rows, sha256 " in capsys.readouterr().out
        assert main(["db", "check"]) == 1
        assert "the database is another one" in capsys.readouterr().out
        monkeypatch.setenv("YANLU_DATABASE", url)
        assert main(["db", "check"]) == 0
        assert main(["db", "copy", url]) == 2
        assert "only a SQLite database is copied" in capsys.readouterr().err


def run(service: Service, statement: str) -> None:
    with writing(service.database) as connection:
        connection.execute(text(statement))
