"""Connections are spread evenly: who has more than its share ends some, and nobody else any."""

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from comments_service.serving.even_connections import ConnectionCounts, EvenConnections
from comments_service.serving.gateway import Bounds, Gateway, Message

INTERVAL = 0.25


class Processes:
    """So many processes on one clock, each with clients that ask over and over."""

    def __init__(self, number: int) -> None:
        self.now = 100.0
        counts = ConnectionCounts(number)
        self.each = [EvenConnections(counts, which, lambda: self.now) for which in range(number)]

    def asked(self, *clients: int, times: int = 4) -> list[int]:
        """Ask for an interval with so many clients of each process; return how many ended."""
        ended = [0] * len(self.each)
        for step in range(times):
            self.now += INTERVAL / times if step else 0.001
            for which, number in enumerate(clients):
                asked = [self.each[which].is_last(client) for client in range(number)]
                ended[which] += sum(asked)
        self.now += INTERVAL / times
        return ended


@pytest.mark.parametrize(
    ("clients", "ended"),
    [
        ((1, 7), [0, 3]),
        ((0, 2), [0, 1]),
        ((3, 6), [0, 1]),
        # Nobody would have fewer than others have now.
        ((0, 1), [0, 0]),
        ((4, 5), [0, 0]),
        ((5, 1, 1, 1), [3, 0, 0, 0]),
        # Of many not always the same ones are in use.
        ((21, 20, 20, 19), [0, 0, 0, 0]),
        ((30, 20, 20, 10), [10, 0, 0, 0]),
    ],
)
def test_what_is_more_than_others_have_is_ended(clients: tuple[int, ...], ended: list[int]) -> None:
    processes = Processes(len(clients))
    for _ in range(2):
        assert sum(processes.asked(*clients)) == 0
    assert processes.asked(*clients) == ended


def test_each_connection_is_ended_once() -> None:
    processes = Processes(2)
    processes.asked(0, 8)
    processes.asked(0, 8)
    assert [processes.each[1].is_last("a client") for _ in range(4)] == [True] + 3 * [False]


def test_a_connection_that_is_seldom_used_does_not_count() -> None:
    processes = Processes(2)
    for _ in range(3):
        assert processes.asked(0, 8, times=2) == [0, 0]


def test_what_was_counted_long_ago_is_of_another_time() -> None:
    processes = Processes(2)
    processes.asked(0, 8)
    processes.asked(0, 8)
    processes.now += 2 * INTERVAL
    for ended in (0, 0, 1):
        # Of the eight that the other one had, nothing is known any more.
        assert processes.asked(3, 0) == [ended, 0]
    assert processes.asked(0, 8) == [0, 0]


def test_forked_processes_share_the_counts() -> None:
    counts = ConnectionCounts(2)
    process = multiprocessing.get_context("fork").Process(target=counts.tell, args=(1, 6, 2.0))
    process.start()
    process.join()
    counts.tell(0, 2, 2.0)
    assert (counts.mean(now=1.0), counts.mean(now=2.0)) == (4.0, 0.0)


def test_the_answer_over_a_connection_that_ends_says_so() -> None:
    def says_hello(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        return [b"hello"]

    processes = Processes(2)
    processes.asked(0, 4)
    processes.asked(0, 4)
    gateway = Gateway(says_hello, Bounds(receive_seconds=15, threads=4))
    even = processes.each[1].over(gateway)
    told = [_headers(even, client) for client in ("a", "b", "c", "a")]
    assert [headers.get(b"connection") for headers in told] == [b"close", b"close", None, None]


def _headers(application: Any, client: str) -> dict[bytes, bytes]:
    """Ask with a client's address; return the headers that were sent."""
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": "/", "query_string": b"",
        "client": (client, 1), "server": ("127.0.0.1", 1), "headers": [(b"host", b"a")],
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(application(scope, receive, send))).result()
    return dict(sent[0]["headers"])
