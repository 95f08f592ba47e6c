"""Rows of numbers, each under a key, that are changed by signed numbers.

On PostgreSQL a change is a row of its own, summed with the others where it is read and put
together with them from time to time, so that no writers meet. On SQLite one writes at a time
anyway: there the row of the key is changed, and whoever reads finds few rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    true,
    update,
)

from comments_service.store.statements.prepared import Prepared

Row = Mapping[str, Any]


class CountedRows:
    """The rows of one table: ``numbers`` are added to, all columns left but two are the key.

    ``merged`` tells of a row that it is the only one of its key, but for rows of changes.
    """

    def __init__(self, table: Table, numbers: Sequence[str]) -> None:
        self._table, self._c = table, table.c
        kept = {"id", "merged", *numbers}
        self._keys = [each.name for each in table.c if each.name not in kept]
        self._insert = Prepared(insert(table), [*self._keys, *numbers, "merged"])
        self._numbers = tuple(numbers)
        of_key = [table.c[name].is_not_distinct_from(bindparam(name)) for name in self._keys]
        of_key.append(table.c.merged == true())
        more = {name: table.c[name] + bindparam(f"more_{name}") for name in numbers}
        self._add = Prepared(update(table).where(*of_key).values(more))
        nothing = (table.c[name] == 0 for name in numbers)
        self._forget = Prepared(delete(table).where(*of_key, *nothing))

    def change(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Add numbers, no two of them under one key."""
        if connection.dialect.name == "sqlite":
            self.put(connection, [row for row in rows if not self._is_added(connection, row)])
        else:
            self._insert.run(connection, *({**row, "merged": False} for row in rows))

    def put(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Write the rows of keys that have none."""
        self._insert.run(connection, *({**row, "merged": True} for row in rows))

    def to_merge(self, connection: Connection, worth: int) -> Sequence[str]:
        """Return the policies of which so many rows of changes came that it is worth it."""
        query = select(self._c.policy).where(self._c.merged == false()).group_by(self._c.policy)
        return connection.execute(query.having(func.count() >= worth)).scalars().all()

    def merge(self, connection: Connection, worth: int) -> bool:
        """Put the rows of such policies together by their keys; return whether there were any."""
        busy = self.to_merge(connection, worth)
        columns = [self._c[name] for name in (*self._keys, *self._numbers)]
        for policy in busy:
            sums: dict[tuple[Any, ...], list[int]] = {}
            # What another writer adds meanwhile is neither deleted nor counted.
            old = delete(self._table).where(self._c.policy == policy).returning(*columns)
            for row in connection.execute(old):
                key, numbers = tuple(row[: len(self._keys)]), row[len(self._keys) :]
                sums[key] = [*map(add, sums[key], numbers)] if key in sums else [*numbers]
            names = *self._keys, *self._numbers
            rows = ((*key, *numbers) for key, numbers in sums.items() if any(numbers))
            self.put(connection, [dict(zip(names, row, strict=True)) for row in rows])
        return bool(busy)

    def _is_added(self, connection: Connection, row: Row) -> bool:
        """Add to the row of a key, and remove it where nothing is left; false: there is none."""
        # The library keeps the name of a column that is set for itself.
        more = {f"more_{name}": row[name] for name in self._numbers}
        if not self._add.changed(connection, **row, **more):
            return False
        if min(more.values()) < 0:
            self._forget.run(connection, row)
        return True
