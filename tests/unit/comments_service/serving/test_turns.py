"""The requests of one address: how many are in work, wait, or are told to come again."""

import asyncio
from collections import Counter

import pytest

from comments_service.serving.gateway import WRITERS
from comments_service.serving.turns import Patience, Turns
from tests.servers.own_loop import run

SHARE = 8


async def visits(turns: Turns, address: str, number: int, patience: Patience) -> Counter[bool]:
    """Send so many requests at once; none is done before all have come."""
    come, all_here = Counter[bool](), asyncio.Event()

    async def one() -> None:
        with turns.visit(address, "write") as visit:
            async with visit.turn(patience) as mine:
                come[mine] += 1
                await all_here.wait()

    sent = [asyncio.create_task(one()) for _ in range(number)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    all_here.set()
    await asyncio.gather(*sent)
    return come


@pytest.mark.parametrize(
    ("at_once", "refused"), [(64, 0), (SHARE + 64, 0), (SHARE + 65, 1), (200, 128)]
)
def test_who_waits_for_an_answer_is_served_and_a_flood_is_not(at_once: int, refused: int) -> None:
    patience = Patience(WRITERS.waiting)
    found = run(visits(Turns(SHARE, 0), "203.0.113.7", at_once, patience))
    assert found == Counter({True: at_once - refused, False: refused})


def test_a_flood_of_one_address_leaves_another_its_turns() -> None:
    async def both() -> tuple[Counter[bool], Counter[bool]]:
        turns = Turns(SHARE, 0)
        return await asyncio.gather(
            visits(turns, "203.0.113.7", 200, Patience(64)),
            visits(turns, "198.51.100.9", 3, Patience(64)),
        )

    assert run(both())[1] == Counter({True: 3})


def test_no_address_is_served_faster_than_its_pace() -> None:
    async def pace() -> float:
        turns, loop = Turns(SHARE, 0), asyncio.get_running_loop()
        start = loop.time()

        async def one() -> None:
            patience = Patience(64, 1000.0)
            with turns.visit("203.0.113.7", "write") as visit:
                async with visit.turn(patience) as mine:
                    assert mine

        await asyncio.gather(*[one() for _ in range(21)])
        return loop.time() - start

    assert run(pace()) > 0.019


def test_bytes_are_bounded_for_one_address_and_for_all() -> None:
    async def hold() -> list[bool]:
        turns = Turns(SHARE, 100)
        found = []
        for address in "abcde":
            with turns.visit(address, "write") as visit:
                found += [visit.hold(100), visit.hold(1)]
        with (
            turns.visit("a", "write") as a, turns.visit("b", "write") as b,
            turns.visit("c", "write") as c, turns.visit("d", "write") as d,
            turns.visit("e", "write") as e,
        ):  # fmt: skip
            found += [each.hold(100) for each in (a, b, c, d, e)]
        return found

    assert run(hold()) == [True, False] * 5 + [True] * 4 + [False]
