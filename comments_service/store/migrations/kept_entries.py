"""The triggers that keep the entries of release 0.1.0 as they are: never changed."""

from alembic import op

_REFUSED = "entries are never changed or deleted"
# INSERT OR REPLACE deletes without firing the delete trigger.
_REPLACED = "WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq) "


def keep_entries() -> None:
    """Make the triggers that keep entries as they are."""
    if op.get_bind().dialect.name == "sqlite":
        for change, name, condition in (
            ("UPDATE", "update", ""), ("DELETE", "delete", ""), ("INSERT", "replace", _REPLACED),
        ):  # fmt: skip
            op.execute(
                f"CREATE TRIGGER entries_no_{name} BEFORE {change} ON entries {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for name, changes, each in (
        ("kept", "UPDATE OR DELETE", "ROW"), ("not_emptied", "TRUNCATE", "STATEMENT"),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER entries_{name} BEFORE {changes} ON entries "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_entry_change()"
        )


def let_entries_go() -> None:
    """Remove the triggers on PostgreSQL; on SQLite they go with their table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_entry_change() CASCADE")
