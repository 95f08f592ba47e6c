"""The service in the tests' own process, and a real ``serve`` process, to be killed at will."""

import http.client
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from comments_service.services.service import Service
from tests.conftest import World
from tests.servers.live_service import known_database
from tests.servers.service_process import ServiceProcess
from tests.servers.waiting import MOST_SECONDS


class Served:
    """The service in its own processes, on a port that the system chose."""

    def __init__(self, env: dict[str, str], *options: str) -> None:
        known_database(env)
        reading, writing = os.pipe()
        self._said = os.fdopen(reading, encoding="utf-8")
        with os.fdopen(writing) as log:
            settings = {**os.environ, "YANLU_WORKERS": "1", **env}
            self.process = ServiceProcess(["--port", "0", *options], settings, log)
        self.log: list[str] = []
        self.port = self._listening()

    def _listening(self) -> int:
        for line in self._said:
            self.log.append(line)
            found = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line)
            if found:
                return int(found[1])
        raise AssertionError("".join(self.log))

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=MOST_SECONDS)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def submit(self, body: Any) -> tuple[int, Any]:
        return self.ask("POST", "/api/v1/submissions", json.dumps(body).encode())

    def _read(self) -> None:
        if not self._said.closed:
            with self._said:
                self.log.append(self._said.read())

    def kill(self) -> None:
        self.process.kill_group()
        self.stop(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        self.process.send_signal(how)
        # What it says is read meanwhile, or it would wait for a full pipe.
        reading = threading.Thread(target=self._read, daemon=True)
        reading.start()
        self.process.wait()
        reading.join(MOST_SECONDS)
        assert not reading.is_alive(), "something that it started has not ended"
        return "".join(self.log)


Serve = Callable[..., Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[Served] = []

    def start(env: dict[str, str], *options: str) -> Served:
        started.append(Served(env, *options))
        return started[-1]

    yield start
    for each in started:
        each.kill()


@pytest.fixture
def app(world: World) -> Flask:
    return world.app()


@pytest.fixture
def service(app: Flask) -> Service:
    """What ``app`` works with."""
    found: Service = app.extensions["yanlu"]
    return found


@pytest.fixture(scope="module")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world of ``shared_server``: whoever sends from it has a key of their own."""
    made = World(tmp_path_factory.mktemp("shared"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared_server(shared_world: World) -> Iterator[Served]:
    """One server for the tests of a module that neither stop it nor count what it holds."""
    server = Served(shared_world.env)
    yield server
    server.kill()
