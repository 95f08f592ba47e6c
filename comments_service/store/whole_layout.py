"""What a database of this release lacks, by its parts: a number alone does not tell of it."""

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, Table, UniqueConstraint, inspect, text
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint

from comments_service.store.tables import ledger

metadata = ledger.metadata

# Triggers are made by migrations alone: SQLAlchemy's tables do not know them.
_KEPT = "ledger", "comment_versions", "decisions"
TRIGGERS = {
    "sqlite": [f"{table}_no_{each}" for table in _KEPT for each in ("update", "delete", "replace")],
    "postgresql": [
        f"{table}_{each}" for table in _KEPT for each in ("kept", "not_deleted", "not_emptied")
    ],
}
_ASKED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled <> 'D'",
}


def missing(connection: Connection) -> list[str]:
    """Name each table, column, index, constraint and trigger that is not there or is another."""
    found = inspect(connection)
    there = set(found.get_table_names())
    lines = [f"table {name}" for name in metadata.tables if name not in there]
    for table in metadata.sorted_tables:
        if table.name in there:
            lines += _of_table(found, table)
    dialect = connection.dialect.name
    held = {row[0] for row in connection.execute(text(_ASKED[dialect]))}
    return lines + [f"trigger {name}" for name in TRIGGERS[dialect] if name not in held]


def _of_table(found: Inspector, table: Table) -> Iterator[str]:
    columns = {each["name"]: bool(each["nullable"]) for each in found.get_columns(table.name)}
    for column in table.columns:
        if columns.get(column.name) is not column.nullable:
            yield f"column {table.name}.{column.name}"
    held = _held(found, table.name)
    for kind, name in _wanted(table):
        if (kind, name) not in held:
            yield f"{kind} {name}"


def _held(found: Inspector, table: str) -> set[tuple[str, object]]:
    key = found.get_pk_constraint(table)
    return {
        ("primary key", key.get("name") if key["constrained_columns"] else None),
        *(("index", each["name"]) for each in found.get_indexes(table)),
        *(("constraint", each["name"]) for each in found.get_unique_constraints(table)),
        *(("constraint", each["name"]) for each in found.get_foreign_keys(table)),
        *(("constraint", each["name"]) for each in found.get_check_constraints(table)),
    }


def _wanted(table: Table) -> Iterator[tuple[str, object]]:
    yield "primary key", table.primary_key.name
    for index in table.indexes:
        yield "index", index.name
    kinds = UniqueConstraint, ForeignKeyConstraint, CheckConstraint
    for constraint in table.constraints:
        if isinstance(constraint, kinds):
            yield "constraint", constraint.name
