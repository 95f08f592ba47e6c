"""Making many policies in as many processes as there are cores."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from publisher.policy_build import Made, Maker, Task
from publisher.request import Progress

_CHUNK = 16
# Below this, starting processes costs more than it saves.
_FEW = 12


def make_all(maker: Maker, tasks: Sequence[Task], jobs: int, progress: Progress) -> list[Made]:
    """Make every task, in any order; ``progress`` hears how many of how many are done."""
    made: list[Made] = []
    alone = jobs == 1 or len(tasks) < _FEW
    for some in _in_turn(maker, tasks) if alone else _at_once(maker, tasks, jobs):
        made += some
        progress(len(made), len(tasks))
    return made


def _in_turn(maker: Maker, tasks: Sequence[Task]) -> Iterator[list[Made]]:
    for task in tasks:
        yield [maker.make(task)]


def _at_once(maker: Maker, tasks: Sequence[Task], jobs: int) -> Iterator[list[Made]]:
    chunks = [tasks[at : at + _CHUNK] for at in range(0, len(tasks), _CHUNK)]
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _start, (maker,)) as pool:
        futures = [pool.submit(_make_some, chunk) for chunk in chunks]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_maker: list[Maker] = []


def _start(maker: Maker) -> None:
    _maker[:] = [maker]


def _make_some(tasks: Sequence[Task]) -> list[Made]:
    return [_maker[0].make(task) for task in tasks]
