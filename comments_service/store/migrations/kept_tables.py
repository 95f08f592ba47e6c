"""Triggers that keep rows as they are; a version alone may lose its words and salt (erasure)."""

from alembic import op

_KEYS = {
    "ledger": "id = NEW.id",
    "comment_versions": "comment_id = NEW.comment_id AND number = NEW.number",
    "decisions": "id = NEW.id",
    "comment_releases": "id = NEW.id",
}
# Which update is no erasure; the columns that may become NULL are those left out.
_NO_ERASURE = (
    "OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR NEW.body IS NOT NULL "
    "OR NEW.proposed_text IS NOT NULL OR NEW.reason IS NOT NULL OR NEW.selector IS NOT NULL "
    "OR NEW.salt IS NOT NULL OR NEW.comment_id <> OLD.comment_id OR NEW.number <> OLD.number "
    "OR NEW.stance <> OLD.stance OR NEW.confidential <> OLD.confidential "
    "OR NEW.digest <> OLD.digest OR NEW.entry <> OLD.entry"
)


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


def _keep_on_sqlite(table: str) -> None:
    refused = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
    when = f" WHEN {_NO_ERASURE}" if table == "comment_versions" else ""
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when} {refused}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refused}")
    # INSERT OR REPLACE deletes without firing the delete trigger.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {_KEYS[table]})"  # noqa: S608 - names above
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refused}")


def _keep_on_postgresql(table: str) -> None:
    when = f"WHEN ({_NO_ERASURE}) " if table == "comment_versions" else ""
    for name, change, each in (
        ("kept", "UPDATE", f"ROW {when}"),
        ("not_deleted", "DELETE", "ROW "),
        ("not_emptied", "TRUNCATE", "STATEMENT "),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {change} ON {table} FOR EACH {each}"
            "EXECUTE FUNCTION refuse_change()"
        )
