"""The service in the tests' own process, and a real ``serve`` process, to be killed at will."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from comments_service.services.service import Service
from tests.conftest import World
from tests.servers.live_service import known_database
from tests.servers.waiting import MOST_SECONDS


class Served:
    """The service in its own processes, on a port that the system chose."""

    def __init__(self, env: dict[str, str], *options: str) -> None:
        known_database(env)
        command = [sys.executable, "-m", "comments_service", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            command,
            # Another process takes a second of a processor to begin.
            env={**os.environ, "YANLU_WORKERS": "1", **env},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.log: list[str] = []
        self.port = self._listening()

    def _listening(self) -> int:
        assert self.process.stderr is not None
        for line in self.process.stderr:
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

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.stop(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.log.append(self.process.communicate(timeout=MOST_SECONDS)[1])
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
        if each.process.poll() is None:
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
