"""Waiting for the thing itself. Nothing else in the tests may sleep, or wait for less."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

MOST_SECONDS = 300.0
"""When a wait is given up: what a machine with far too much to do still keeps within."""
_PAUSE_SECONDS = 0.01

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], what: str) -> Found:
    """Look until what is found is true, and return it; fail by naming what did not come."""
    end = time.monotonic() + MOST_SECONDS
    while not (found := look()):
        assert time.monotonic() < end, f"waited {MOST_SECONDS:.0f} s in vain for {what}"
        time.sleep(_PAUSE_SECONDS)
    return found


def end_process(process: "subprocess.Popen[Any]", *, group: bool = False) -> None:
    """Ask a process, or with it its whole group, to end; kill what does not, and fail then."""
    send: Callable[[int, int], None] = os.killpg if group else os.kill
    with suppress(ProcessLookupError):
        # Others of a group may be there when its leader has gone.
        if group or process.poll() is None:
            send(process.pid, signal.SIGTERM)
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        send(process.pid, signal.SIGKILL)
        process.wait()
        raise
