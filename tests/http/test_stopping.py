"""At SIGTERM every request that was begun gets a whole answer or a clean refusal, none a reset."""

import json
import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest

from tests.conftest import POLICY, World
from tests.http.conftest import Serve, Served
from tests.servers.databases import PostgreSQL
from tests.servers.slow_clients import BIG, HALF_BODY, HALF_HEAD, publish_something_big
from tests.servers.waiting import MOST_SECONDS, wait_for

pytestmark = pytest.mark.soak

JSON = {"Content-Type": "application/json"}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, world: World, serve: Serve, postgres: PostgreSQL
) -> Iterator[Served]:
    """A server that serves something big too, without limits, on each database."""
    publish_something_big(world.site)
    env = {**world.env, "YANLU_RATE_LIMIT": "off"}
    if request.param == "sqlite":
        yield serve(env)
        return
    with postgres.database(laid_out=False) as url:
        yield serve({**env, "YANLU_DATABASE": url})


class Client:
    """Asks again and again until the service is gone; ``ends`` is how each request ended."""

    def __init__(
        self, server: Served, ask: Callable[[HTTPConnection], None], *, keep: bool
    ) -> None:
        self.ends: Counter[str] = Counter()
        self._server, self._ask, self._keep = server, ask, keep
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        connection: HTTPConnection | None = None
        while True:
            connection = connection or HTTPConnection(
                "127.0.0.1", self._server.port, timeout=MOST_SECONDS
            )
            try:
                if connection.sock is None:
                    connection.connect()
            except ConnectionRefusedError:
                return
            except OSError as error:
                self.ends[f"connect: {error!r}"] += 1
                return
            self.ends[self._once(connection)] += 1
            if not self._keep or connection.sock is None:
                connection.close()
                connection = None

    def _once(self, connection: HTTPConnection) -> str:
        try:
            self._ask(connection)
            answer = connection.getresponse()
            answer.read()
        except RemoteDisconnected:
            connection.close()
            return "closed"
        except OSError as error:
            connection.close()
            return repr(error)
        if answer.status == 503 and not answer.headers["Retry-After"]:
            return "503 without a time to come again"
        return str(answer.status)

    def join(self) -> Counter[str]:
        self._thread.join(MOST_SECONDS)
        return self.ends


def test_every_request_that_was_begun_is_answered_or_refused_and_none_reset(
    world: World, server: Served
) -> None:
    def submit(connection: HTTPConnection) -> None:
        connection.request("POST", "/api/v1/submissions", json.dumps(world.citizen()), JSON)

    def read(connection: HTTPConnection) -> None:
        connection.request("GET", f"/api/v1/policies/{POLICY}/tally")

    clients = [Client(server, ask, keep=keep) for ask in (submit, read) for keep in (True, False)]
    wait_for(lambda: all(sum(each.ends.values()) > 3 for each in clients), "every client to ask")
    with (
        closing(_sent(server, HALF_BODY)) as half_body,
        closing(_sent(server, HALF_HEAD)) as half_head,
        closing(HTTPConnection("127.0.0.1", server.port, timeout=MOST_SECONDS)) as reader,
    ):
        reader.request("GET", f"/{BIG}")
        download = reader.getresponse()
        download.read(1000)
        # As a unit does it, or a terminal: to the whole group.
        os.killpg(server.process.pid, signal.SIGTERM)
        refused = _all(half_body).lower()
        assert refused.startswith(b"http/1.1 503 ")
        assert b"\r\nretry-after: 10\r\n" in refused
        assert _all(half_head) == b""
        ends = [each.join() for each in clients]
        assert len(download.read()) == 12_000_000 - 1000
    # A second signal, while it ends, would end it at once.
    assert server.process.wait() == 0
    server.stop()
    assert set().union(*ends) <= {"200", "201", "503", "closed"}
    assert all(each["200"] + each["201"] for each in ends)


def test_a_process_that_is_being_made_ready_is_not_waited_for(server: Served) -> None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    ready = set(children.read_text("ascii").split())
    for each in ready:
        os.kill(int(each), signal.SIGKILL)
    wait_for(lambda: set(children.read_text("ascii").split()) - ready, "another process to begin")
    # The server waits long for what began to end, and kills it then.
    assert "Killing" not in server.stop()
    assert server.process.returncode == 0


def test_signals_that_come_one_upon_the_other_end_it_as_one_does(server: Served) -> None:
    # A terminal sends its to the whole group, and whoever started the server hands its own on.
    for _ in range(3_000):
        server.process.send_signal(signal.SIGTERM)
    # The last of them may come when Python has put its handlers away.
    assert server.process.wait() in {0, -signal.SIGTERM}


def _sent(server: Served, words: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", server.port), timeout=MOST_SECONDS)
    made.sendall(words)
    return made


def _all(connection: socket.socket) -> bytes:
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found
