"""Changes of counts that the works of one transaction bring, written once, summed, as it ends.

A submission changes some ten counts. Where several are committed together, most of these are the
same ones. Nobody reads a count in the transaction that changes it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

from comments_service.store.statements.prepared import together

Changes: TypeAlias = Counter[Any]
"""Signed numbers by what they are counted under."""
Write: TypeAlias = Callable[[Connection, Changes], None]

_GATHERED = "yanlu_gathered_counts"
Answer = TypeVar("Answer")


class GatheredCounts:
    """What was to be counted so far, in order; ``answers`` hold for the whole transaction."""

    def __init__(self) -> None:
        self._brought: list[tuple[Write, Changes]] = []
        self.answers: dict[Any, Any] = {}

    def add(self, write: Write, changes: Changes) -> None:
        """Take note of changes, and by what they will be written."""
        self._brought.append((write, changes))

    def mark(self) -> int:
        """Return up to where it was gathered, for ``undo``."""
        return len(self._brought)

    def undo(self, mark: int) -> None:
        """Forget what was gathered after a mark."""
        del self._brought[mark:]

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        sums: dict[Write, Changes] = {}
        for write, changes in self._brought:
            sums.setdefault(write, Counter()).update(changes)
        with together(connection):
            for write, changes in sums.items():
                write(connection, changes)


def count(connection: Connection, write: Write, changes: Changes) -> None:
    """Write changes, or let them be written as the transaction ends where that is gathering."""
    gathered: GatheredCounts | None = connection.info.get(_GATHERED)
    if gathered is None:
        write(connection, changes)
    else:
        gathered.add(write, changes)


def asked_once(connection: Connection, key: Any, ask: Callable[[], Answer]) -> Answer:
    """Return what no work of ``gathering`` changes, asked for by the first of them."""
    gathered: GatheredCounts | None = connection.info.get(_GATHERED)
    if gathered is None:
        return ask()
    if key not in gathered.answers:
        gathered.answers[key] = ask()
    found: Answer = gathered.answers[key]
    return found


@contextmanager
def gathering(connection: Connection) -> Iterator[GatheredCounts]:
    """Gather what is counted in the block, and write it as the block ends, unless that fails."""
    # Held: of a connection that broke there is none to be asked for.
    info = connection.info
    gathered = info[_GATHERED] = GatheredCounts()
    try:
        yield gathered
    finally:
        info.pop(_GATHERED, None)
    gathered.write(connection)
