"""A database knows what it is: a lost one is no new one, and another one is not the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from comments_service.services.database.check import check
from comments_service.services.database.database_schema import SchemaError
from comments_service.services.database.identity import (
    IdentityError,
    adopt_database,
    begin_database,
    is_brand_new,
    note_identity,
    prepare,
)
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from comments_service.store.comments import tally_counts
from comments_service.store.database import migrate
from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.store.database.identity_file import IdentityFileError
from comments_service.store.ledger import floor, identity_row
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import begin_by_copy, writing
from tests.worlds.ledgers import note, without_triggers


@pytest.fixture
def bare(world: World, database_url: str) -> Service:
    """Return a service on a machine with neither a database nor a file that tells of one."""
    return world.closing(open_service(world.settings(YANLU_DATABASE=database_url)))


@pytest.fixture
def begun(world: World, laid_out_url: str) -> Service:
    service = world.closing(open_service(world.settings(YANLU_DATABASE=laid_out_url)))
    begin_by_copy(service)
    return service


def take(world: World, service: Service, times: int = 1) -> None:
    for _ in range(times):
        submit(service, parse_submission(world.citizen()))


def written(service: Service) -> dict[str, object]:
    found: dict[str, object] = json.loads(service.identity.path.read_text("utf-8"))
    return found


def cut_off(service: Service, number: int) -> None:
    """Remove the tail of the log with what hangs on it, as somebody with the rights could."""
    newer = f"(SELECT id FROM submissions WHERE entry > {number})"  # noqa: S608 - a number
    with writing(service.database) as connection, without_triggers(connection):
        of_newer = f"(SELECT id FROM comments WHERE submission_id IN {newer})"  # noqa: S608
        connection.execute(text(f"DELETE FROM comment_versions WHERE comment_id IN {of_newer}"))  # noqa: S608
        _take_from_counts(connection, number)
        connection.execute(text(f"DELETE FROM comment_states WHERE entry > {number}"))  # noqa: S608
        connection.execute(text(f"DELETE FROM comments WHERE submission_id IN {newer}"))  # noqa: S608
        connection.execute(text(f"DELETE FROM submissions WHERE entry > {number}"))  # noqa: S608
        connection.execute(text(f"DELETE FROM ledger WHERE id > {number}"))  # noqa: S608


def _take_from_counts(connection: Connection, number: int) -> None:
    """Take submissions of the same person after an entry from the counts, one comment each."""
    gone = f"(SELECT count(*) FROM comment_states WHERE entry > {number})"  # noqa: S608 - a number
    splits = "whole", "clause", "rank", "day", "submission"
    if connection.dialect.name == "sqlite":
        fewer = f"UPDATE comment_counts SET number = number - {gone} WHERE split IN {splits}"  # noqa: S608
        connection.execute(text(fewer))
        figures = (each for each in tally_counts.FIGURES if each != "participants")
        left = ", ".join(f"{each} = max({each} - {gone}, 0)" for each in figures)
        connection.execute(text(f"UPDATE tally_counts SET {left}"))  # noqa: S608
        return
    # Each of them put one row of its own into each split, none of which is merged yet.
    for split in splits:
        last = (
            f"SELECT id FROM comment_counts WHERE split = '{split}' ORDER BY id DESC LIMIT {gone}"  # noqa: S608
        )
        connection.execute(text(f"DELETE FROM comment_counts WHERE id IN ({last})"))  # noqa: S608
    last = f"SELECT id FROM tally_counts ORDER BY id DESC LIMIT 3 * {gone}"  # noqa: S608
    connection.execute(text(f"DELETE FROM tally_counts WHERE id IN ({last})"))  # noqa: S608


def test_without_identity_and_database_the_command_is_named(bare: Service) -> None:
    assert is_brand_new(bare)
    with pytest.raises(IdentityError, match="python -m comments_service db init"):
        prepare(bare)


def test_a_new_database_is_begun_and_served(begun: Service) -> None:
    prepare(begun)
    assert not is_brand_new(begun)
    found = written(begun)
    assert set(found) == {"schema", "id", "log_size", "seen_at"}
    with begun.database.read() as connection:
        assert found["id"] == identity_row.read(connection).id
    assert found["log_size"] == 0


def test_the_log_that_was_seen_grows(world: World, begun: Service) -> None:
    take(world, begun, 2)
    note_identity(begun)
    assert written(begun)["log_size"] == 2


def test_a_database_is_not_begun_twice(world: World, begun: Service) -> None:
    take(world, begun)
    with pytest.raises(IdentityError, match="db restore FILE"):
        begin_database(begun)
    begun.identity.path.unlink()
    with pytest.raises(SchemaError, match="db upgrade"):
        begin_database(begun)


def test_an_identity_with_an_empty_database_is_a_lost_one(
    world: World, begun: Service, database_url: str
) -> None:
    take(world, begun)
    note_identity(begun)
    other = world.closing(open_service(world.settings(YANLU_DATABASE=database_url)))
    with writing(other.database) as connection:
        migrate.downgrade(connection, "base")
    with pytest.raises(IdentityError, match=r"is empty, but .* it had 1 entries"):
        prepare(begun)
    with pytest.raises(IdentityError, match="db restore FILE"):
        begin_database(begun)


def test_an_identity_with_a_shorter_database_is_refused(world: World, begun: Service) -> None:
    take(world, begun, 3)
    note_identity(begun)
    cut_off(begun, 1)
    with pytest.raises(IdentityError, match="has 1 entries, but 3 were there"):
        prepare(begun)
    begun.database.close()
    with pytest.raises(DatabaseUnusableError, match="database_replaced"):
        note_identity(begun)
    with pytest.raises(DatabaseUnusableError, match="ends at entry 1, and 3 was there"):
        take(world, begun)
    assert written(begun)["log_size"] == 3


def test_an_identity_of_another_database_is_refused(world: World, begun: Service) -> None:
    with writing(begun.database) as connection:
        identity_row.rename(connection, "f" * 32)
    with pytest.raises(IdentityError, match="is another one"):
        prepare(begun)
    begun.database.close()
    with pytest.raises(DatabaseUnusableError, match="database_replaced"):
        note_identity(begun)
    with pytest.raises(DatabaseUnusableError, match="database_replaced"):
        take(world, begun)


def test_a_database_without_an_identity_is_adopted_by_upgrade_alone(service: Service) -> None:
    with pytest.raises(IdentityError, match="db upgrade` adopts it"):
        prepare(service)
    assert adopt_database(service)
    assert not adopt_database(service)
    prepare(service)


def test_a_file_that_is_no_identity_is_named_and_stays(begun: Service) -> None:
    good = begun.identity.path.read_text("utf-8")
    odd = [good.replace('"log_size": 0', f'"log_size": {size}') for size in ("-5", "1e999", "0.5")]
    for content in (
        "", "[]", "[" * 10**5, '{"schema": "other/1"}', '{"schema": "yanlu-identity/1"}', *odd
    ):  # fmt: skip
        begun.identity.path.write_text(content, "utf-8")
        with pytest.raises(IdentityFileError, match="is no identity of a database"):
            prepare(begun)
        assert begun.identity.path.read_text("utf-8") == content


def test_the_file_is_for_its_owner_alone(begun: Service) -> None:
    assert begun.identity.path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in begun.identity.path.parent.iterdir()] == ["identity.json"]


def test_a_link_to_the_file_stays_a_link(world: World, begun: Service) -> None:
    kept = begun.identity.path.parent.parent / "kept.json"
    begun.identity.path.replace(kept)
    begun.identity.path.symlink_to(kept)
    take(world, begun)
    note_identity(begun)
    assert begun.identity.path.is_symlink()
    assert json.loads(kept.read_text("utf-8"))["log_size"] == 1


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    begun: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        note_identity(begun)
    assert [file.name for file in begun.identity.path.parent.iterdir()] == ["identity.json"]


def test_a_database_exchanged_while_the_server_runs_takes_nothing(
    world: World, begun: Service
) -> None:
    prepare(begun)
    take(world, begun)
    with begun.database.engine.begin() as connection:
        connection.execute(text("UPDATE identity SET database_id = 'another'"))
    with pytest.raises(DatabaseUnusableError, match="its id is not the one that it had"):
        take(world, begun)


def test_a_log_cut_off_while_the_server_runs_takes_nothing(
    world: World, begun: Service, database_url: str
) -> None:
    prepare(begun)
    take(world, begun, 3)
    other = world.closing(open_service(world.settings(YANLU_DATABASE=database_url)))
    cut_off(other, 1)
    with pytest.raises(DatabaseUnusableError, match=r"ends at entry 1, and [23] was there"):
        take(world, begun)


def test_a_tail_that_was_cut_off_is_found_by_check(
    world: World, begun: Service, backend: str
) -> None:
    take(world, begun, 3)
    assert check(begun, 3).differences == []
    cut_off(begun, 2)
    # On PostgreSQL what was written is counted apart.
    counted = [] if backend == "sqlite" else ["the log has 2 entries, 3 were written"]
    assert check(begun).differences == counted
    assert check(begun, 3).differences == [*counted, "the log has 2 entries, not 3"]
    seen = begun.identity.read()
    assert seen
    begun.identity.write(replace(seen, log_size=3))
    assert any("2 entries, but 3 were there" in line for line in check(begun).differences)


@pytest.mark.parametrize("mark", ["demo", "earnest"])
def test_entries_of_a_demonstration_and_in_earnest_are_not_mixed(
    world: World, laid_out_url: str, mark: str
) -> None:
    earnest = {"YANLU_DEMO": "", "YANLU_NOW": "", "YANLU_CLOCK": ""}
    own, other = ({}, earnest) if mark == "demo" else (earnest, {})
    first, second = (
        world.closing(open_service(world.settings(YANLU_DATABASE=laid_out_url, **env)))
        for env in (own, other)
    )
    begin_by_copy(first)
    # As long as there are no entries, either may have it.
    prepare(second)
    prepare(first)
    with writing(first.database) as connection:
        note(connection, first.clock.now(connection))
    prepare(first)
    with pytest.raises(SchemaError, match="YANLU_DEMO: this database has entries"):
        prepare(second)


def test_a_database_without_entries_may_become_that_of_a_running_demonstration(
    world: World, laid_out_url: str
) -> None:
    earnest = {"YANLU_DEMO": "", "YANLU_NOW": "", "YANLU_CLOCK": ""}
    first, second = (
        world.closing(open_service(world.settings(YANLU_DATABASE=laid_out_url, **env)))
        for env in (earnest, {"YANLU_CLOCK": "running"})
    )
    begin_by_copy(first)
    with writing(first.database) as connection:
        floor.raise_to(connection, first.clock.now(connection))
    # For its earlier time a clock has to be accepted, which is an entry.
    prepare(second)
    assert second.now().year == 2018
    take(world, second)
    with pytest.raises(SchemaError, match="entries of a demonstration"):
        prepare(first)


def test_the_default_place_is_named_after_the_database_and_holds_no_password(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place(**env: str) -> Path:
        own = {"YANLU_IDENTITY", "XDG_STATE_HOME"}
        bare = {name: value for name, value in world.env.items() if name not in own}
        return Settings.from_env({**bare, "HOME": "/home/yanlu", **env}).identity_file

    pg = "postgresql://yanlu@db.test/yanlu"
    first = place(YANLU_DATABASE=pg)
    assert first.parent == Path("/home/yanlu/.local/state/yanlu")
    assert first == place(YANLU_DATABASE="postgresql://yanlu:geheim@db.test/yanlu")
    assert first == place(YANLU_DATABASE="postgres://yanlu@db.test/yanlu?password=geheim")
    assert first.name == "identity-cdc86d88.json"
    assert place(XDG_STATE_HOME="/var/x").parent == Path("/var/x/yanlu")
    assert place(XDG_STATE_HOME="/var/x", STATE_DIRECTORY="/var/lib/a:/b").parent == (
        Path("/var/lib/a")
    )
    monkeypatch.chdir(tmp_path)
    relative = place(YANLU_DATABASE="sqlite:///yanlu.sqlite3")
    assert relative == place(YANLU_DATABASE=f"sqlite:///{tmp_path}/yanlu.sqlite3")
