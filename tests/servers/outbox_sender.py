"""The sender of messages as a process of its own, begun quickly, so that it may be killed often."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from comments_service.cli.main import main
from tests.servers.fork_server import forking
from tests.servers.waiting import MOST_SECONDS


def _send(env: Mapping[str, str]) -> None:
    os.environ.update(env)
    sys.exit(main(["outbox", "run"]))


@contextmanager
def sender(env: Mapping[str, str]) -> Iterator[BaseProcess]:
    """Run ``outbox run`` until the block ends, if it is not killed before."""
    process = forking().Process(target=_send, args=(dict(env),))
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(MOST_SECONDS)
