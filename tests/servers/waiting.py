"""Waiting for the thing itself. Nothing else in the tests may sleep, or wait for less."""

import time
from collections.abc import Callable
from typing import TypeVar

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
