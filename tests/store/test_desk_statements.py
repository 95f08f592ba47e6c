"""Every page of the desk asks few statements, and none reads more where there is more.

Plans show that no table is read from its first row to its last; SQLite's own steps show that a
page costs the same however many comments there are.
"""

import itertools
import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from comments_service.domain.accounts.roles import Role
from comments_service.services.register import register
from comments_service.services.register.deciding import release, seal
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts
from tests.conftest import POLICY, World
from tests.readers.asked_statements import Asked, asked_of, explained
from tests.readers.desk_pages import officers
from tests.servers.databases import writing
from tests.worlds import desk_comments
from tests.worlds.desk_comments import fill, multiply
from tests.worlds.letters import ENTER, TYPED
from tests.worlds.officers import signed_in

MOST = 13
# Tables that hold a few rows however many comments there are.
SMALL = {"CONSTANT", "clock", "clock_floor", "identity", "ledger_counts", "staff", "stand_ins"}
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"}
SEALED = "ix_comment_states_sealed"
"""This index holds sealed comments alone."""
VALUES = {
    "policy_id", "comment_id", "submission_id", "scan_id", "name", "sheet", "unit_id", "draft_id",
    "file_id", "path",
}  # fmt: skip
# What is sought by its words is looked for in all that the filters leave.
WORDS = "q=名额"
SOUGHT = {"comment_states"}
FEW, TIMES = 400, 30
REGISTER = (
    WORDS, "q=1-1", "q=20180715123412340", "clause=v1.part_1", "channel=fax",
    "kind=organisation", "disposition=adopted", "stage=waiting", "stage=aside", "late=1",
    "sort=newest", "sort=received", "after=0.2.0", "before=1.9.0", "channel=fax&before=1.9.0",
    "stage=study", "sort=received&channel=fax&late=1", "clause=v1.part_1&sort=received",
    "clause=-&after=-1.900.0", "stage=waiting&clause=v1.part_1",
    "sort=newest&stage=aside&kind=department&disposition=petition", "hint=automatic",
    "hint=disowned", "hint=automatic&sort=newest&channel=web", "hint=disowned&clause=v1.part_1",
)  # fmt: skip


@pytest.fixture
def app(world: World, database_url: str) -> Flask:
    return world.app(YANLU_DATABASE=database_url)


def addresses(app: Flask, service: Service) -> list[str]:
    """Each page of the desk that is only read; the register once more for each way to narrow it."""
    with service.database.read() as connection:
        query = (
            "SELECT comment, submission FROM comment_states WHERE NOT sealed AND kind = 'person'"
        )
        comment, submission = connection.exec_driver_sql(query).all()[0]
    known = {
        "policy_id": POLICY, "comment_id": comment, "submission_id": submission,
        "scan_id": "none", "name": "none", "sheet": "none", "unit_id": "none", "draft_id": "0" * 16,
        "file_id": "none", "path": "index.html",
    }  # fmt: skip
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk") and "GET" in (rule.methods or ()):
            assert rule.arguments <= VALUES, f"{rule.rule}: give {rule.arguments} a value here"
            found.append(re.sub(r"<(?:\w+:)?(\w+)>", lambda m: known[m[1]], rule.rule))
    return found + [f"/desk/{POLICY}/register?{query}" for query in REGISTER]


def whole_tables(engine: Engine, asked: Asked, empty: Collection[str] = ()) -> list[str]:
    """Name what a statement reads from its first row to its last, by the database's own plan."""
    if not asked.reads:
        return []
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            plan = explained(connection, "EXPLAIN QUERY PLAN", asked)
            # That a comment is not sealed narrows nothing.
            whole = (
                rf"SCAN (\w+)\b(?! USING INDEX {SEALED})|SEARCH (\w+) USING INDEX \w+ \(sealed=\?\)"
            )
            scans = [re.match(whole, row[3]) for row in plan]
            return [scan[1] or scan[2] for scan in scans if scan]
        # With few rows it would read them all, whatever index there is.
        for way in ("seqscan", "mergejoin", "hashjoin"):
            connection.exec_driver_sql(f"SET enable_{way} = off")
        ((own,),) = explained(connection, "EXPLAIN (FORMAT JSON)", asked)
        plans = [own, generic_plan(connection, asked)]
    read = [json.loads(each) if isinstance(each, str) else each for each in plans]
    return [name for plan in read for name in scanned(plan[0]["Plan"], empty)]


def generic_plan(connection: Connection, asked: Asked) -> Any:
    """Return the plan that holds for all values, which a connection comes to after some times."""
    numbers = itertools.count(1)
    names: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match[1] or f"at {match.start()}"
        if name not in names:
            names[name] = next(numbers)
        return f"${names[name]}"

    text = asked.text
    if not asked.raw:
        text = re.sub(r"%(?:\((\w+)\))?s", numbered, text).replace("%%", "%")
    driver: Any = connection.connection.dbapi_connection
    cursor = psycopg.RawCursor(driver)
    ((plan,),) = cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {text}").fetchall()
    return plan


def without_rows(engine: Engine) -> set[str]:
    """Let PostgreSQL plan as if each table with any rows had a million; name the others.

    Else it guesses their number by that of their pages, which is another now and then.
    """
    if engine.dialect.name == "sqlite":
        return set()
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql(
            "UPDATE pg_class SET reltuples = 1000000"
            " WHERE reltuples > 0 AND relnamespace = 'public'::regnamespace"
        )
        empty = (
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND reltuples = 0 AND relnamespace = 'public'::regnamespace"
        )
        return set(connection.exec_driver_sql(empty).scalars())


def scanned(
    node: dict[str, Any], empty: Collection[str], *, limited: bool = False
) -> Iterator[str]:
    index = node.get("Index Name", "")
    name = node.get("Relation Name", index)
    # Of an empty table any index costs the same; it is read without one where none would do.
    reads = {"Seq Scan"} if name in empty else SCANS
    whole = node["Node Type"] in reads and "Index Cond" not in node
    if whole and not limited and index != SEALED:
        yield name
    for inner in node.get("Plans", ()):
        yield from scanned(inner, empty, limited=node["Node Type"] == "Limit")


def test_no_page_of_the_desk_asks_much_or_reads_a_whole_table(app: Flask) -> None:
    service: Service = app.extensions["yanlu"]
    desk = signed_in(app, "everybody", *Role)
    staff = officers(service)
    seal(service, staff[0].id, fill(service, POLICY, 300, staff)[:20], "检举")
    empty = without_rows(service.database.engine)
    faults = []
    planned: set[str] = set()
    for address in addresses(app, service):
        with asked_of(service.database.engine) as said:
            answer = desk.client.get(address)
        assert answer.status_code in {200, 303, 404}, (address, answer.status_code)
        is_page = "Content-Disposition" not in answer.headers
        answer.close()
        if is_page and len(said) > MOST:
            faults.append(f"{address}: {len(said)} statements")
        for asked in said:
            if asked.text in planned:
                continue
            planned.add(asked.text)
            sought = SOUGHT if address.endswith(WORDS) else set()
            whole = set(whole_tables(service.database.engine, asked, empty)) - SMALL - sought
            faults += [f"{address}: all of {each}: {asked.text}" for each in whole]
    assert "\n".join(faults) == ""


@contextmanager
def steps(engine: Engine) -> Iterator[list[int]]:
    """Count, to the nearest ten, what SQLite's own machine does until the block ends."""
    counted = [0]

    def note() -> None:
        counted[0] += 10

    def begin(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(note, 10)

    event.listen(engine, "checkout", begin)
    yield counted
    event.remove(engine, "checkout", begin)


def released_singly(service: Service, officer: str, pairs: list[tuple[str, str]]) -> None:
    for pair in pairs:
        release(service, officer, [pair])


def test_no_page_of_the_desk_reads_more_where_there_are_many_times_as_many_comments(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Few kinds of comments, so that all are there before there are many of each.
    monkeypatch.setattr(desk_comments, "_CHANNELS", ("web", "web", "fax", "letter"))
    monkeypatch.setattr(desk_comments, "DISPOSITIONS", ("adopted", "not_adopted", "petition"))
    monkeypatch.setattr(desk_comments, "release", released_singly)
    monkeypatch.setattr(register, "_FEW", FEW)
    app = world.app()
    service: Service = app.extensions["yanlu"]
    desk = signed_in(app, "everybody", *Role)
    fill(service, POLICY, FEW, officers(service))
    with writing(service.database) as connection:
        comment_counts.merge(connection)
    costs: dict[str, list[int]] = {each: [] for each in addresses(app, service)}
    for _ in range(2):
        for address, cost in costs.items():
            with steps(service.database.engine) as counted:
                answer = desk.client.get(address)
            if "Content-Disposition" not in answer.headers and WORDS not in address:
                cost.append(counted[0])
            answer.close()
        if len(costs["/desk/"]) == 1:
            multiply(service, TIMES)
    added = FEW * (TIMES - 1)
    # To read a row takes several steps; the few that a rare filter leaves are sorted.
    grown = {each: cost for each, cost in costs.items() if cost and cost[1] - cost[0] > 2 * added}
    assert grown == {}


def test_what_no_database_bears_is_not_there_and_no_fault_of_the_database(app: Flask) -> None:
    desk = signed_in(app, "zhoumin", *Role)
    for place in (
        "register?q=x%00y", "comments/%00", "submissions/%00", "scans/%00", "enter?done=%00",
    ):  # fmt: skip
        assert desk.get(f"{POLICY}/{place}").status_code == 404, place
    for place, sent, status in (
        ("comments/%00/name", {"why": "查"}, 404),
        ("submissions/%00/check", {}, 404),
        ("release", {"all.\0": "x"}, 400),
        ("register", {"pick.\0": "1", "disposition": "adopted"}, 400),
        ("units/none", {"unit": "\0"}, 404),
    ):
        assert desk.post(f"{POLICY}/{place}", sent).status_code == status, place
    entry = {**TYPED, "received_on": "2018-07-14", "posted_on": "", "unit": "\0"}
    assert desk.post(ENTER, entry).status_code == 404
