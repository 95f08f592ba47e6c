"""Triggers that keep rows as they are; what says words alone may lose them and its salt."""

from alembic import op

_KEYS = {
    "ledger": "id = NEW.id",
    "comment_versions": "comment_id = NEW.comment_id AND number = NEW.number",
    "decisions": "id = NEW.id",
    "comment_releases": "id = NEW.id",
}
# What an erasure takes from a row, and what it leaves as it is.
_ERASED = {
    "comment_versions": (
        ("body", "proposed_text", "reason", "selector", "salt"),
        ("comment_id", "number", "stance", "confidential", "digest", "entry"),
    ),
    "comment_releases": (
        ("redacted", "reason", "salt"),
        ("id", "comment_id", "policy", "version", "shown", "by", "at", "digest", "entry"),
    ),
}


def keep(*tables: str) -> None:
    """Make the triggers of these tables."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            _keep_on_sqlite(table)
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        _keep_on_postgresql(table)


def let_go(*tables: str) -> None:
    """Remove the triggers of these tables."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for change in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{change}")
        return
    op.execute("DROP FUNCTION refuse_change() CASCADE")


def _no_erasure(table: str) -> str:
    """Return which update of a row is no erasure."""
    gone, kept = _ERASED[table]
    conditions = ["OLD.erased_at IS NOT NULL", "NEW.erased_at IS NULL"]
    conditions += [f"NEW.{name} IS NOT NULL" for name in gone]
    return " OR ".join([*conditions, *(f"NEW.{name} <> OLD.{name}" for name in kept)])


def _keep_on_sqlite(table: str) -> None:
    refused = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
    when = f" WHEN {_no_erasure(table)}" if table in _ERASED else ""
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when} {refused}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refused}")
    # INSERT OR REPLACE deletes without firing the delete trigger.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {_KEYS[table]})"  # noqa: S608 - names above
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refused}")


def _keep_on_postgresql(table: str) -> None:
    when = f"WHEN ({_no_erasure(table)}) " if table in _ERASED else ""
    for name, change, each in (
        ("kept", "UPDATE", f"ROW {when}"),
        ("not_deleted", "DELETE", "ROW "),
        ("not_emptied", "TRUNCATE", "STATEMENT "),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {change} ON {table} FOR EACH {each}"
            "EXECUTE FUNCTION refuse_change()"
        )
