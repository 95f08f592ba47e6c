"""A laid out PostgreSQL database that a test has used, as it was before.

To make another costs many times as much as to delete what a test wrote.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

_OTHERS = """
SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""
# Whatever a test may have changed but rows, and whether it left many of these or planned by them:
# steps of 8 MB of the tables and of what is kept beside them (TOAST), and not the server's own.
_SHAPE = """
SELECT md5(concat(
  (SELECT string_agg(concat(c.relname, c.relkind, a.attname, a.attnotnull, a.atttypid), ','
     ORDER BY c.relname, a.attnum)
   FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
   WHERE c.relnamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(conrelid::regclass, conname, convalidated), ',' ORDER BY conname, oid)
   FROM pg_constraint WHERE connamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(tgrelid::regclass, tgname, tgenabled), ',' ORDER BY tgrelid, tgname)
   FROM pg_trigger),
  (SELECT string_agg(concat(proname, prosrc), ',' ORDER BY proname)
   FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_namespace),
  (SELECT count(*) FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid
   WHERE c.relnamespace = 'public'::regnamespace),
  (SELECT concat(datallowconn, datconnlimit) FROM pg_database
   WHERE datname = current_database()),
  (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
   WHERE d.datname = current_database()),
  (SELECT sum(pg_relation_size(oid))::bigint FROM pg_class
   WHERE relkind IN ('r', 't') AND oid >= 16384) / 8000000
))
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_COUNT_AGAIN = "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences"

_shape: list[Any] = []
_rows: dict[str, list[Any]] = {}


def keep(connection: Connection[Any]) -> None:
    """Keep in mind how a database stands that nobody has used."""
    if _shape:
        return
    for (table,) in connection.execute(_TABLES).fetchall():
        rows = SQL("SELECT * FROM {}").format(Identifier(table))
        _rows[table] = connection.execute(rows).fetchall()
    _shape.append(connection.execute(_SHAPE).fetchone())


def empty(connection: Connection[Any], kept: Sequence[int]) -> bool:
    """Take back what a test wrote; False: it changed more than rows, or left too many.

    Who else is connected is shut out, but for the server's processes that are kept.
    """
    connection.execute(_OTHERS, [list(kept)])
    if connection.execute(_SHAPE).fetchone() != _shape[0]:
        return False
    # Neither triggers nor references are asked.
    connection.execute("SET session_replication_role = replica")
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL(";").join(SQL("DELETE FROM {}").format(Identifier(t)) for t in _rows))
        for table, rows in _rows.items():
            for row in rows:
                values = SQL(",").join(SQL("%s") * len(row))
                cursor.execute(
                    SQL("INSERT INTO {} VALUES ({})").format(Identifier(table), values), row
                )
        cursor.execute(_COUNT_AGAIN)
    return True
