"""Reports of how far a long build is, on standard error."""

import sys
from collections.abc import Callable
from typing import TextIO

from publisher.problems import Message

# A build of fewer is over before one could read it.
_MANY = 100
_STEPS = 20


def progress_reporter(
    language: str, program: str, stream: TextIO | None = None
) -> Callable[[int, int], None]:
    """Return a callback that reports progress twenty times a run, on one line of a terminal."""
    out = stream or sys.stderr
    last = 0

    def report(done: int, total: int) -> None:
        nonlocal last
        step = done * _STEPS // total
        if total < _MANY or step == last:
            return
        last = step
        start, end = ("\r", "\n" if done == total else "") if out.isatty() else ("", "\n")
        words = Message("command.progress", {"done": done, "total": total}).text(language)
        print(f"{start}{program}: {words}", end=end, file=out, flush=True)

    return report
