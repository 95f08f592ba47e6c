"""The builder as a child process: this half knows of it only what its commands print.

A child has no secret of the service in its environment, limits itself by ``--limited``, and is
ended with all that it started when its time is over.
"""

import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from comments_service.domain.errors import TooMany
from comments_service.services.drafts.draft_folders import MOST_JSON

BUILD = Path(__file__).resolve().parents[3] / "build.py"
SECONDS = 10
_AT_ONCE = 2
_WAIT_SECONDS = 2
_TURNS = threading.BoundedSemaphore(_AT_ONCE)
_LOG = logging.getLogger(__name__)


@contextmanager
def builder_turn() -> Iterator[None]:
    """Take one of the few turns; ``TooMany`` where all are taken for longer than a moment."""
    if not _TURNS.acquire(timeout=_WAIT_SECONDS):
        raise TooMany("别的草稿正在处理，请过%(count)s秒再试", retry_after=SECONDS, count=SECONDS)
    try:
        yield
    finally:
        _TURNS.release()


def run_builder(folder: Path, *arguments: str) -> bytes | None:
    """Run a command of ``build.py`` in a folder and return what it printed.

    None where it took too long, printed too much, or could not be called so. What is temporary
    is in a folder ``tmp`` there, which is the caller's to remove.
    """
    home = folder / "tmp"
    home.mkdir(mode=0o700, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    child = subprocess.Popen(  # noqa: S603 - our own program, names that are made here
        [sys.executable, str(BUILD), "--limited", *arguments],
        cwd=folder,
        env={**kept, "YANLU_LANG": "zh-CN", "HOME": str(home), "TMPDIR": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with child:
        printed = _printed(cast("IO[bytes]", child.stdout).fileno(), time.monotonic() + SECONDS)
        # Not waited for yet, so that the number is still this group's; what it left goes too.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    if child.returncode not in {0, 1} or len(printed) > MOST_JSON:
        _LOG.warning("build.py %s ended with %s", arguments[0], child.returncode)
        return None
    return printed


def _printed(pipe: int, end: float) -> bytes:
    """Return what comes until the pipe is closed, the time is over, or it is too much.

    A process that left the group may hold the pipe open for as long as it likes.
    """
    printed, ready = bytearray(), select.poll()
    ready.register(pipe, select.POLLIN)
    while len(printed) <= MOST_JSON and (left := end - time.monotonic()) > 0:
        if ready.poll(left * 1000):
            piece = os.read(pipe, 1 << 16)
            if not piece:
                break
            printed += piece
    return bytes(printed)
