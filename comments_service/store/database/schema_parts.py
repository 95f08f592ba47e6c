"""What a database of this release lacks, by its parts: a number alone does not tell of it."""

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, Table, UniqueConstraint, inspect, text
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint

from comments_service.store.database.tables import ledger

metadata = ledger.metadata
_Named = tuple[str, str, object]
"""A table, a kind of thing in it, and its name."""

# Triggers are made by migrations alone: SQLAlchemy's tables do not know them.
_KEPT = "ledger", "comment_versions", "decisions", "comment_releases"
TRIGGERS = {
    "sqlite": [f"{table}_no_{each}" for table in _KEPT for each in ("update", "delete", "replace")],
    "postgresql": [
        "ledger_counted",
        *(f"{table}_{each}" for table in _KEPT for each in ("kept", "not_deleted", "not_emptied")),
    ],
}
_ASKED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled <> 'D'",
}


def missing(connection: Connection) -> list[str]:
    """Return each table, column, index, constraint and trigger that is not there or is another."""
    columns, named = _held(inspect(connection))
    lines = [f"table {name}" for name in metadata.tables if name not in columns]
    for table in metadata.sorted_tables:
        if table.name in columns:
            lines += _of_table(table, columns[table.name], named)
    dialect = connection.dialect.name
    held = {row[0] for row in connection.execute(text(_ASKED[dialect]))}
    return lines + [f"trigger {name}" for name in TRIGGERS[dialect] if name not in held]


def _of_table(table: Table, columns: dict[str, bool], named: set[_Named]) -> Iterator[str]:
    for column in table.columns:
        if columns.get(column.name) is not column.nullable:
            yield f"column {table.name}.{column.name}"
    for kind, name in _wanted(table):
        if (table.name, kind, name) not in named:
            yield f"{kind} {name}"


def _held(found: Inspector) -> tuple[dict[str, dict[str, bool]], set[_Named]]:
    """Return whether each column may be null, by table, and what has a name.

    All tables are asked for at once: PostgreSQL takes as long for one of them.
    """
    columns = {
        table: {each["name"]: bool(each["nullable"]) for each in of_table}
        for (_, table), of_table in found.get_multi_columns().items()
    }
    named: set[_Named] = {
        (table, "primary key", key.get("name") if key["constrained_columns"] else None)
        for (_, table), key in found.get_multi_pk_constraint().items()
        if key
    }
    for kind, held in (
        ("index", found.get_multi_indexes()),
        ("constraint", found.get_multi_unique_constraints()),
        ("constraint", found.get_multi_foreign_keys()),
        ("constraint", found.get_multi_check_constraints()),
    ):
        for (_, table), of_table in held.items():
            named |= {(table, kind, each["name"]) for each in of_table}
    return columns, named


def _wanted(table: Table) -> Iterator[tuple[str, object]]:
    yield "primary key", table.primary_key.name
    for index in table.indexes:
        yield "index", index.name
    kinds = UniqueConstraint, ForeignKeyConstraint, CheckConstraint
    for constraint in table.constraints:
        if isinstance(constraint, kinds):
            yield "constraint", constraint.name
