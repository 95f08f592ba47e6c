import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from comments_service.cli.main import main
from tests.conftest import World
from tests.http.conftest import Serve, Served
from tests.servers.slow_clients import HALF_HEAD, KINDS, clients, drip, publish_something_big
from tests.servers.waiting import MOST_SECONDS, wait_for


def workers(server: Served) -> set[int]:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return {int(each) for each in children.read_text("ascii").split()}


def test_more_slow_clients_than_threads_do_not_stop_the_service(world: World, serve: Serve) -> None:
    publish_something_big(world.site)
    server = serve(world.env)
    before = workers(server)
    for kind in KINDS:
        with clients(server.port, kind, world.settings().serving_threads + 8):
            assert server.ask("GET", "/healthz")[0] == 200, kind
            assert server.submit(world.citizen())[0] == 201, kind
            assert server.ask("GET", "/catalogue.json")[0] == 200, kind
        assert workers(server) == before, kind
    assert "Traceback" not in server.stop()


@pytest.fixture(scope="module")
def hurried(shared_world: World) -> Iterator[Served]:
    """A server that waits for a request no longer than 0.3 seconds."""
    server = Served(shared_world.env, "--receive-timeout", "0.3")
    yield server
    server.kill()


def test_a_body_must_be_whole_in_time_however_it_drips(hurried: Served) -> None:
    with clients(hurried.port, "a body byte by byte", 1) as [slow]:
        slow.settimeout(0.01)
        answer = b""
        while not answer:
            assert drip(slow)
            try:
                answer = slow.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize("said", [b"", HALF_HEAD])
def test_a_head_must_be_whole_in_time(hurried: Served, said: bytes) -> None:
    with closing(
        socket.create_connection(("127.0.0.1", hurried.port), timeout=MOST_SECONDS)
    ) as slow:
        slow.sendall(said)
        assert b" 200 " not in slow.recv(65536)


def test_a_body_is_never_written_to_a_disk_in_clear(world: World, serve: Serve) -> None:
    server = serve({**world.env, "TMPDIR": str(world.folder / "nowhere")})
    with clients(server.port, "a body byte by byte", 3):
        assert server.submit(world.citizen())[0] == 201
        before = files_of(server)
        body = world.citizen(comments=[{"stance": "suggest", "body": "好" * 9000}] * 4)
        assert server.submit(body)[0] == 201
        assert files_of(server) == before


def files_of(server: Served) -> set[str]:
    """Return the files without a name that the serving process has open: spooled bodies."""
    [worker] = workers(server)
    found = set()
    for each in Path(f"/proc/{worker}/fd").iterdir():
        # The upkeep opens and closes files of its own meanwhile.
        with suppress(FileNotFoundError):
            found.add(str(each.readlink()))
    return {name for name in found if name.startswith("/") and name.endswith("(deleted)")}


def test_what_is_under_way_at_sigterm_is_answered_first(world: World, serve: Serve) -> None:
    server = serve(world.env, "--receive-timeout", "1")
    with (
        clients(server.port, "half a head", 3),
        clients(server.port, "a body byte by byte", 3),
        closing(HTTPConnection("127.0.0.1", server.port, timeout=MOST_SECONDS)) as sender,
        closing(sqlite3.connect(world.folder / "yanlu.sqlite3", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        body = json.dumps(world.citizen())
        sender.request("POST", "/api/v1/submissions", body, {"Content-Type": "application/json"})
        wait_for(lambda: taken_in(server, sender), "the request to be taken in")
        server.process.terminate()
        other.execute("ROLLBACK")
        assert sender.getresponse().status == 201
        server.stop()
    assert server.process.returncode == 0


def taken_in(server: Served, sender: HTTPConnection) -> bool:
    """Tell whether the server has accepted the connection and read all that came on it."""
    here, there = (f"0100007F:{port:04X}" for port in (server.port, sender.sock.getsockname()[1]))
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        _, local, remote, _, queues, _, _, _, _, inode, *_ = line.split()
        if (local, remote) == (here, there):
            return inode != "0" and int(queues.partition(":")[2], 16) == 0
    return False


@pytest.fixture
def refused(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], str]:
    """Return what ``serve`` refuses a database with, in this process."""

    def start(file: Path) -> str:
        for name, value in {**world.env, "YANLU_DATABASE": f"sqlite:///{file}"}.items():
            monkeypatch.setenv(name, value)
        assert main(["serve", "--port", "0"]) == 2
        return capsys.readouterr().err

    def serving(*_: object) -> None:
        raise AssertionError("it serves, and refuses nothing")

    monkeypatch.setattr("comments_service.cli.serve_command.serve", serving)
    return start


def test_a_second_server_on_one_file_is_refused(
    world: World, serve: Serve, refused: Callable[[Path], str]
) -> None:
    first = serve(world.env)
    other_name = world.folder / "same.sqlite3"
    other_name.symlink_to(Path("yanlu.sqlite3"))
    for file in (world.folder / "yanlu.sqlite3", other_name):
        words = "another `serve` has this database; SQLite takes only one"
        assert refused(file) == f"{file}: {words}\n"
    assert first.ask("GET", "/readyz")[0] == 200
    first.kill()
    assert serve(world.env).ask("GET", "/readyz")[0] == 200


def test_a_hard_linked_database_is_refused(
    world: World, shared_world: World, hurried: Served, refused: Callable[[Path], str]
) -> None:
    (world.folder / "linked").mkdir()
    other = world.folder / "linked/same.sqlite3"
    other.hardlink_to(shared_world.folder / "yanlu.sqlite3")
    assert f"{other}: has 2 names (hard links); SQLite takes only one" in refused(other)
    assert hurried.ask("GET", "/readyz")[0] == 200
    other.unlink()
