import os
import socket
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from comments_service.receiving import BoundedSocket
from comments_service.server import server_options
from tests.conftest import World
from tests.http.conftest import Serve

HALF = b"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"


@pytest.mark.parametrize("sent", [HALF, HALF[:20]])
def test_more_half_sent_requests_than_threads_do_not_stop_the_service(
    world: World, serve: Serve, sent: bytes
) -> None:
    server = serve(world.env, "--receive-timeout", "0.2")
    threads = server_options(world.settings(), "127.0.0.1:0")["threads"]
    with ExitStack() as stack:
        for _ in range(threads + 8):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.sendall(sent)
        assert server.ask("GET", "/healthz")[0] == 200
    assert "Traceback" not in server.stop()


def test_connections_that_send_nothing_take_no_thread(world: World, serve: Serve) -> None:
    server = serve(world.env)
    threads = server_options(world.settings(), "127.0.0.1:0")["threads"]
    with ExitStack() as stack:
        for _ in range(threads * 2):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        assert server.ask("GET", "/healthz")[0] == 200


def test_a_byte_now_and_then_does_not_keep_a_connection() -> None:
    ours, theirs = socket.socketpair()
    with closing(theirs), BoundedSocket(ours, 0.02) as bounded:
        theirs.sendall(b"x")
        assert bounded.recv(1) == b"x"
        with pytest.raises(ConnectionResetError, match="did not arrive in time"):
            drip(theirs, bounded)


def drip(sender: socket.socket, receiver: socket.socket) -> None:
    for _ in range(1_000_000):
        sender.sendall(b"x")
        receiver.recv(1)


def test_nothing_at_all_does_not_keep_a_connection() -> None:
    ours, theirs = socket.socketpair()
    with (
        closing(theirs),
        BoundedSocket(ours, 0.02) as bounded,
        pytest.raises(ConnectionResetError),
    ):
        bounded.recv(1)


def test_each_request_on_a_connection_has_its_own_time() -> None:
    ours, theirs = socket.socketpair()
    with closing(theirs), BoundedSocket(ours, 0.02) as bounded:
        with pytest.raises(ConnectionResetError):
            bounded.recv(1)
        bounded.setblocking(True)  # noqa: FBT003 - as the worker does for each request
        theirs.sendall(b"x")
        assert bounded.recv(1) == b"x"


def test_a_second_server_on_one_file_is_refused(world: World, serve: Serve) -> None:
    first = serve(world.env)
    other_name = world.folder / "same.sqlite3"
    other_name.symlink_to(Path("yanlu.sqlite3"))
    for file in ("yanlu.sqlite3", "same.sqlite3"):
        env = {**os.environ, **world.env, "YANLU_DATABASE": f"sqlite:///{world.folder}/{file}"}
        command = [sys.executable, "-m", "comments_service", "serve", "--port", "0"]
        second = subprocess.run(
            command, env=env, check=False, capture_output=True, text=True, timeout=60
        )
        refused = f"{world.folder}/{file}: another `serve` has this database; SQLite takes only one"
        assert (second.returncode, second.stderr) == (2, f"{refused}\n")
    assert first.ask("GET", "/readyz")[0] == 200
    first.kill()
    assert serve(world.env).ask("GET", "/readyz")[0] == 200


def test_a_hard_linked_database_is_refused(world: World, serve: Serve) -> None:
    first = serve(world.env)
    (world.folder / "linked").mkdir()
    other = world.folder / "linked/same.sqlite3"
    other.hardlink_to(world.folder / "yanlu.sqlite3")
    env = {**os.environ, **world.env, "YANLU_DATABASE": f"sqlite:///{other}"}
    command = [sys.executable, "-m", "comments_service", "serve", "--port", "0"]
    second = subprocess.run(
        command, env=env, check=False, capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 2
    assert f"{other}: has 2 names (hard links); SQLite takes only one" in second.stderr
    assert first.ask("GET", "/readyz")[0] == 200
