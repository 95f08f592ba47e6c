"""What the views of the desk ask the database: few statements, and none reads a whole table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, text

from comments_service.domain.roles import Role
from comments_service.services.service import Service
from comments_service.store import comment_counts
from comments_service.web.app import create_app
from tests.conftest import POLICY, World
from tests.desk_world import fill
from tests.officers import Desk, add_officer

ROWS = 2_000
MOST = 12
VIEWS = (
    "",
    f"{POLICY}/",
    f"{POLICY}/register",
    f"{POLICY}/register?sort=received&channel=fax&late=1",
    f"{POLICY}/register?sort=newest&stage=aside&kind=department&disposition=petition",
    f"{POLICY}/register?stage=waiting&clause=v1.part_1",
    f"{POLICY}/register?clause=-&after=-1.900.0&n=100",
    f"{POLICY}/register?q=12-1",
    f"{POLICY}/register?q=20180715-1234-1234-4",
    f"{POLICY}/register?q=no-such-words",
    "comment",
    "comment?stage=review&sort=newest",
)
# These grow with what is sent; staff and what is closed are a few rows.
GROWING = re.compile(
    r"(?:SCAN|Seq Scan on) (comment\w*|submissions|participants|decisions|ledger|name_views)\b"
)


@contextmanager
def asked(service: Service) -> Iterator[list[tuple[str, Any]]]:
    """Note what the database is asked until the block ends."""
    noted: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        noted.append((statement, values))

    event.listen(service.database.engine, "before_cursor_execute", note)
    yield noted
    event.remove(service.database.engine, "before_cursor_execute", note)


def plan(connection: Connection, statement: str, values: Any) -> str:
    """Return how the database goes about a statement."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(str(row[3]) for row in rows)
    # Of one policy's rows alone a scan is the shortest way; asked is whether there is another.
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(
        str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)
    )


def test_every_view_asks_few_statements_and_none_reads_a_whole_table(
    world: World, service: Service, database_url: str
) -> None:
    staff = [add_officer(service, each, Role.HANDLER, Role.REVIEWER) for each in ("heli", "zhou")]
    comment = fill(service, POLICY, ROWS, staff)[0]
    service.database.transact(comment_counts.merge)
    app = create_app(world.settings(YANLU_DATABASE=database_url))
    serving = world.closing(app.extensions["yanlu"])
    desk = Desk(app, "heli")
    for view in VIEWS:
        place = (
            view.replace("comment", f"{POLICY}/comments/{comment}", 1)
            if view.startswith("comment")
            else view
        )
        with asked(serving) as noted:
            assert desk.get(place).status_code == 200, view
        queries = [each for each in noted if each[0].lstrip().startswith("SELECT")]
        assert 0 < len(queries) <= MOST, (view, len(queries))
        with service.database.read() as connection:
            plans = [(each[0], plan(connection, *each)) for each in queries]
        assert [(view, each) for each in plans if GROWING.search(each[1])] == []
