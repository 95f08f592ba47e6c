"""What the triggers are that keep rows as they are; what says words alone may lose them."""

from collections.abc import Iterator

_KEYS = {
    "ledger": "id = NEW.id",
    "comment_versions": "comment_id = NEW.comment_id AND number = NEW.number",
    "decisions": "id = NEW.id",
    "comment_releases": "id = NEW.id",
}
# What an erasure takes from a row, and what it leaves as it is.
ERASED = {
    "comment_versions": (
        ("body", "proposed_text", "reason", "selector", "salt"),
        ("comment_id", "number", "stance", "confidential", "digest", "entry"),
    ),
    "comment_releases": (
        ("redacted", "reason", "salt"),
        ("id", "comment_id", "policy", "version", "shown", "by", "at", "digest", "entry"),
    ),
}


KEPT_BY = " BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END "
"""The body of the function ``refuse_change`` on PostgreSQL."""


def triggers(dialect: str, table: str) -> dict[str, str]:
    """Return by name the statements that make the triggers of a table."""
    condition = _no_erasure(table) if table in ERASED else ""
    made = _on_sqlite if dialect == "sqlite" else _on_postgresql
    return {name: f"CREATE TRIGGER {name} {rest}" for name, rest in made(table, condition)}


def _no_erasure(table: str) -> str:
    """Return which update of a row is no erasure."""
    gone, kept = ERASED[table]
    conditions = ["OLD.erased_at IS NOT NULL", "NEW.erased_at IS NULL"]
    conditions += [f"NEW.{name} IS NOT NULL" for name in gone]
    return " OR ".join([*conditions, *(f"NEW.{name} <> OLD.{name}" for name in kept)])


def _on_sqlite(table: str, condition: str) -> Iterator[tuple[str, str]]:
    refused = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
    when = f" WHEN {condition}" if condition else ""
    yield f"{table}_no_update", f"BEFORE UPDATE ON {table}{when} {refused}"
    yield f"{table}_no_delete", f"BEFORE DELETE ON {table} {refused}"
    # INSERT OR REPLACE deletes without firing the delete trigger.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {_KEYS[table]})"  # noqa: S608 - names above
    yield f"{table}_no_replace", f"BEFORE INSERT ON {table} WHEN {there} {refused}"


def _on_postgresql(table: str, condition: str) -> Iterator[tuple[str, str]]:
    when = f"WHEN ({condition}) " if condition else ""
    for name, change, each in (
        ("kept", "UPDATE", f"ROW {when}"),
        ("not_deleted", "DELETE", "ROW "),
        ("not_emptied", "TRUNCATE", "STATEMENT "),
    ):
        rest = f"BEFORE {change} ON {table} FOR EACH {each}EXECUTE FUNCTION refuse_change()"
        yield f"{table}_{name}", rest
