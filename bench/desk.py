"""The desk beside itself: each view with many comments of one policy, and with a hundredth.

    python bench/desk.py --comments 1000000 --folder ~/.cache/yanlu/bench [--parts views works]

Of each GET of the desk (filters by words apart): the statements, the 95th percentile of twenty
times with few and with many comments, by turns, and the ratio, on SQLite and on a PostgreSQL that
is started for it; of each work time and memory, each in a process of its own, on SQLite.
"""

import argparse
import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.many_comments import many_comments
from bench.measure import most_memory, progress, run
from comments_service.services.database.check import check
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import draft_outcome
from comments_service.services.outcome.reports import report_file
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.services.workbooks.sheets import dispositions_file, preview
from comments_service.store.accounts import staff_rows
from comments_service.store.comments import comment_states
from comments_service.store.database.tables import metadata
from tests.conftest import POLICY, World
from tests.readers.desk_pages import comment_places
from tests.servers.databases import postgresql
from tests.worlds.officers import Desk

WORKS = ("xlsx", "csv", "json", "docx", "sheet out", "sheet in", "results", "check", "release")
PARTS = ("views", "postgresql", "works")
_TIMES = 20

Cost = tuple[int, float]
"""(statements, seconds) of a view."""


def main() -> None:
    """Fill what is missing, ask each view, write each export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--do", help=argparse.SUPPRESS)
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    if asked.do:
        print(json.dumps(_done(many_comments(asked.folder, asked.comments), asked.do)))
        return
    sizes = asked.comments // 100, asked.comments
    ratio: dict[str, dict[str, float]] = {}
    raw: dict[str, dict[str, Any]] = {}
    if "views" in asked.parts:
        costs = _views([many_comments(asked.folder, size) for size in sizes])
        ratio["SQLite"], raw["SQLite"] = _told(costs)
    if "postgresql" in asked.parts:
        with postgresql() as server, ExitStack() as held:
            urls = [held.enter_context(server.database(laid_out=True)) for _ in sizes]
            worlds = [many_comments(asked.folder, size) for size in sizes]
            costs = _views([_copied(world, url) for world, url in zip(worlds, urls, strict=True)])
        ratio["PostgreSQL"], raw["PostgreSQL"] = _told(costs)
    if "works" in asked.parts:
        raw["works"] = {}
        for name in WORKS:
            raw["works"][name] = [cost(asked.folder, size, name) for size in sizes]
            told = "   ".join(f"{s:7.1f} s {m:6.0f} MB" for s, m in raw["works"][name])
            print(f"{name:34} {told}", flush=True)
    print(json.dumps({"ratio": ratio, "raw": raw}, ensure_ascii=False))


def _told(costs: dict[str, list[Cost]]) -> tuple[dict[str, float], dict[str, Any]]:
    ratio, raw = {}, {}
    for name, ((_, before), (statements, after)) in costs.items():
        ratio[name] = round(after / before, 2)
        raw[name] = [statements, round(before * 1000, 1), round(after * 1000, 1)]
        print(f"{name:34} {statements:3} statements {raw[name][1:]} ms x{ratio[name]}", flush=True)
    return ratio, raw


def _copied(world: World, url: str) -> World:
    """Bring all rows to a PostgreSQL database, and go on with that."""
    with sqlite3.connect(world.folder / "yanlu.sqlite3") as there, psycopg.connect(url) as here:
        # No trigger, and no order of tables, is to be heeded.
        here.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            names = [column.name for column in table.columns]
            quoted = ", ".join(f'"{name}"' for name in names)
            here.execute(SQL("DELETE FROM {}").format(Identifier(table.name)))
            into = SQL("COPY {} ({}) FROM STDIN").format(
                Identifier(table.name), SQL(", ").join(map(Identifier, names))
            )
            with here.cursor().copy(into) as rows:
                for row in there.execute(f"SELECT {quoted} FROM {table.name}"):  # noqa: S608
                    rows.write_row(row)
        here.execute("ANALYZE")
    world.env["YANLU_DATABASE"] = url
    return world


def cost(folder: Path, size: int, name: str) -> tuple[float, float]:
    """Return the seconds and megabytes of one of ``WORKS`` with so many comments."""
    command = [sys.executable, __file__, "--folder", folder, "--comments", size, "--do", name]
    run([str(each) for each in command])
    told = json.loads((folder / f"comments-{size}" / "done.json").read_text())
    return told["seconds"], told["megabytes"]


def _done(world: World, name: str) -> dict[str, float]:
    service = world.service()
    work: Callable[[], object] = dict(_works(world, service))[name]
    start = time.perf_counter()
    work()
    told = {
        "seconds": time.perf_counter() - start,
        "megabytes": most_memory(),
    }
    (world.folder / "done.json").write_text(json.dumps(told))
    return told


def _works(world: World, service: Service) -> Iterator[tuple[str, Callable[[], object]]]:
    for form in ("xlsx", "csv", "json"):
        yield (
            form,
            partial(export_file, service, POLICY, "public", form, world.folder / f"a.{form}"),
        )
    yield "docx", partial(report_file, service, POLICY, "public", world.folder / "a.docx")
    out = world.folder / "sheet.xlsx"
    yield "sheet out", partial(dispositions_file, service, POLICY, out)
    yield "sheet in", lambda: preview(service, POLICY, out.read_bytes())
    yield "results", partial(_results, service, world.folder / "results.json")
    yield "check", partial(check, service)
    yield "release", partial(_release, service)


def _results(service: Service, path: Path) -> None:
    """Write what would be published once everything is decided."""
    with path.open("wb") as file:
        draft_outcome(service, POLICY, file)


def _release(service: Service) -> int:
    """Release what waits, all together."""
    with service.database.read() as connection:
        states = comment_states.numbered(connection, POLICY)
        pairs = [(each.comment, each.proposal) for each in states if each.proposal]
    with service.database.read() as connection:
        everyone = {each.officer.login: each.officer for each in staff_rows.everyone(connection)}
    release(service, everyone["releaser"].id, pairs)
    return len(pairs)


def _views(worlds: Sequence[World]) -> dict[str, list[Cost]]:
    """Ask each view of all worlds in turn, so that what else the machine does slows down all."""
    apps = [world.app() for world in worlds]
    services: list[Service] = [app.extensions["yanlu"] for app in apps]
    desks = [Desk(app, "everybody") for app in apps]
    places = [_places(desk) for desk in desks]
    costs = {}
    for name in places[0]:
        asked = list(zip(services, desks, (each[name] for each in places), strict=True))
        said = [_said(*each) for each in asked]
        times = [[_seconds(desk, place) for _, desk, place in asked] for _ in range(_TIMES)]
        slow = [sorted(each)[int(_TIMES * 0.95) - 1] for each in zip(*times, strict=True)]
        costs[name] = list(zip(said, slow, strict=True))
        progress(f"{name}: {costs[name]}")
    return costs


def _places(desk: Desk) -> dict[str, str]:
    first, late = (
        comment_places(desk.get(f"{POLICY}/register", query_string=query))[0]
        for query in ({}, {"sort": "newest"})
    )
    submission = re.findall(rf"{POLICY}/submissions/[0-9a-f]+", desk.get(late).text)[0]
    places = {
        "todo": "", "year": "year", "sealed": "sealed", "overview": f"{POLICY}/",
        "register": f"{POLICY}/register", "units": f"{POLICY}/units", "drafts": "drafts/",
        "reports": f"{POLICY}/reports", "release": f"{POLICY}/release", "staff": "staff",
        "comment": first, "comment, late": late, "submission": submission,
        "public": f"{POLICY}/public", "public comment": f"{first}/public",
        "requests": f"{POLICY}/requests", "enter": f"{POLICY}/enter", "sheet": f"{POLICY}/sheet",
    }  # fmt: skip
    register = f"{POLICY}/register?"
    places |= {
        query: register + query
        for query in (
            "q=名额", "q=铁路", "q=17-1", "q=贴息&channel=letter", "clause=v1.part_7",
            "clause=v1.part_7__sec_3", "channel=fax",
            "kind=organisation", "disposition=petition", "stage=study", "stage=unchecked",
            "stage=review", "stage=waiting", "late=1", "sort=newest", "sort=received",
            "disposition=petition&sort=newest", "hint=automatic",
            "after=30.2.0", "after=20.2.0&channel=fax",
        )
    }  # fmt: skip
    return places


def _said(service: Service, desk: Desk, place: str) -> int:
    said: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            said.append(statement)

    event.listen(service.database.engine, "before_cursor_execute", note)
    answer = desk.get(place)
    event.remove(service.database.engine, "before_cursor_execute", note)
    assert answer.status_code in {200, 404}, (place, answer.status_code)
    return len(said)


def _seconds(desk: Desk, place: str) -> float:
    start = time.perf_counter()
    desk.get(place)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
