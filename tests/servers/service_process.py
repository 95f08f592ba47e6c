"""``serve`` as a process of its own, forked from one that has loaded the service before.

Whatever is of one start alone, its settings, signals, children and end, is as
``python -m comments_service serve`` has it.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.reduction import DupFd
from typing import IO, Any

from tests.servers.fork_server import ROOT, forking
from tests.servers.waiting import MOST_SECONDS

_COMMAND = "-m", "comments_service", "serve"


class ServiceProcess:
    """A server, in a process group of its own; what it says goes to the file ``log``."""

    def __init__(
        self, options: Sequence[str], environment: Mapping[str, str], log: IO[Any]
    ) -> None:
        what = [*options], dict(environment), DupFd(log.fileno())
        self._process = forking().Process(target=_serve, args=what)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """As that of ``subprocess.Popen``, of now."""
        return self._process.exitcode

    def wait(self) -> int:
        """Wait for its end and return how it ended."""
        self._process.join(MOST_SECONDS)
        assert self.returncode is not None, "the server has not ended"
        return self.returncode

    def send_signal(self, which: int) -> None:
        """Send it a signal, if it has not ended."""
        with suppress(ProcessLookupError):
            if self.returncode is None:
                os.kill(self.pid, which)

    def kill_group(self) -> None:
        """Kill it and what it started, at once, if it has not ended."""
        with suppress(ProcessLookupError):
            if self.returncode is None:
                os.killpg(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()


def _serve(options: Sequence[str], environment: Mapping[str, str], log: Any) -> None:
    # First, so that whoever reads what is said sees the end of it, however this process ends.
    file = log.detach()
    for each in (sys.stdout, sys.stderr):
        os.dup2(file, each.fileno())
    os.close(file)
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    if "LD_PRELOAD" in environment:
        # It is heeded by what is begun from a file.
        os.execve(sys.executable, [sys.executable, *_COMMAND, *options], dict(environment))  # noqa: S606
    from comments_service.cli.main import run

    sys.exit(run(["serve", *options]))
