"""The process that compares rows with the ledger for an export of another one, not for people.

Its arguments are a policy and the number of a file, open already, from which it is asked.
"""

import os
import sys
import threading

from comments_service.cli.commands import AT_THE_END
from comments_service.cli.opened_service import laid_out
from comments_service.services.ledger.comparison_apart import compare_for


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
