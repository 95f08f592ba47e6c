"""Copying every row of a laid-out database into another that is, within the callers' transactions.

Rows are taken as the drivers have them, past what the columns' types make of them.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, text

from comments_service.store.copying.database_copy import CopyError
from comments_service.store.database.tables import clock_floor, identity, ledger_counts, metadata
from interface.command_line import said
from interface.long_work import Progress, reported

# What a database has from the beginning, and what PostgreSQL writes by itself.
_SEEDED = {clock_floor.name, identity.name}
_DERIVED = {ledger_counts.name}

Row = tuple[Any, ...]


class TableFigures(NamedTuple):
    """How many rows a table has, and the digest over all of them in the order of their keys."""

    rows: int
    digest: str


def require_unused(connection: Connection) -> None:
    """Raise ``CopyError`` where anything was written since the database was laid out."""
    for table in metadata.tables.values():
        if table.name not in _SEEDED and connection.execute(table.select().limit(1)).first():
            words = "there are rows in %(table)s already: copy into an empty database"
            raise CopyError(said(words, table=table.name))


def copy_rows(
    source: Connection, target: Connection, progress: Progress
) -> dict[str, TableFigures]:
    """Copy all rows from SQLite to PostgreSQL; return the figures of what was read, by table."""
    for name in _SEEDED:
        target.execute(metadata.tables[name].delete())
    figures = {}
    for table in metadata.sorted_tables:
        if table.name not in _DERIVED:
            read = _Counted(reported(_rows(source, table), table.name, progress))
            _write(target, table, read)
            figures[table.name] = read.figures
    for table in metadata.tables.values():
        if (numbered := table.autoincrement_column) is not None:
            sequence = f"pg_get_serial_sequence('{table.name}', '{numbered.name}')"
            _count_on(target, sequence, f"max({numbered.name})", table.name)
    _count_on(target, "'ledger_numbers'", "max(id)", "ledger")
    return figures


def figures_of(connection: Connection, progress: Progress) -> dict[str, TableFigures]:
    """Return the figures of each table that is copied."""
    figures = {}
    for table in metadata.sorted_tables:
        if table.name not in _DERIVED:
            words = said("%(table)s, read again", table=table.name)
            read = _Counted(reported(_rows(connection, table), words, progress))
            for _ in read:
                pass
            figures[table.name] = read.figures
    return figures


class _Counted:
    """Rows as they go by, counted and digested."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._number, self._digest = 0, sha256()

    @property
    def figures(self) -> TableFigures:
        return TableFigures(self._number, self._digest.hexdigest())

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self._number += 1
            self._digest.update(repr(row).encode())
            yield row


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield the rows in the order of their keys, with values that both drivers have alike."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    keys = ", ".join(quote(column.name) for column in table.primary_key)
    query = text(f"SELECT {names} FROM {table.name} ORDER BY {keys}")  # noqa: S608 - of ours
    with connection.execute(query, execution_options={"yield_per": 500}) as found:
        for row in found:
            yield tuple(int(value) if isinstance(value, bool) else value for value in row)


def _write(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copying,
    ):
        for row in rows:
            copying.write_row(row)


def _count_on(connection: Connection, sequence: str, last: str, table: str) -> None:
    """Let a sequence go on after what is there."""
    query = f"SELECT setval({sequence}, coalesce({last}, 0) + 1, false) FROM {table}"  # noqa: S608 - of ours
    connection.exec_driver_sql(query)
