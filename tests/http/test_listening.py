"""Where ``serve`` listens: a place that is its own, or a line that says why not."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from comments_service.listening import Listening, reserved
from tests.conftest import World
from tests.http.conftest import Serve
from tests.ports import free_port
from tests.running import known_database


def refused(env: dict[str, str], *place: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "comments_service", "serve", *place]
    done = subprocess.run(
        command, env={**os.environ, **env}, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stderr


def test_a_second_server_on_one_port_is_refused(world: World, serve: Serve) -> None:
    first = serve(world.env)
    env = {**world.env, "YANLU_DATABASE": f"sqlite:///{world.folder}/other.sqlite3"}
    env["YANLU_IDENTITY"] = f"{world.folder}/state/other.json"
    known_database(env)
    said = refused(env, "--port", str(first.port))
    assert said == (2, f"--host 127.0.0.1 --port {first.port}: Address already in use\n")


@pytest.mark.parametrize("host", ["nowhere.invalid", "198.51.100.1"])
def test_a_host_that_is_none_of_this_machine_is_refused_in_one_line(host: str) -> None:
    with pytest.raises(OSError, match=rf"^--host {host} --port 8000: \w"), reserved(
        Listening(host, 8000)
    ):  # fmt: skip
        pass


def test_a_name_stands_for_its_address() -> None:
    with reserved(Listening("localhost", 0)) as place:
        assert place.host in {"127.0.0.1", "::1"}
        assert place.port


def test_a_port_that_was_chosen_is_nobody_elses_meanwhile() -> None:
    with reserved(Listening("127.0.0.1", 0)) as place, closing(socket.socket()) as other:
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", place.port))
        with pytest.raises(OSError, match="in use"), reserved(place):
            pass


def test_a_port_may_be_taken_again_at_once() -> None:
    for _ in range(2):
        with reserved(Listening("127.0.0.1", free_port())) as place:
            assert place.port
