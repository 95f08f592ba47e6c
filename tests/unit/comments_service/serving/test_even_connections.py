"""Connections are spread evenly: who has more than its share ends some, and nobody else any."""

import asyncio
import multiprocessing

import pytest

from comments_service.serving.even_connections import (
    AsgiApplication,
    ConnectionCounts,
    EvenConnections,
)
from comments_service.serving.gateway import LAST, Message, Receive, Send
from tests.servers.own_loop import run

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
        # Somebody has none.
        ((2, 2, 2, 0), [1, 1, 1, 0]),
        ((1, 1, 1, 0), [0, 0, 0, 0]),
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
    assert [processes.each[1].is_last(5) for _ in range(4)] == [True] + 3 * [False]


def test_a_connection_that_was_not_in_use_is_not_ended() -> None:
    processes = Processes(2)
    processes.asked(0, 8)
    processes.asked(0, 8)
    clients = ["another", *range(8)]
    assert [processes.each[1].is_last(client) for client in clients] == [False] + 4 * [True] + (
        4 * [False]
    )


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
    assert (counts.told(now=1.0), counts.told(now=2.0)) == ([2.0, 6.0], [0.0, 0.0])


def test_requests_in_work_count_where_answers_take_long() -> None:
    processes, looks = Processes(2), 3
    slow = processes.each[1]

    async def takes_long(_scope: Message, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.Event().wait()

    async def all_wait() -> list[bool]:
        asked = [asyncio.ensure_future(_ask(slow.over(takes_long), number)) for number in range(9)]
        await asyncio.sleep(0)
        for _ in range(looks):
            # The other one has fewer, and all of them ask often.
            assert processes.asked(4, 0) == [0, 0]
            slow.is_last("another")
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        return [slow.is_last(number) for number in range(9)]

    assert sum(run(all_wait())) == 2


def test_the_answer_over_a_connection_that_ends_says_so() -> None:
    async def says_hello(_scope: Message, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
        await send({"type": "http.response.body", "body": b"hello"})

    processes = Processes(2)
    processes.asked(0, 4)
    processes.asked(0, 4)
    even = processes.each[1].over(says_hello)
    told = [run(_ask(even, client)) for client in (0, 1, 2, 0)]
    assert told == 2 * [[(b"a", b"b"), LAST]] + 2 * [[(b"a", b"b")]]


async def _ask(application: AsgiApplication, client: object) -> list[tuple[bytes, bytes]]:
    """Ask as a client; return the headers that were sent."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await application({"type": "http", "client": client}, receive, send)
    return [*sent[0]["headers"]]
