"""The desk beside itself: each view with many comments of one policy, and with a hundredth.

    python bench/desk.py --comments 1000000 --folder ~/.cache/yanlu/bench [--parts views works]
                         [--databases sqlite postgresql]

Of each GET of the desk (filters by words apart): the statements, the 95th percentile of twenty
times with few and with many comments, by turns, and the ratio; of each work its time by the clock,
that of its process, and its memory. PostgreSQL is started for it; its data stay in the folder.
"""

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.kept_postgresql import KeptPostgreSQL
from bench.many_comments import many_comments
from bench.measure import most_memory, progress, run
from comments_service.services.database.backup import back_up
from comments_service.services.database.check import check
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import draft_outcome
from comments_service.services.outcome.reports import report_file
from comments_service.services.outcome.tally import public_tally
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.services.upkeep.retention import run_retention
from comments_service.services.workbooks.sheets import dispositions_file, preview
from comments_service.store.accounts import staff_rows
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.readers.asked_statements import asked_of
from tests.readers.desk_pages import comment_places
from tests.worlds.officers import Desk

WORKS = (
    "tally", "xlsx", "csv", "json", "docx", "sheet out", "sheet in", "results", "check", "backup",
    "release", "retention",
)  # fmt: skip
CHANGING = {"release", "retention"}
PARTS, DATABASES = ("views", "works"), ("sqlite", "postgresql")
_TIMES = 20

Cost = tuple[int, float]
"""(statements, seconds) of a view."""


def main() -> None:
    """Fill what is missing, ask each view, do each work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--do", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--databases", nargs="*", choices=DATABASES, default=DATABASES)
    parser.add_argument("--works", nargs="*", choices=WORKS, default=WORKS)
    asked = parser.parse_args()
    if asked.do:
        world = many_comments(asked.folder, asked.comments)
        world.env |= settings_of(world, asked.url) if asked.url else {}
        _do(world, asked.do)
        return
    ratio: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    with ExitStack() as held:
        for each in asked.databases:
            server = None
            if each == "postgresql":
                server = held.enter_context(KeptPostgreSQL(asked.folder / "postgresql"))
            both = Pair(asked.folder, (asked.comments // 100, asked.comments), server)
            raw[each] = {"copy": both.copied}
            if "views" in asked.parts:
                ratio[each], raw[each]["views"] = _told(_views(both.worlds()))
            if "works" in asked.parts:
                raw[each]["works"] = dict(both.works(asked.works))
    print(json.dumps({"ratio": ratio, "raw": raw}, ensure_ascii=False))


def _told(costs: dict[str, list[Cost]]) -> tuple[dict[str, float], dict[str, Any]]:
    ratio, raw = {}, {}
    for name, ((_, before), (statements, after)) in costs.items():
        ratio[name] = round(after / before, 2)
        raw[name] = [statements, round(before * 1000, 1), round(after * 1000, 1)]
        print(f"{name:34} {statements:3} statements {raw[name][1:]} ms x{ratio[name]}", flush=True)
    return ratio, raw


class Work(NamedTuple):
    """What a work took: seconds, those of its process, and its most megabytes."""

    seconds: float
    processor: float
    megabytes: float


class Pair:
    """Databases of one kind with few and with many comments."""

    def __init__(self, folder: Path, sizes: tuple[int, int], server: KeptPostgreSQL | None) -> None:
        self._folder, self._sizes, self._server = folder, sizes, server
        self.copied: dict[int, Any] = {}
        self._urls = dict.fromkeys(sizes, "")
        for size in sizes:
            world = many_comments(folder, size)
            if server:
                self._urls[size], self.copied[size] = server.copied(world, size)

    def worlds(self) -> list[World]:
        """Return worlds with these databases."""
        found = []
        for size in self._sizes:
            world = many_comments(self._folder, size)
            world.env |= settings_of(world, self._urls[size]) if self._server else {}
            found.append(world)
        return found

    def works(self, names: Iterable[str]) -> Iterator[tuple[str, list[Work]]]:
        """Yield (name, what it took with few and with many)."""
        for name in names:
            took = [self._cost(size, name) for size in self._sizes]
            told = "   ".join(f"{s:7.1f} s {p:7.1f} s {m:6.0f} MB" for s, p, m in took)
            print(f"{name:34} {told}", flush=True)
            yield name, took

    def _cost(self, size: int, name: str) -> Work:
        url = self._urls[size]
        if self._server and name in CHANGING:
            with self._server.spare(url) as spare:
                return cost(self._folder, size, name, spare)
        return cost(self._folder, size, name, url)


def settings_of(world: World, url: str) -> dict[str, str]:
    """Return the settings of a world whose database is the one at a URL."""
    return {"YANLU_DATABASE": url, "YANLU_IDENTITY": f"{world.folder}/state/other.json"}


def cost(folder: Path, size: int, name: str, url: str = "") -> Work:
    """Return what one of ``WORKS`` takes with so many comments, those on SQLite or at a URL."""
    progress(f"{name} of {size}")
    spare = folder / "spare.sqlite3"
    if name in CHANGING and not url:
        many_comments(folder, size).close()
        shutil.copyfile(folder / f"comments-{size}" / "yanlu.sqlite3", spare)
        url = f"sqlite:///{spare}"
    command = [sys.executable, __file__, "--folder", folder, "--comments", size, "--do", name]
    run([str(each) for each in (*command, *(["--url", url] if url else []))])
    spare.unlink(missing_ok=True)
    return Work(*json.loads((folder / f"comments-{size}" / "done.json").read_text()))


def _do(world: World, name: str) -> None:
    late = {"YANLU_NOW": "2030-01-01T00:00:00+08:00"} if name == "retention" else {}
    # No identity of an earlier spare database.
    (world.folder / "state" / "other.json").unlink(missing_ok=True)
    service = world.service(**late)
    work: Callable[[], object] = dict(_works(world, service))[name]
    start, before = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - start, time.process_time() - before
    told = Work(seconds, processor, most_memory())
    (world.folder / "done.json").write_text(json.dumps(told))


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
    yield "tally", partial(public_tally, service, POLICY)
    yield "backup", partial(_back_up, service, world.folder / "backup")
    yield "release", partial(_release, service)
    yield "retention", partial(run_retention, service)


def _results(service: Service, path: Path) -> None:
    """Write what would be published once everything is decided."""
    with path.open("wb") as file:
        draft_outcome(service, POLICY, file)


def _back_up(service: Service, path: Path) -> None:
    """Write a copy of the database, and leave none."""
    path.unlink(missing_ok=True)
    back_up(service, path)
    path.unlink()


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
    with asked_of(service.database.engine) as said:
        answer = desk.get(place)
    assert answer.status_code in {200, 404}, (place, answer.status_code)
    return len(said)


def _seconds(desk: Desk, place: str) -> float:
    start = time.perf_counter()
    desk.get(place)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
