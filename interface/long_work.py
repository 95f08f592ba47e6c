"""How far long work is: it reports as it goes, and whoever began it may tell."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeAlias, TypeVar

_AT_ONCE = 500
# Seconds between two reports of one step.
_EVERY = 1.0
_T = TypeVar("_T")

Progress: TypeAlias = Callable[[str, int | timedelta], None]
"""Is told now and then what is done, and how many of it have been, else for how long."""


def unheard(_what: str, _done: int | timedelta) -> None:
    """Leave it unsaid how far it is."""


def reported(rows: Iterable[_T], what: str, progress: Progress) -> Iterator[_T]:
    """Yield rows, and report every few hundred of them how far it is."""
    for number, row in enumerate(rows, start=1):
        if number % _AT_ONCE == 0:
            progress(what, number)
        yield row


@contextmanager
def reported_step(what: str, progress: Progress) -> Iterator[None]:
    """Report for how long it has gone on what cannot say how far it is: one statement, say."""
    if progress is unheard:
        yield
        return
    ended, begun = threading.Event(), time.monotonic()
    progress(what, timedelta())

    def report() -> None:
        while not ended.wait(_EVERY):
            progress(what, timedelta(seconds=int(time.monotonic() - begun)))

    thread = threading.Thread(target=report, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
