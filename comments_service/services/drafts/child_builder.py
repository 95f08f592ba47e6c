"""The builder as a child process: this half knows of it only what its commands print.

A child has no secret of the service in its environment, limits itself by ``--limited``, and is
ended with all that it started when its time is over.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comments_service.domain.errors import TooMany
from comments_service.services.drafts.draft_folders import MOST_JSON
from processes.limited_child import ChildBounds, run_child
from processes.own_limits import LIMITED
from processes.own_program import own_program

BUILD = own_program("publisher")
SECONDS = 10
# What the site is to be, with its own rules for drafts, is no secret.
_KEPT = ("PATH", "LANG", "YANLU_SITE_FILE")
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
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    status, printed = run_child(
        [*BUILD, LIMITED, *arguments],
        folder,
        {**kept, "YANLU_LANG": "zh-CN", "HOME": str(home), "TMPDIR": str(home)},
        ChildBounds(SECONDS, MOST_JSON),
    )
    if status not in {0, 1} or len(printed) > MOST_JSON:
        _LOG.warning("build.py %s ended with %s", arguments[0], status)
        return None
    return printed
