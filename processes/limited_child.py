"""A program of our own that looks at what anyone may send: fed, read from, and ended in time."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, cast

from processes.processors import on_any_processor

_PIECE = 1 << 16


class ChildBounds(NamedTuple):
    """How long a child may take, and how many bytes it may print."""

    seconds: float
    most: int


def run_child(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    bounds: ChildBounds,
    content: bytes | None = None,
) -> tuple[int, bytes]:
    """Run a command with ``content`` as its input; return its exit status and what it printed.

    It is ended with all that it started when its time is over or it prints too much; one byte
    more than the most tells of that. What goes in and comes out is in no file.
    """
    with on_any_processor():
        child = subprocess.Popen(  # noqa: S603 - our own program, names that are made here
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL if content is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
    with child:
        printed = _exchange(child, content or b"", bounds)
        # Not waited for yet, so that the number is still this group's; what it left goes too.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return child.returncode, printed


def _exchange(child: "subprocess.Popen[bytes]", content: bytes, bounds: ChildBounds) -> bytes:
    """Write to it and return what comes, until it has ended, its time is over, or it is too much.

    A process that left the group may hold the pipe open for as long as it likes.
    """
    end = time.monotonic() + bounds.seconds
    printed, rest, ready = bytearray(), memoryview(content), select.poll()
    ready.register(cast("IO[bytes]", child.stdout).fileno(), select.POLLIN)
    if child.stdin:
        os.set_blocking(child.stdin.fileno(), False)
        ready.register(child.stdin.fileno(), select.POLLOUT)
    while len(printed) <= bounds.most and (left := end - time.monotonic()) > 0:
        for pipe, _ in ready.poll(left * 1000):
            if child.stdin and not child.stdin.closed and pipe == child.stdin.fileno():
                # One that ended early reads no more.
                with suppress(BrokenPipeError):
                    rest = rest[os.write(pipe, rest[:_PIECE]) :]
                    if rest:
                        continue
                ready.unregister(pipe)
                child.stdin.close()
            elif piece := os.read(pipe, _PIECE):
                printed += piece
            else:
                return bytes(printed)
    return bytes(printed)
