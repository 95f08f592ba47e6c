"""The process, one for each process of the tests, of which the product's commands are forked.

It has loaded what they need, which takes a second of a processor each time. What only a start from
a file shows is not seen in them: variables that are read while modules load, and the
interpreter's own end (functions of ``atexit``).
"""

import multiprocessing
from contextlib import chdir
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOADED = [
    f"comments_service.cli.{name}" for name in ("serve_command", "outbox_commands", "failures")
]


@cache
def forking() -> ForkServerContext:
    """Start it, where it does not run yet."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    # It finds what it is to load from there.
    with chdir(ROOT):
        forkserver.ensure_running()
    return context
