"""The process that compares rows with the ledger for an export of another one, not for people.

Its arguments are a policy and the number of a file, open already, from which it is asked.
"""

import gc
import os
import sys
import threading

# What is loaded stays to the end: to look through it for garbage would be a sixth of the start.
gc.disable()

from comments_service.cli.commands import AT_THE_END  # noqa: E402
from comments_service.cli.opened_service import laid_out  # noqa: E402
from comments_service.services.ledger.comparison_apart import compare_for  # noqa: E402

gc.freeze()
gc.enable()


def _end_with(file: int) -> None:
    """End as whoever asks does, who holds the other end of the file."""
    os.read(file, 1)
    os._exit(1)


def _instant(file: int) -> str:
    with os.fdopen(file, encoding="ascii", closefd=False) as asked:
        line = asked.readline()
    threading.Thread(target=_end_with, args=(file,), daemon=True).start()
    return line


def _main(policy: str, number: str) -> None:
    with AT_THE_END:
        compare_for(laid_out(), policy, lambda: _instant(int(number)), sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
