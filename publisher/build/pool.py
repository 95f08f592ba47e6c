"""Rendering many policies, in as many processes as there are cores."""

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
    """What came of some jobs: their documents, or the file to which these were spilled."""

    rendered: list[RenderedPolicy]
    documents: list[Document]
    spilled: Spilled | None


class Workers:
    """Processes that render policies; this one alone where one is asked for, or jobs are few."""

    def __init__(
        self, pool: ProcessPoolExecutor | None, renderer: PolicyRenderer, scratch: Path
    ) -> None:
        self.pool, self.renderer, self.scratch = pool, renderer, scratch
        self._numbers = count()

    def render(
        self, jobs: Sequence[RenderJob], progress: Progress, index: Path | None
    ) -> Iterator[Batch]:
        """Do every job, in any order; ``progress`` is called with how many of how many are done.

        With the folder of an index to be made from nothing, documents are spilled.
        """
        done = 0
        for batch in self._batches(jobs, index):
            done += len(batch.rendered)
            progress(done, len(jobs))
            yield batch

    def _batches(self, jobs: Sequence[RenderJob], index: Path | None) -> Iterator[Batch]:
        size = _CHUNK if self.pool or index else 1
        chunks = [jobs[at : at + size] for at in range(0, len(jobs), size)]
        calls = [(chunk, index, self.scratch / f"spill-{next(self._numbers)}") for chunk in chunks]
        if self.pool is None or len(jobs) < _FEW:
            yield from (_render(self.renderer, *call) for call in calls)
            return
        futures = [self.pool.submit(_render_there, *call) for call in calls]
        yield from (future.result() for future in as_completed(futures))

    @property
    def each(self) -> Each:
        """How the index runs its units of work: in the processes, if there are any."""
        return self.pool.map if self.pool else map


@contextmanager
def workers(
    renderer: PolicyRenderer, jobs: int, processes: int, scratch: Path
) -> Iterator[Workers]:
    """Start processes for so many jobs and end them."""
    if processes == 1 or jobs < _FEW:
        yield Workers(None, renderer, scratch)
        return
    forked = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, forked, initializer=_start, initargs=(renderer,))
    try:
        yield Workers(pool, renderer, scratch)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_renderer: list[PolicyRenderer] = []


def _start(renderer: PolicyRenderer) -> None:
    _renderer[:] = [renderer]
    _end_with_parent()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the build is killed: it would wait for ever."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _render_there(jobs: Sequence[RenderJob], index: Path | None, spill: Path) -> Batch:
    return _render(_renderer[0], jobs, index, spill)


def _render(
    renderer: PolicyRenderer, jobs: Sequence[RenderJob], index: Path | None, path: Path
) -> Batch:
    rendered: list[RenderedPolicy] = []
    documents: list[Document] = []
    spill = Spill(index, path) if index else None
    for job in jobs:
        one = renderer.render(job)
        if one.document and spill:
            spill.add(one.document)
        elif one.document:
            documents.append(one.document)
        rendered.append(replace(one, document=None))
    return Batch(rendered, documents, spill.finish() if spill else None)
