import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from comments_service.services.database.check import check
from comments_service.services.database.database_schema import (
    SchemaError,
    create_schema,
    require_current,
    upgrade,
)
from comments_service.services.intake.own_submission import withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import seal
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.timekeeping import accept_clock, keep_time
from comments_service.store.database import migrate
from comments_service.store.database.migrate import SchemaState
from comments_service.store.database.tables import ledger
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLOSES, World
from tests.servers.databases import writing
from tests.worlds.ledgers import note


@pytest.fixture
def bare(world: World, database_url: str) -> Service:
    """Return a service on a database in which nothing is laid out."""
    service = open_service(world.settings(YANLU_DATABASE=database_url))
    world.closing(service)
    service.database.make()
    return service


def found(service: Service) -> SchemaState:
    with service.database.read() as connection:
        return migrate.schema_state(connection)


def test_an_empty_database_is_laid_out_at_the_start(bare: Service) -> None:
    assert found(bare) is SchemaState.EMPTY
    create_schema(bare)
    assert found(bare) is SchemaState.CURRENT


def test_the_layout_is_told_by_the_steps_that_there_are() -> None:
    steps = ScriptDirectory("comments_service/store/migrations").walk_revisions()
    assert tuple(step.revision for step in steps) == migrate.REVISIONS[::-1]


def test_the_newest_migration_leaves_what_the_tables_say(service: Service) -> None:
    with service.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), ledger.metadata) == []


def test_what_is_there_is_left_alone_by_another_start(world: World, service: Service) -> None:
    taken = submit(service, parse_submission(world.citizen()))
    create_schema(service)
    assert upgrade(service) is False
    with service.database.read() as connection:
        kept = connection.execute(text("SELECT receipt_no FROM submissions")).scalar_one()
    assert kept == taken.receipt_no


def test_down_and_up_again_with_data_in(world: World, service: Service) -> None:
    submit(service, parse_submission(world.citizen()))
    with writing(service.database) as connection:
        migrate.downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    create_schema(service)
    submit(service, parse_submission(world.citizen()))


def test_what_the_ledger_holds_goes_back_and_comes_up_again_whole(
    world: World, service: Service, database_url: str
) -> None:
    for body in ("一。", "二。"):
        comment = {**world.citizen()["comments"][0], "body": body}
        submit(service, parse_submission(world.citizen(comments=[comment, comment])))
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW=CLOSES)
    keep_time(later)
    accept_clock(service, "王晓明")
    before = check(service)
    with writing(service.database) as connection:
        migrate.downgrade(connection, "0004")
        assert connection.execute(text("SELECT count(*) FROM entries")).scalar_one() == 4
        migrate.upgrade(connection)
    after = check(service)
    assert (before.differences, after.differences) == ([], [])
    assert (after.entries, after.submissions, after.comments) == (4, 2, 4)


def test_submissions_have_the_numbers_of_their_entries_after_the_step(
    world: World, service: Service
) -> None:
    for body in ("一。", "二。"):
        comment = {**world.citizen()["comments"][0], "body": body}
        submit(service, parse_submission(world.citizen(comments=[comment, comment])))
    with writing(service.database) as connection:
        note(connection, service.clock.now(connection))
    third = submit(service, parse_submission(world.company()))
    numbers = "SELECT serial FROM comment_states ORDER BY serial, position"
    with writing(service.database) as connection:
        migrate.downgrade(connection, "0006")
        assert [*connection.scalars(text(numbers))] == [1, 1, 2, 2, 3]
        migrate.upgrade(connection)
        assert [*connection.scalars(text(numbers))] == [1, 1, 2, 2, third.entry]
    assert submit(service, parse_submission(world.company())).entry == third.entry + 1
    assert check(service).differences == []


@pytest.mark.parametrize("backend", ["postgresql"])
def test_numbers_with_gaps_are_not_taken_back(world: World, service: Service) -> None:
    with writing(service.database) as connection:
        connection.execute(text("SELECT nextval('ledger_numbers')"))
    submit(service, parse_submission(world.citizen()))
    refused = pytest.raises(RuntimeError, match="only where number 1 is the last")
    with refused, writing(service.database) as connection:
        migrate.downgrade(connection, "0006")


def test_decisions_are_not_lost_on_the_way_back(world: World, service: Service) -> None:
    [comment] = submit(service, parse_submission(world.citizen())).comments
    seal(service, "officer", [comment.id], "检举")
    refused = pytest.raises(RuntimeError, match=r"no entries of type comment\.sealed")
    with refused, writing(service.database) as connection:
        migrate.downgrade(connection, "0004")
    assert found(service) is SchemaState.CURRENT
    assert check(service).differences == []


def test_what_senders_did_is_not_lost_on_the_way_back(world: World, service: Service) -> None:
    taken = submit(service, parse_submission(world.citizen()))
    withdraw(service, ShownReceipt(taken.receipt_no, taken.query_code), taken.comments[0].id)
    refused = pytest.raises(RuntimeError, match=r"no entries of type comment\.withdrawn")
    with refused, writing(service.database) as connection:
        migrate.downgrade(connection, "0005")
    assert check(service).differences == []


def test_which_notice_was_read_is_not_lost_on_the_way_back(world: World, service: Service) -> None:
    submit(service, parse_submission(world.citizen()))
    with writing(service.database) as connection:
        connection.execute(text("UPDATE submissions SET notice_version = '1-2f7c'"))
    refused = pytest.raises(RuntimeError, match="which notice was read")
    with refused, writing(service.database) as connection:
        migrate.downgrade(connection, "0005")
    assert found(service) is SchemaState.CURRENT


def test_an_older_layout_is_refused_with_the_command_to_run(service: Service) -> None:
    with writing(service.database) as connection:
        migrate.downgrade(connection, "base")
        connection.execute(text("CREATE TABLE alembic_version_2 (n INTEGER)"))
    with pytest.raises(SchemaError):
        create_schema(service)


def test_a_revision_that_this_release_does_not_know_is_refused(service: Service) -> None:
    with writing(service.database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert found(service) is SchemaState.UNKNOWN
    with pytest.raises(SchemaError, match="newer release"):
        upgrade(service)


def test_a_database_that_two_releases_have_stamped_is_refused(service: Service) -> None:
    with writing(service.database) as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('0005')"))
    with pytest.raises(SchemaError):
        require_current(service)


def test_somebody_elses_database_is_refused(bare: Service) -> None:
    with writing(bare.database) as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    with pytest.raises(SchemaError, match="not of this product"):
        create_schema(bare)


def test_a_command_on_an_empty_database_says_what_to_run(bare: Service) -> None:
    with pytest.raises(SchemaError, match="db init"):
        require_current(bare)
    with pytest.raises(SchemaError, match="db init"):
        upgrade(bare)
    assert found(bare) is SchemaState.EMPTY
