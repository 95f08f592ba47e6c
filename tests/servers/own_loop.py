"""An event loop of its own, in a thread of its own.

The driver of the browser tests keeps a loop in the thread in which tests run.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Found = TypeVar("Found")


def run(found: Coroutine[Any, Any, Found]) -> Found:
    """Return what comes of it; an exception is raised."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, found).result()
