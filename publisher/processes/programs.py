"""Starting another program, with limits, and ending it with all that it has started."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from processes.own_limits import FILE_SIZE, limit_memory, limit_resource

_PR_SET_PDEATHSIG = 1


def run_program(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: int, memory: int
) -> bool:
    """Return whether a program ended well within ``seconds``; ``memory`` is in bytes.

    It is started in a folder of its own, says nothing, and nothing of it runs on after.
    """

    def limit() -> None:
        limit_memory(memory)
        limit_resource(resource.RLIMIT_CPU, seconds)
        limit_resource(resource.RLIMIT_FSIZE, FILE_SIZE)
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    nothing = subprocess.DEVNULL
    try:
        # No thread of this process is at work that could hold a lock in the new one.
        started = subprocess.Popen(  # noqa: S603 - a program that was looked for by name
            command, cwd=folder, env=environment, stdin=nothing, stdout=nothing, stderr=nothing,
            start_new_session=True, preexec_fn=limit,  # noqa: PLW1509
        )  # fmt: skip
    except OSError:
        return False
    try:
        return started.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
