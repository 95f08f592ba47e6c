"""Making and removing the triggers that keep rows as they are."""

from alembic import op

from comments_service.store.migrations.kept_triggers import KEPT_BY, triggers


def keep(*tables: str) -> None:
    """Make the triggers of these tables."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$${KEPT_BY}$$"
        )
    for table in tables:
        for statement in triggers(dialect, table).values():
            op.execute(statement)


def let_go(*tables: str) -> None:
    """Remove the triggers of these tables."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for change in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{change}")
        return
    op.execute("DROP FUNCTION refuse_change() CASCADE")
