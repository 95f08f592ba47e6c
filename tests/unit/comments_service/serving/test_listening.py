"""Where ``serve`` listens: a place that is its own, or a line that says why not."""

import socket
from contextlib import closing

import pytest

from comments_service.serving.listening import Listening, reserved
from tests.servers.ports import free_port


@pytest.mark.parametrize("host", ["nowhere.invalid", "198.51.100.1"])
def test_a_host_that_is_none_of_this_machine_is_refused_in_one_line(host: str) -> None:
    with pytest.raises(OSError, match=rf"^{host} port 8000: \w"), reserved(
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
