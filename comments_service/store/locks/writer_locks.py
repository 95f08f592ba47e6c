"""The locks by which writers on PostgreSQL wait for one another; on SQLite one writes at a time.

Each is had to the end of its transaction, and asked for before anything is read: at READ
COMMITTED a statement sees what was committed before it, so what was waited for is seen.
"""

from collections.abc import Iterable
from enum import Enum

from sqlalchemy import Connection

from comments_service.store.statements.prepared import run_text

# The numbers are arbitrary, but must be the same in every process on one database.
_CLOSING, _TURN = 0x59616E6C75, 0x59616E6C76
_BESIDE_A_CLOSING = f"SELECT pg_advisory_xact_lock_shared({_CLOSING})"
_HOLD = "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST($1 AS bigint[])) AS key"
CLOSING_PATIENCE = "1s"
"""How long a closing waits for writers; for as long all others wait behind it."""
# Two who are told apart may meet in one lock. With one for each, who enters thousands of letters
# at once would take more than PostgreSQL has for all (max_locks_per_transaction).
_DIFFERENT = 2048


class WriterKind(Enum):
    """Whom a writing transaction waits for: the value are the statements that do so, in order.

    BESIDE waits for no other but CLOSING. IN_TURN, besides, is one at a time: it compares and
    changes what is there; it waits for its turn first, while a closing goes on. CLOSING is alone.
    """

    BESIDE = (_BESIDE_A_CLOSING,)
    IN_TURN = (f"SELECT pg_advisory_xact_lock({_TURN})", _BESIDE_A_CLOSING)
    CLOSING = (f"SELECT pg_advisory_xact_lock({_CLOSING})",)


def wait(connection: Connection, kind: WriterKind) -> None:
    """Take the locks of a kind, as the first that a transaction does."""
    if connection.dialect.name == "postgresql":
        if kind is WriterKind.CLOSING:
            run_text(connection, f"SET LOCAL lock_timeout = '{CLOSING_PATIENCE}'")
        for statement in kind.value:
            run_text(connection, statement)


def hold(connection: Connection, digests: Iterable[str]) -> None:
    """Let no other transaction hold any of these hexadecimal digests until this one ends."""
    if connection.dialect.name == "postgresql":
        # In one order, so that no two wait for each other.
        keys = sorted({_TURN + 1 + int(each, 16) % _DIFFERENT for each in digests})
        run_text(connection, _HOLD, keys)
