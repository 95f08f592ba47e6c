"""What the role may do on PostgreSQL by which the service runs, where another owns the tables."""

from collections.abc import Iterator

from sqlalchemy import Connection

from comments_service.store.database.schema_parts import KEPT
from comments_service.store.database.tables import clause_texts, metadata
from comments_service.store.migrations.kept_triggers import ERASED

_ADDED_TO = {*KEPT, clause_texts.name}


def grant(connection: Connection, role: str) -> None:
    """Let a role do what the service needs, and no more: what is kept it can add, not change."""
    quote = connection.dialect.identifier_preparer.quote
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    everything = f"IN SCHEMA {quote(schema)}"
    for each in (
        f"REVOKE ALL ON ALL TABLES {everything} FROM {quote(role)}",
        f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quote(role)}",
        f"GRANT SELECT ON ALL TABLES {everything} TO {quote(role)}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES {everything} TO {quote(role)}",
        *(f"GRANT {rights} TO {quote(role)}" for rights in _written()),
    ):
        connection.exec_driver_sql(each)


def _written() -> Iterator[str]:
    for table in metadata.tables:
        yield f"INSERT ON {table}" if table in _ADDED_TO else f"INSERT, UPDATE, DELETE ON {table}"
    for table, (gone, _) in ERASED.items():
        yield f"UPDATE ({', '.join((*gone, 'erased_at'))}) ON {table}"
