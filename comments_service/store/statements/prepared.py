"""Statements that are compiled once, and then run by the driver itself.

What every request runs goes this way: the library's own way of running a statement, compiled
before or not, takes several times what the statement takes. Text, types and errors are the same.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Boolean, CompoundSelect, Connection, Dialect, Select, UpdateBase
from sqlalchemy.exc import DBAPIError

from comments_service.store.column_types import WrittenType
from comments_service.store.statements.driver_errors import leave_row_out

if TYPE_CHECKING:
    import psycopg

# Of the rows of a stream.
_AT_ONCE = 500
# Of cursors, which have names on PostgreSQL.
_NUMBERS = itertools.count(1)
# Under this name a connection keeps its cursor: to make one takes as long as a small statement.
_KEPT = "yanlu_cursor"
_TOGETHER = "yanlu_together"
_AS_IT_IS = nullcontext()
Values: TypeAlias = Mapping[str, Any]
_Change: TypeAlias = Callable[[Any], Any]
Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase


class _Compiled(NamedTuple):
    """A statement for one dialect; ``ordered`` takes its parameters out of their names in order."""

    text: str
    ordered: Callable[[Values], Any]
    defaults: dict[str, Any]
    written: Sequence[tuple[str, _Change]]
    read: Sequence[_Change | None]

    def bound(self, values: Values) -> Any:
        """Return the values as the driver takes them, in the order of the statement."""
        bound = {**self.defaults, **values}
        for name, change in self.written:
            if (value := bound[name]) is not None:
                bound[name] = change(value)
        return self.ordered(bound)


class Prepared:
    """A statement that is run with bound values, no lists among them; rows come back as tuples.

    ``columns`` are those that an INSERT of whole rows gives.
    """

    def __init__(self, statement: Statement, columns: Iterable[str] = ()) -> None:
        self._statement, self._columns = statement, [*columns] or None
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Return all rows."""
        made = self._made(connection.dialect)
        cursor = _cursor(connection)
        try:
            cursor.execute(made.text, made.bound(values))
            rows = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection.dialect, made.text, error) from error
        return [_row(made.read, row) for row in rows] if made.read else list(rows)

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row; None where there is none."""
        rows = self.all(connection, **values)
        return rows[0] if rows else None

    def streamed(self, connection: Connection, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Yield all rows, which come some hundred at a time, with columns as the database has them.

        For a million rows the library takes longer to make its own of them than SQLite to find
        them.
        """
        made = self._made(connection.dialect)
        failure = connection.dialect.loaded_dbapi.Error
        cursor = _streaming_cursor(connection)
        try:
            cursor.execute(made.text, made.bound(values))
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except failure as error:
            raise _told(connection.dialect, made.text, error) from error
        finally:
            # Where somebody reads no further, the connection may be closed before this is.
            with suppress(failure):
                cursor.close()

    def run(self, connection: Connection, *rows: Values) -> None:
        """Run it once for each of these values."""
        if not rows:
            return
        made = self._made(connection.dialect)
        bound = [made.bound(row) for row in rows]
        cursor = _cursor(connection)
        try:
            if len(bound) == 1:
                cursor.execute(made.text, bound[0])
            else:
                cursor.executemany(made.text, bound)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection.dialect, made.text, error) from error

    def changed(self, connection: Connection, **values: Any) -> int:
        """Run it, and return how many rows it changed."""
        made = self._made(connection.dialect)
        cursor = _cursor(connection)
        try:
            cursor.execute(made.text, made.bound(values))
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection.dialect, made.text, error) from error
        return int(cursor.rowcount)

    def _made(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, self._columns, dialect)
        return found


def together(connection: Connection) -> AbstractContextManager[None]:
    """Send what ``Prepared`` statements write in the block without waiting for each answer.

    What is wrong with any of it is raised at the latest as the outermost block ends. On PostgreSQL
    a round trip is saved by statement; nothing else may be asked meanwhile than by such statements.
    """
    if connection.dialect.name == "sqlite" or connection.info.get(_TOGETHER):
        return _AS_IT_IS
    return _in_a_pipeline(connection)


@contextmanager
def _in_a_pipeline(connection: Connection) -> Iterator[None]:
    info = connection.info
    info[_TOGETHER] = True
    try:
        with cast("psycopg.Connection", connection.connection.driver_connection).pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection.dialect, "", error) from error
    finally:
        # Not of the connection again: of one that broke there is none to be asked for.
        info.pop(_TOGETHER, None)


def _compile(statement: Statement, columns: list[str] | None, dialect: Dialect) -> _Compiled:
    # By $1, $2, …, which the driver hands on as they are.
    kind: Any = type(dialect)
    numbered = dialect if dialect.positional else kind(paramstyle="numeric_dollar")
    compiled = statement.compile(dialect=numbered, column_keys=columns)
    if compiled.post_compile_params:
        # Its text would depend on how many values are bound.
        raise ValueError(f"a statement with a list: {compiled.string}")
    written = []
    for name, bind in compiled.binds.items():
        change = _written(bind.type, dialect)
        # Of true and false both drivers make what the library would.
        if change and not isinstance(bind.type, Boolean):
            written.append((name, change))
    kinds = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
    read = [kind.result_processor(dialect, None) for kind in kinds]
    defaults = {name: value for name, value in compiled.params.items() if value is not None}
    ordered = _ordered(compiled.positiontup or ())
    return _Compiled(compiled.string, ordered, defaults, written, read if any(read) else [])


def _written(kind: Any, dialect: Dialect) -> _Change | None:
    """Return what makes of a value, other than None, what the driver takes; None: it is that."""
    # By way of the library an instant takes four calls.
    if isinstance(kind, WrittenType):
        return kind.written
    made: _Change | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return made


def _ordered(names: Sequence[str]) -> Callable[[Values], Any]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def _cursor(connection: Connection) -> Any:
    """Return a cursor of the driver; on PostgreSQL the same one for all that asks for no stream."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    info = connection.info
    if info.get(_TOGETHER):
        # What an earlier statement brings late would be taken for the rows of a later one.
        return _psycopg().RawCursor(driver)
    kept = info.get(_KEPT)
    if kept is None or kept.closed:
        kept = connection.info[_KEPT] = _psycopg().RawCursor(driver)
    return kept


def _psycopg() -> Any:
    # Not loaded where the database is a file.
    import psycopg  # noqa: PLC0415

    return psycopg


def run_text(connection: Connection, text: str, *values: Any) -> None:
    """Run a statement of one database, such as SAVEPOINT; its values are $1, $2, …."""
    try:
        _cursor(connection).execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection.dialect, text, error) from error


def _streaming_cursor(connection: Connection) -> Any:
    """Return a cursor whose rows stay at the server until they are fetched."""
    if connection.dialect.name == "sqlite":
        return connection.connection.cursor()
    driver: Any = connection.connection.dbapi_connection
    return _psycopg().RawServerCursor(driver, f"yanlu_{next(_NUMBERS)}")


def _row(read: Sequence[_Change | None], row: Sequence[Any]) -> tuple[Any, ...]:
    pairs = zip(read, row, strict=True)
    return tuple(change(value) if change else value for change, value in pairs)


def _told(dialect: Dialect, text: str, error: Exception) -> DBAPIError:
    """Return the driver's error as the library tells it, without the values."""
    leave_row_out(error)
    base = dialect.loaded_dbapi.Error
    told = DBAPIError.instance(text, None, error, base, hide_parameters=True, dialect=dialect)
    return cast("DBAPIError", told)
