"""Every statement asked of a database: the library's by its event, those beside it by cursor.

What is ``Prepared``, and what ``run_text`` runs, goes past the events of the library.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from comments_service.store.statements import prepared


class Asked(NamedTuple):
    """A statement and its values; ``raw`` went past the library, with $1, $2, … on PostgreSQL."""

    text: str
    values: Any
    raw: bool

    @property
    def reads(self) -> bool:
        """Tell whether it is a question for rows, which has a plan."""
        return self.text.lstrip().upper().startswith(("SELECT", "WITH"))


@contextmanager
def asked_of(engine: Engine) -> Iterator[list[Asked]]:
    """Note all that is asked of a database until the block ends, but for where it begins."""
    found: list[Asked] = []

    def note(text: str, values: Any, *, raw: bool) -> None:
        if not text.startswith("BEGIN"):
            found.append(Asked(text, values, raw))

    def by_event(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        note(text, values, raw=False)

    def noting(make: Any) -> Any:
        def made(connection: Connection) -> Any:
            cursor = make(connection)
            own = connection.dialect is engine.dialect
            return _NotingCursor(cursor, note) if own else cursor

        return made

    cursors = {each: noting(getattr(prepared, each)) for each in ("_cursor", "_streaming_cursor")}
    event.listen(engine, "before_cursor_execute", by_event)
    try:
        with patch.multiple(prepared, **cursors):
            yield found
    finally:
        event.remove(engine, "before_cursor_execute", by_event)


def explained(connection: Connection, way: str, asked: Asked) -> list[Any]:
    """Return the rows of the plan of a statement; ``way`` is EXPLAIN as the database has it."""
    text = f"{way} {asked.text}"
    if asked.raw:
        return list(prepared._cursor(connection).execute(text, asked.values).fetchall())
    return list(connection.exec_driver_sql(text, asked.values).all())


class _NotingCursor:
    """A cursor of the driver that tells of each statement before it runs it.

    Of many rows for one statement it tells once, as the library does.
    """

    def __init__(self, cursor: Any, note: Any) -> None:
        self._cursor, self._note = cursor, note

    def execute(self, text: str, values: Any) -> Any:
        self._note(text, values, raw=True)
        return self._cursor.execute(text, values)

    def executemany(self, text: str, rows: Any) -> Any:
        self._note(text, rows, raw=True)
        return self._cursor.executemany(text, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
