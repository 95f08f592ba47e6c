"""Making many policies, in as many processes as there are cores."""

import ctypes
import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from publisher.build.policy import PolicyRenderer, RenderedPolicy, RenderJob
from publisher.build.request import Progress
from publisher.search import Document, Each, Spill, Spilled

_CHUNK = 16
# Below this, starting processes costs more than it saves.
_FEW = 12
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some tasks: their documents, or the file to which these were spilled."""

    made: list[RenderedPolicy]
    documents: list[Document]
    spilled: Spilled | None


class Workers:
    """Processes that make policies; with one job, or few tasks, this process alone."""

    def __init__(
        self, pool: ProcessPoolExecutor | None, maker: PolicyRenderer, scratch: Path
    ) -> None:
        self.pool, self.maker, self.scratch = pool, maker, scratch
        self._numbers = count()

    def make(
        self, tasks: Sequence[RenderJob], progress: Progress, index: Path | None
    ) -> Iterator[Batch]:
        """Make every task, in any order; ``progress`` hears how many of how many are done.

        With the folder of an index to be made from nothing, documents are spilled.
        """
        done = 0
        for batch in self._batches(tasks, index):
            done += len(batch.made)
            progress(done, len(tasks))
            yield batch

    def _batches(self, tasks: Sequence[RenderJob], index: Path | None) -> Iterator[Batch]:
        size = _CHUNK if self.pool or index else 1
        chunks = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        jobs = [(chunk, index, self.scratch / f"spill-{next(self._numbers)}") for chunk in chunks]
        if self.pool is None or len(tasks) < _FEW:
            yield from (_make(self.maker, *job) for job in jobs)
            return
        futures = [self.pool.submit(_make_there, *job) for job in jobs]
        yield from (future.result() for future in as_completed(futures))

    @property
    def each(self) -> Each:
        """How the index runs its units of work: in the processes, if there are any."""
        return self.pool.map if self.pool else map


@contextmanager
def workers(maker: PolicyRenderer, tasks: int, jobs: int, scratch: Path) -> Iterator[Workers]:
    """Start processes for so many tasks and end them."""
    if jobs == 1 or tasks < _FEW:
        yield Workers(None, maker, scratch)
        return
    forked = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, forked, initializer=_start, initargs=(maker,))
    try:
        yield Workers(pool, maker, scratch)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_maker: list[PolicyRenderer] = []


def _start(maker: PolicyRenderer) -> None:
    _maker[:] = [maker]
    _end_with_parent()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the build is killed: it would wait for ever."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _make_there(tasks: Sequence[RenderJob], index: Path | None, spill: Path) -> Batch:
    return _make(_maker[0], tasks, index, spill)


def _make(
    maker: PolicyRenderer, tasks: Sequence[RenderJob], index: Path | None, path: Path
) -> Batch:
    made: list[RenderedPolicy] = []
    documents: list[Document] = []
    spill = Spill(index, path) if index else None
    for task in tasks:
        one = maker.make(task)
        if one.document and spill:
            spill.add(one.document)
        elif one.document:
            documents.append(one.document)
        made.append(replace(one, document=None))
    return Batch(made, documents, spill.finish() if spill else None)
