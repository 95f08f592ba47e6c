"""The comparison with the ledger by a process of its own, while an export is written here.

Python runs one thread of a process at a time, and half of an export's time goes to the comparison.
The other process reads the same rows as of the same instant, and says what it counted or found.
"""

import json
import os
import select
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import IO, Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from comments_service.domain.errors import NotReconciled
from comments_service.domain.ledger.submission_entries import RECEIVED
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.later_changes import StoredState
from comments_service.services.ledger.reconciled import (
    LedgerComparison,
    SharedFields,
    exported_counts,
)
from comments_service.services.service import Service
from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.store.database.shared_instant import begun_together, read_as_of
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said
from interface.long_work import reported_step
from processes.processors import ALLOWED

# Entries; with fewer, to start a process takes longer than to compare.
_WORTH = 50_000
_READY, _BEGUN = "ready", "begun"
# Seconds in which the other process must be there, have begun, and be done once this one is.
_MOST_STARTING, _MOST_HELD, _MOST_COMPARING = 20.0, 1.0, 600.0
_BETWEEN = 0.5


class ComparisonApart:
    """What ``LedgerComparison`` is, of a comparison that goes on elsewhere."""

    def __init__(self, cut: PolicyCut, answer: Callable[[], str]) -> None:
        """``answer`` waits for what the other process says at last, and is "" if nothing."""
        self._cut, self._answer = cut, answer
        self.finds_any = next(ledger.of_stream(cut, RECEIVED), None) is not None

    def compare(self, entry: int, shared: SharedFields, stored: Iterable[StoredState]) -> None:
        """Leave it to the other process, which reads the same."""

    def counts(self) -> tuple[int, int]:
        """Return (submissions, comments) as ``LedgerComparison`` does; ``NotReconciled``."""
        with reported_step(said("comparing rows and entries"), self._cut.progress):
            answer = self._answer()
        if not answer:
            # It was ended by somebody: nothing leaves the house that was not compared.
            return exported_counts(self._cut)
        found = json.loads(answer)
        if isinstance(found, dict):
            raise NotReconciled(found["names"])
        submissions, comments = found
        return submissions, comments


Comparison = LedgerComparison | ComparisonApart


@contextmanager
def compared_cut(
    service: Service, policy_id: str, command: Sequence[str] = ()
) -> Iterator[tuple[PolicyCut, Comparison]]:
    """Yield a policy's cut with the comparison of its rows.

    By a process of its own if there is a ``command`` for that, enough to compare, and another
    processor.
    """
    with ExitStack() as held:
        compared = None
        if command and len(ALLOWED) > 1 and _size(service) >= _WORTH:
            compared = _begun_apart(service, policy_id, command, held)
        if compared is None:
            connection = held.enter_context(service.database.read())
            cut = policy_cut(service, connection, policy_id)
            compared = cut, LedgerComparison(cut)
        yield compared


def compare_for(
    service: Service, policy_id: str, instant: Callable[[], str], answers: IO[str]
) -> None:
    """Be the other process: say when it is ready and has begun, and what it found.

    ``instant`` waits for the name of the instant as a line, and is "" where none comes.
    """

    def say(words: str) -> None:
        answers.write(f"{words}\n")
        answers.flush()

    say(_READY)
    named = instant()
    if not named:
        return
    with read_as_of(service.database, named.strip()) as connection:
        say(_BEGUN)
        try:
            found: Any = exported_counts(policy_cut(service, connection, policy_id))
        except NotReconciled as refused:
            found = {"names": refused.names}
        say(json.dumps(found))


def _size(service: Service) -> int:
    with service.database.read() as connection:
        return ledger.size(connection)


def _begun_apart(
    service: Service, policy_id: str, command: Sequence[str], held: ExitStack
) -> tuple[PolicyCut, Comparison] | None:
    """Have the other process begin; None where it does not, whatever the reason."""
    with suppress(OSError, sqlite3.Error, DBAPIError, DatabaseUnusableError), ExitStack() as own:
        other, asks = own.enter_context(_started([*command, policy_id]))
        answers = cast("IO[str]", other.stdout)

        def begin(instant: str) -> None:
            print(instant, file=asks, flush=True)
            # Nobody may write meanwhile.
            if _line(answers, _MOST_HELD) != _BEGUN:
                raise ChildProcessError

        if _line(answers, _MOST_STARTING) == _READY:
            connection = own.enter_context(begun_together(service.database, begin))
            cut = policy_cut(service, connection, policy_id)
            held.enter_context(own.pop_all())
            return cut, ComparisonApart(cut, partial(_answer, connection, answers))
    return None


def _answer(connection: Connection, answers: IO[str]) -> str:
    """Wait for what the other process found, "" where it takes too long."""
    until = time.monotonic() + _MOST_COMPARING
    while time.monotonic() < until:
        if _is_there(answers, _BETWEEN):
            return _read(answers)
        # A server may end a transaction in which nothing is asked for some time.
        connection.exec_driver_sql("SELECT 1")
    return ""


def _line(answers: IO[str], seconds: float) -> str:
    """Return the next line, "" where none comes in time."""
    return _read(answers) if _is_there(answers, seconds) else ""


def _read(answers: IO[str]) -> str:
    """Return a line, "" where whoever writes it ended before its end."""
    line = answers.readline()
    return line.strip() if line.endswith("\n") else ""


def _is_there(answers: IO[str], seconds: float) -> bool:
    return bool(select.select([answers], [], [], seconds)[0])


@contextmanager
def _started(command: Sequence[str]) -> Iterator[tuple["subprocess.Popen[str]", IO[str]]]:
    """Start it with the number of a file to read from; end it where the block ends before it does.

    It is not asked on its standard input, from which its settings may read keys.
    """
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as asks:
        with os.fdopen(reading):
            other = subprocess.Popen(  # noqa: S603 - our own program
                [*command, str(reading)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, pass_fds=(reading,),
            )  # fmt: skip
        with other:
            try:
                yield other, asks
            finally:
                other.kill()
