"""Numbers under keys: on SQLite one row each, on PostgreSQL one for each change."""

import pytest
from sqlalchemy import func, select

from comments_service.services.service import Service
from comments_service.store.database.tables import comment_counts
from comments_service.store.statements.counted_rows import CountedRows
from tests.servers.databases import writing

_ROWS = CountedRows(comment_counts, ["number"])
_NOTHING = dict.fromkeys(
    each.name for each in comment_counts.c if each.name not in {"id", "merged", "number"}
)
_WHOLE = {**_NOTHING, "split": "whole", "policy": "p", "sealed": False, "window": "w1"}
_PEOPLE = {**_NOTHING, "split": "participant", "policy": "p", "kind": "person", "window": "w1"}


def _kept(service: Service) -> list[tuple[str, int, int]]:
    columns = comment_counts.c.split, func.sum(comment_counts.c.number), func.count()
    query = select(*columns).group_by(comment_counts.c.split).order_by(comment_counts.c.split)
    with service.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


@pytest.fixture
def changed(service: Service) -> Service:
    """A database in which one key was changed twice, another once, each in its own turn."""
    for rows in ((_WHOLE, 3), (_PEOPLE, 2)), ((_WHOLE, -1),):
        with writing(service.database) as connection:
            _ROWS.change(connection, [{**row, "number": number} for row, number in rows])
    return service


def test_a_key_has_one_row_on_sqlite_and_one_of_each_change_on_postgresql(
    changed: Service,
) -> None:
    rows = 1 if changed.database.on_sqlite else 2
    assert _kept(changed) == [("participant", 2, 1), ("whole", 2, rows)]


def test_a_row_of_which_nothing_is_left_goes_on_sqlite(changed: Service) -> None:
    with writing(changed.database) as connection:
        _ROWS.change(connection, [{**_WHOLE, "number": -2}])
    whole = [] if changed.database.on_sqlite else [("whole", 0, 3)]
    assert _kept(changed) == [("participant", 2, 1), *whole]


def test_keys_that_differ_by_an_absent_value_alone_are_two(changed: Service) -> None:
    with writing(changed.database) as connection:
        _ROWS.change(connection, [{**_WHOLE, "window": None, "number": 5}])
    assert _kept(changed)[-1][1:] == (7, 2 if changed.database.on_sqlite else 3)
