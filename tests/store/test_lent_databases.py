"""A database on PostgreSQL is emptied and lent to the next test, unless more than rows changed."""

import psycopg
import pytest

from tests.servers.databases import PostgreSQL

# It asks for PostgreSQL itself.
pytestmark = pytest.mark.sqlite
FILL = "INSERT INTO key_checks SELECT n::text, repeat('x', 64) FROM generate_series(1, %s) n"
COUNT = "SELECT count(*) FROM key_checks"


def filled(server: PostgreSQL, rows: int, further: str = "SELECT 1") -> str:
    """Return the address of a database that a test leaves so."""
    with server.database(laid_out=True) as lent, psycopg.connect(lent) as connection:
        connection.execute(FILL, [rows])
        connection.execute(further)
    return lent


def test_rows_are_taken_back_and_the_same_database_is_lent(postgres: PostgreSQL) -> None:
    left = filled(postgres, 5000)
    with postgres.database(laid_out=True) as lent, psycopg.connect(lent) as connection:
        assert lent == left
        assert connection.execute(COUNT).fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("rows", "further"),
    [
        (1, "DROP INDEX ix_comment_states_waiting"),
        (1, "CREATE TABLE own (n int)"),
        (150_000, "SELECT 1"),
    ],
    ids=["an index less", "a table more", "many rows"],
)
def test_another_is_lent_where_more_was_changed(
    postgres: PostgreSQL, rows: int, further: str
) -> None:
    left = filled(postgres, rows, further)
    with postgres.database(laid_out=True) as lent:
        assert lent != left
