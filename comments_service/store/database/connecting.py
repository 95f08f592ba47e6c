"""How a database is connected to: how long it is waited for, and what PostgreSQL is told."""

from typing import Any, NamedTuple

from sqlalchemy import URL


class WaitLimits(NamedTuple):
    """How many seconds a server waits for the database; on SQLite ``lock`` alone counts.

    ``connections`` is how many a process has at most; for one, too, it waits as for a lock.
    ``processes`` is how many serve.
    """

    connect: int
    lock: float
    statement: float
    idle: float
    connections: int
    processes: int


def connect_arguments(url: URL, limits: WaitLimits | None) -> dict[str, Any]:
    """Return how PostgreSQL is connected to, with the limits next to what the URL asks for."""
    own = url.query.get("options", "")
    # What is streamed is read to its end: to plan for the first rows takes ten times as long.
    options = [own if isinstance(own, str) else " ".join(own), "-c cursor_tuple_fraction=1"]
    if limits is None:
        return {"options": " ".join(options).strip()}
    wanted = {
        "lock_timeout": limits.lock,
        "statement_timeout": limits.statement,
        "idle_in_transaction_session_timeout": limits.idle,
    }
    options += [f"-c {name}={seconds * 1000:.0f}" for name, seconds in wanted.items()]
    return {"connect_timeout": limits.connect, "options": " ".join(options).strip()}


def as_the_server_has_it(dbapi_connection: Any, _record: object) -> None:
    """After a reading transaction let ``default_transaction_read_only`` decide again."""
    if dbapi_connection is not None and not dbapi_connection.closed:
        dbapi_connection.read_only = None
