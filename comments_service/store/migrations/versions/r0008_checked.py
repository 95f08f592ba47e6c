"""Both databases refuse what is none of a column's words, and a clause's text is kept once.

Columns get the types of ``checked_columns``, enumerations and lengths are checked, and text is
in the order of code points on PostgreSQL too. Every table is made anew: SQLite adds no checks.
"""

# ruff: noqa: S608 - statements are put together of the names that stand here

import hashlib

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations import checked_tables
from comments_service.store.migrations.kept_tables import keep, let_go
from comments_service.store.migrations.writer_tables import COUNTED

revision = "0008"
down_revision = "0007"

_KEPT_TABLES = "ledger", "comment_versions", "decisions", "comment_releases"
_AT_ONCE = 500
_TEXTS = sa.text("SELECT DISTINCT clause_text FROM before_comments")


def upgrade() -> None:
    """Make the tables anew, and bring every row over."""
    _remake(checked_tables.earlier(), checked_tables.checked())


def downgrade() -> None:
    """Make the tables of before, with each clause's text in the comments on it."""
    _remake(checked_tables.checked(), checked_tables.earlier())


def _remake(old: sa.MetaData, new: sa.MetaData) -> None:
    bind = op.get_bind()
    let_go(*_KEPT_TABLES)
    # The sequence would go with its column.
    _on_postgresql("ALTER SEQUENCE ledger_numbers OWNED BY NONE")
    for table in old.sorted_tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")
    for table in reversed(old.sorted_tables):
        table.drop(bind, checkfirst=False)
    new.create_all(bind, checkfirst=False)
    if "clause_texts" in new.tables:
        _keep_texts(bind, new.tables["clause_texts"])
    for table in new.sorted_tables:
        if table.name in old.tables:
            _bring_over(bind, table, old.tables[table.name])
    for table in old.sorted_tables:
        op.drop_table(f"before_{table}")
    keep(*_KEPT_TABLES)
    _on_postgresql("ALTER SEQUENCE ledger_numbers OWNED BY ledger.id")
    _on_postgresql(COUNTED)


def _on_postgresql(statement: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(statement)


def _keep_texts(bind: sa.Connection, kept: sa.Table) -> None:
    texts = bind.execute(_TEXTS, execution_options={"yield_per": _AT_ONCE}).scalars()
    for some in texts.partitions():
        rows = [{"digest": hashlib.sha256(t.encode()).hexdigest(), "text": t} for t in some]
        op.bulk_insert(kept, rows)


_TEXT_OF = {
    "text_digest": ("t.digest", "JOIN clause_texts t ON t.text = clause_text"),
    "clause_text": ("t.text", "JOIN before_clause_texts t ON t.digest = text_digest"),
}


def _bring_over(bind: sa.Connection, table: sa.Table, before: sa.Table) -> None:
    """Copy the rows of a table; of comments with what stands for the clause's text there."""
    quote = bind.dialect.identifier_preparer.quote
    own, joined = {}, ""
    for name in [column.name for column in table.columns]:
        own[name] = f"b.{quote(name)}"
        if name not in before.columns:
            own[name], joined = _TEXT_OF[name]
    names = ", ".join(map(quote, own))
    values = ", ".join(own.values())
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM before_{table} b {joined}")
    if (numbered := table.autoincrement_column) is not None:
        _on_postgresql(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{numbered.name}'), "
            f"coalesce(max({numbered.name}), 0) + 1, false) FROM {table}"
        )
