"""What a database of this release lacks, by its parts: a number alone does not tell of it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Inspector, Table, UniqueConstraint, inspect, text
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.types import NullType

from comments_service.store.database.tables import metadata
from comments_service.store.migrations.checked_columns import ON_SQLITE
from comments_service.store.migrations.kept_triggers import KEPT_BY, triggers
from comments_service.store.migrations.writer_tables import COUNT, COUNTED

KEPT = "ledger", "comment_versions", "decisions", "comment_releases"
"""The tables whose rows triggers keep as they are."""
_HELD_BY = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' "
    "UNION SELECT 'options of', name, name, 'strict ' || wr FROM pragma_table_list WHERE strict",
    "postgresql": "SELECT 'trigger', t.tgname, c.relname, pg_get_triggerdef(t.oid, true) "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled <> 'D' "
    "UNION SELECT 'function', proname, '', prosrc FROM pg_proc "
    "WHERE pronamespace = current_schema()::regnamespace "
    "UNION SELECT 'sequence', relname, '', '' FROM pg_class "
    "WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace",
}
# Others may keep tables there too, of types that nobody here can name.
_NAMES = [*metadata.tables]
_LAYOUT = text("SELECT type, name, tbl_name, sql FROM sqlite_master")
# Layouts of SQLite that lack nothing: ``/readyz`` asks again and again.
_WHOLE: set[frozenset[Any]] = set()
# Of PostgreSQL: what is there by its name, and holds for nothing.
_VOID = text(
    "SELECT conname FROM pg_constraint WHERE NOT convalidated UNION "
    "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid"
)
_WORD = re.compile(r"'[^']*'|\w+|[<>]=?|<>")
# A list of codes, which may be said as one or by its parts.
_LISTS = {"in", "any"}
# How PostgreSQL says again what it was told, besides its own words.
_SAME = {*_LISTS, "array", "text", "public"}


class SchemaPart(NamedTuple):
    """A table, or something of one, by its name there, and all that is to be of it."""

    kind: str
    name: str
    table: str
    what: object = None

    def __str__(self) -> str:
        """Return how it is named to people."""
        return f"{self.kind} {self.name}"


def missing(connection: Connection) -> list[str]:
    """Return each table, column, index, constraint and trigger that is not there or is another."""
    layout = _layout(connection)
    if layout in _WHOLE:
        return []
    tables = set(inspect(connection).get_table_names())
    lines = [f"table {name}" for name in metadata.tables if name not in tables]
    held = _held(connection)
    wanted = [part for part in _wanted(connection.dialect.name) if part.table in {*tables, ""}]
    lines += [str(part) for part in wanted if part not in held]
    if layout and not lines:
        _WHOLE.add(layout)
    return lines


def _layout(connection: Connection) -> frozenset[Any]:
    """Return all that SQLite keeps of its layout, which is text; of PostgreSQL nothing."""
    if connection.dialect.name != "sqlite":
        return frozenset()
    return frozenset(tuple(row) for row in connection.execute(_LAYOUT))


@cache
def _wanted(name: str) -> tuple[SchemaPart, ...]:
    return tuple(_parts(registry.load(name)()))


def _parts(dialect: Dialect) -> Iterator[SchemaPart]:
    for table in metadata.sorted_tables:
        if dialect.name == "sqlite":
            rowid = table.dialect_options["sqlite"]["with_rowid"]
            yield SchemaPart(
                "options of", table.name, table.name, _words(f"strict {int(not rowid)}")
            )
        yield from _of_table(table, dialect)
    for table_name in KEPT:
        for name, statement in triggers(dialect.name, table_name).items():
            yield SchemaPart("trigger", name, table_name, _words(statement))
    if dialect.name == "postgresql":
        yield SchemaPart("function", "refuse_change", "", _words(KEPT_BY))
        yield SchemaPart("sequence", "ledger_numbers", "", _words(""))
        yield SchemaPart("function", "count_entries", "", _words(COUNT))
        yield SchemaPart("trigger", "ledger_counted", "ledger", _words(COUNTED))


def _of_table(table: Table, dialect: Dialect) -> Iterator[SchemaPart]:
    for column in table.columns:
        kind = column.type.compile(dialect=dialect)
        numbered = column is table.autoincrement_column and dialect.name == "postgresql"
        what = kind, column.nullable, numbered
        yield SchemaPart("column", f"{table.name}.{column.name}", table.name, what)
    yield SchemaPart(
        "primary key", str(table.primary_key.name), table.name, _names(table.primary_key)
    )
    for index in table.indexes:
        where = index.dialect_options[dialect.name]["where"]
        whole = _names(index), bool(index.unique), _words("" if where is None else str(where))
        yield SchemaPart("index", str(index.name), table.name, whole)
    for each in table.constraints:
        if each.info == ON_SQLITE and dialect.name != "sqlite":
            continue
        if isinstance(each, UniqueConstraint):
            yield SchemaPart("constraint", str(each.name), table.name, _names(each))
        elif isinstance(each, ForeignKeyConstraint):
            refers = _names(each), each.referred_table.name, each.ondelete
            yield SchemaPart("constraint", str(each.name), table.name, refers)
        elif isinstance(each, CheckConstraint):
            said = each.sqltext.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
            yield SchemaPart(
                "constraint", str(each.name), table.name, _words(str(said), table.name)
            )


def _held(connection: Connection) -> set[SchemaPart]:
    """Return the parts that are there.

    All tables are asked for at once: PostgreSQL takes as long for one of them.
    """
    dialect = connection.dialect
    said = connection.execute(text(_HELD_BY[dialect.name]))
    held = {SchemaPart(kind, name, table, _words(sql)) for kind, name, table, sql in said}
    held |= {*_reflected(inspect(connection), dialect)}
    void = set(connection.scalars(_VOID)) if dialect.name == "postgresql" else set()
    return {part for part in held if part.name not in void}


def _reflected(found: Inspector, dialect: Dialect) -> Iterator[SchemaPart]:
    for table, each in _each(found.get_multi_columns(filter_names=_NAMES)):
        kind = each["type"]
        # A column that was made another may be of a type that SQLAlchemy does not know.
        named = "" if isinstance(kind, NullType) else kind.compile(dialect=dialect)
        what = named, each["nullable"], bool(each["default"])
        yield SchemaPart("column", f"{table}.{each['name']}", table, what)
    for (_, table), key in found.get_multi_pk_constraint(filter_names=_NAMES).items():
        yield SchemaPart("primary key", str(key["name"]), table, tuple(key["constrained_columns"]))
    for table, each in _each(found.get_multi_indexes(filter_names=_NAMES)):
        where = each.get("dialect_options", {}).get(f"{dialect.name}_where", "")
        whole = tuple(each["column_names"]), bool(each["unique"]), _words(str(where))
        yield SchemaPart("index", each["name"], table, whole)
    for table, each in _each(found.get_multi_unique_constraints(filter_names=_NAMES)):
        yield SchemaPart("constraint", each["name"], table, tuple(each["column_names"]))
    for table, each in _each(found.get_multi_foreign_keys(filter_names=_NAMES)):
        own = tuple(each["constrained_columns"])
        what = own, each["referred_table"], each["options"].get("ondelete")
        yield SchemaPart("constraint", each["name"], table, what)
    for table, each in _each(found.get_multi_check_constraints(filter_names=_NAMES)):
        yield SchemaPart("constraint", each["name"], table, _words(each["sqltext"], table))


def _each(found: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    for (_, table), of_table in found.items():
        for each in of_table:
            yield table, each


def _names(columns: Index | UniqueConstraint | ForeignKeyConstraint | Any) -> tuple[str, ...]:
    return tuple(column.name for column in columns.columns)


def _words(sql: str, table: str = "") -> frozenset[str]:
    """Return the words of a condition, however a database says it again."""
    words = frozenset(word.lower() for word in _WORD.findall(sql))
    parts = {"or"} if words & _LISTS else set()
    return (words | parts) - _SAME - {table}
