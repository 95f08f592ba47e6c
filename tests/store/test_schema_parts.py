"""A layout is looked at part by part: a number alone says nothing of what is there."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from comments_service.services.database.database_schema import SchemaError, require_current, upgrade
from comments_service.services.service import Service
from comments_service.store.database import migrate
from comments_service.store.database.migrate import SchemaState
from comments_service.store.database.schema_parts import missing
from tests.servers.databases import writing

BROKEN = [
    ("DROP TABLE comment_states", "table comment_states"),
    ("DROP INDEX ix_submissions_policy", "index ix_submissions_policy"),
    ("ALTER TABLE comments RENAME COLUMN citation TO cited", "column comments.citation"),
]


def break_by(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def test_a_whole_layout_lacks_nothing(service: Service) -> None:
    with service.database.read() as connection:
        assert missing(connection) == []


@pytest.mark.parametrize(("statement", "part"), BROKEN)
def test_a_half_migrated_database_passes_neither_upgrade_nor_start(
    service: Service, statement: str, part: str
) -> None:
    with writing(service.database) as connection:
        break_by(connection, statement)
    with service.database.read() as connection:
        assert part in missing(connection)
        assert migrate.schema_state(connection) is SchemaState.DAMAGED
    for command in (upgrade, require_current):
        with pytest.raises(SchemaError, match=f"the database lacks .*{part}.*db restore FILE"):
            command(service)


def test_what_somebody_else_keeps_there_is_no_matter(service: Service, backend: str) -> None:
    # Without a type, or of one that SQLAlchemy has no name for.
    columns = "a, b" if backend == "sqlite" else "a pg_snapshot, b xid8"
    with writing(service.database) as connection:
        break_by(connection, f"CREATE TABLE of_others ({columns})")
        break_by(connection, "CREATE INDEX ix_of_others ON of_others (b)")
    with service.database.read() as connection:
        assert missing(connection) == []
    require_current(service)


def test_what_is_there_and_out_of_force_is_missed(service: Service, backend: str) -> None:
    if backend == "sqlite":
        pytest.skip("it knows nothing like that")
    with service.database.engine.connect() as connection:
        for statement in (
            "ALTER TABLE ledger DISABLE TRIGGER ledger_not_emptied",
            "ALTER TABLE comments DROP CONSTRAINT ck_comments_id",
            "ALTER TABLE comments ADD CONSTRAINT ck_comments_id CHECK (length(id) <= 32) NOT VALID",
            "ALTER TABLE comment_counts ALTER id DROP DEFAULT",
        ):
            break_by(connection, statement)
        parts = (
            "trigger ledger_not_emptied",
            "constraint ck_comments_id",
            "column comment_counts.id",
        )
        assert sorted(missing(connection)) == sorted(parts)


OF_POSTGRESQL = {
    "index": "SELECT 'DROP INDEX ' || i.relname, 'index ' || i.relname FROM pg_index x "
    "JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid "
    "WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'alembic_version' "
    "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
    "constraint": "SELECT format('ALTER TABLE %s DROP CONSTRAINT %s', conrelid::regclass, conname),"
    " CASE contype WHEN 'p' THEN 'primary key ' ELSE 'constraint ' END || conname "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN "
    "('p', 'u', 'f', 'c') AND conrelid::regclass::text <> 'alembic_version' "
    "ORDER BY contype <> 'f'",
    "trigger": "SELECT format('DROP TRIGGER %s ON %s', tgname, tgrelid::regclass), "
    "'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    "null": "SELECT format('ALTER TABLE %s ALTER %s %s NOT NULL', attrelid::regclass, "
    "quote_ident(attname), CASE WHEN attnotnull THEN 'DROP' ELSE 'SET' END), "
    "'column ' || c.relname || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 "
    "AND relname <> 'alembic_version' AND NOT EXISTS (SELECT 1 FROM pg_constraint "
    "WHERE conrelid = attrelid AND contype = 'p' AND attnum = ANY (conkey))",
    "type": "SELECT format('ALTER TABLE %s ALTER %s TYPE %s', attrelid::regclass, "
    "quote_ident(attname), CASE format_type(atttypid, -1) WHEN 'bigint' THEN 'integer' "
    "WHEN 'text' THEN 'text COLLATE \"default\"' ELSE 'text' END), "
    "'column ' || c.relname || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 "
    "AND relname <> 'alembic_version'",
}


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("index", ()),
        ("constraint", ()),
        ("trigger", ()),
        ("null", ()),
        # A type is not changed while these go by it.
        ("type", ("index", "trigger", "constraint")),
    ],
)
def test_every_part_is_missed_on_postgresql(
    service: Service, backend: str, kind: str, first: tuple[str, ...]
) -> None:
    if backend == "sqlite":
        pytest.skip("its parts are taken away below")
    with service.database.engine.connect() as connection:
        every = [connection.execute(text(OF_POSTGRESQL[each])).all() for each in (*first, kind)]
        parts = [part for some in every for part in some]
        for statement, _ in parts:
            break_by(connection, statement)
        assert sorted(missing(connection)) == sorted(part for _, part in parts)


def laid_out_by(statements: list[str]) -> list[str]:
    """Return what a SQLite database lacks that these statements make."""
    made = create_engine("sqlite://")
    with made.connect() as connection:
        for each in statements:
            connection.exec_driver_sql(each)
        return sorted(missing(connection))


ON_SQLITE = {
    "constraint": (r",\s*CONSTRAINT [^\n]*?(?=,?\s*\n)", "", r"CONSTRAINT (ck|uq|fk|pk)(\w+)"),
    "null": (r" NOT NULL", "", r"\n\s*\"?(\w+)\"? \w+ NOT NULL"),
    "not null": (r"(?<= TEXT)(?=,)", " NOT NULL", r"\n\s*\"?(\w+)\"? TEXT,"),
    "type": (r"(?<= )TEXT\b", "BLOB", r"\n\s*\"?(\w+)\"? TEXT\b"),
    "number": (r"(?<= )INTEGER\b", "REAL", r"\n\s*\"?(\w+)\"? INTEGER\b"),
    "options": (r"(WITHOUT ROWID,)?\s*STRICT", "", None),
}


def test_every_part_is_missed_on_sqlite(service: Service, backend: str) -> None:
    if backend == "postgresql":
        pytest.skip("its parts are taken away above")
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    with service.database.read() as connection:
        every = connection.execute(text(query)).all()
    made = [each for each in every if each.name != "alembic_version"]
    assert laid_out_by([each.sql for each in made]) == []
    for kind in ("index", "trigger"):
        gone = sorted(f"{kind} {each.name}" for each in made if each.type == kind)
        assert laid_out_by([each.sql for each in made if each.type != kind]) == gone
    for pattern, other, named in ON_SQLITE.values():
        changed, parts = [], []
        for each in made:
            is_table = each.type == "table"
            changed.append(re.sub(pattern, other, each.sql) if is_table else each.sql)
            # Without a key, one of the parts, a table must have numbers of its rows.
            if "PRIMARY KEY" not in changed[-1]:
                changed[-1] = changed[-1].replace("WITHOUT ROWID,", "")
            parts += _parts(each, named) if is_table else []
        assert set(parts) <= set(laid_out_by(changed))


def _parts(table: Any, named: str | None) -> list[str]:
    if named is None:
        return [f"options of {table.name}"]
    found = re.findall(named, table.sql)
    if "NOT NULL" in named:
        # Of a key they are so whatever is said.
        keys = re.findall(r"\w+", re.findall(r"PRIMARY KEY \((.*?)\)", table.sql)[0])
        found = [each for each in found if each not in keys]
    if "CONSTRAINT" not in named:
        return [f"column {table.name}.{each}" for each in found]
    kinds = {"pk": "primary key"}
    return [f"{kinds.get(kind, 'constraint')} {kind}{rest}" for kind, rest in found]
