"""A server that stops lets nobody in any more, and keeps who is there."""

import asyncio
import errno
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from comments_service.serving import draining
from comments_service.serving.draining import Wakes, connections, drain_at_signals
from tests.servers.waiting import MOST_SECONDS


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        yield made


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def test_who_was_connected_is_served_and_nobody_else_let_in(listening: socket.socket) -> None:
    port = port_of(listening)
    with (
        closing(socket.create_connection(("127.0.0.1", port))) as before,
        closing(socket.socket()) as after,
    ):
        draining._let_nobody_in(port)
        after.setblocking(False)  # noqa: FBT003 - as the library has it
        assert after.connect_ex(("127.0.0.1", port)) == errno.EINPROGRESS
        assert connections(port) == 1
        before.sendall(b"still here")
        with closing(listening.accept()[0]) as accepted:
            assert accepted.recv(100) == b"still here"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_server_is_stopped_once_after_it_was_drained(
    listening: socket.socket, how: signal.Signals
) -> None:
    happened: list[Any] = []

    async def serve() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()

        def stop(number: int, frame: None) -> None:
            happened.append((number, frame))
            stopped.set()

        drain_at_signals(port_of(listening), lambda: happened.append("drained"))
        # As the server does it.
        loop.add_signal_handler(how, stop, how, None)
        signal.raise_signal(how)
        signal.raise_signal(how)
        await stopped.wait()

    # The driver of browsers that earlier tests of the process used keeps a loop of its own.
    others = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        asyncio.run(serve())
    finally:
        asyncio._set_running_loop(others)
    assert happened == ["drained", (how, None)]


def test_no_wake_is_lost_where_handlers_interrupt_a_wait_or_one_another() -> None:
    wakes, number, handled = Wakes(), 2_000, 0

    def handle(*_: object) -> None:
        nonlocal handled
        handled += 1
        wakes.set()

    def send() -> None:
        for _ in range(number):
            signal.pthread_kill(waiting, signal.SIGUSR1)
            # From elsewhere too, as when a process ended.
            wakes.set()

    waiting, before = threading.get_ident(), signal.signal(signal.SIGUSR1, handle)
    sender = threading.Thread(target=send)
    try:
        sender.start()
        for _ in range(number):
            wakes.wait()
            wakes.clear()
    finally:
        sender.join(MOST_SECONDS)
        signal.signal(signal.SIGUSR1, before)
    # Of signals that come at once the system hands on one.
    assert handled
    for _ in range(handled):
        wakes._wakes.get(timeout=MOST_SECONDS)
    assert wakes._wakes.empty()
