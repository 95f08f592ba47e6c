"""How far a command is that may take minutes: a line on standard error every few seconds."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from interface.command_line import said

_SECONDS = 5.0


class ProgressLines:
    """Writes what is done, and how much of it or for how long; nothing of what takes seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now; ``clock`` tells seconds."""
        self._clock = clock
        self._next = clock() + _SECONDS

    def __call__(self, what: str, done: int | timedelta) -> None:
        """Write a line, where the last one is some seconds ago."""
        if (now := self._clock()) >= self._next:
            self._next = now + _SECONDS
            if isinstance(done, timedelta):
                seconds = f"{done.total_seconds():,.0f}"
                line = said("%(what)s: for %(seconds)s s", what=what, seconds=seconds)
            else:
                line = said("%(what)s: %(count)s so far", what=what, count=f"{done:,}")
            # Work goes on where nobody reads it; ``print`` would take standard output for one
            # that is closed from the beginning.
            with suppress(AttributeError, OSError):
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()
