"""The small named world in which the service's tests happen."""

import gc
import itertools
import json
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from sqlalchemy import Pool, event

from catalogue.citation import cite, steps_of
from catalogue.codec import dump_catalogue, dump_clauses
from catalogue.model import Catalogue, Clause, ClauseSet, Policy, Site, Version
from catalogue.text import clause_digest
from catalogue.window import Window, parse_instant
from comments_service.services.accounts import passwords
from comments_service.services.database.database_schema import create_schema, start_clock
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.health import Health
from comments_service.settings import Settings
from interface.command_line import speak, start_as
from interface.language import LANGUAGES
from tests.servers import kept_connections, known_databases
from tests.servers.applications import Lent
from tests.servers.databases import BEGUN_AT, PostgreSQL, is_begun, is_laid_out_by_copy, postgresql
from tests.servers.run_once import locked, run_folder

# How long an example takes says more about the machine than about the code.
# The same cases each time, so that a failure is of the change at hand; the long form of
# script/soak looks for new ones.
_LONG = os.environ.get("YANLU_SOAK") == "long"


def examples(most: int = 100) -> int:
    """Return how many cases of a property to try: in the long form of script/soak ``most``."""
    return most if _LONG else min(most, max(25, most // 4))


property_settings.register_profile(
    "yanlu",
    max_examples=examples(),
    deadline=None,
    derandomize=not _LONG,
    suppress_health_check=[HealthCheck.too_slow],
)
property_settings.load_profile("yanlu")

_HERE = Path(__file__).parent

# What is imported and collected stays to the end. Looking through it for garbage, again and
# again, would be a fifth of all the work.
gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let one process of a run compile the test files, which the others then find compiled."""
    with locked("collection") as is_first:
        if is_first:
            return (yield)
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what waits longest begin first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/unit/scripts/"))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(500_000)
    gc.enable()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Have the processes of a run report no more of a test than how it went.

    That it began, that nothing was wrong before and after it: each of these would be put into
    words, sent, and read where nobody shows it.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


# Passwords of tests are no secrets: what makes each guess dear would make each sign-in dear here.
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
known_databases.know()


@pytest.fixture(autouse=True)
def english_commands() -> None:
    """Let commands speak English, whatever language an earlier test asked them for."""
    speak(LANGUAGES[1])
    start_as("")


# What the service keeps of a machine's own, identities say, is kept in the run's folder: a test
# must not write into the home of whoever runs it.
os.environ.pop("STATE_DIRECTORY", None)
os.environ["XDG_STATE_HOME"] = str(run_folder() / "state")

# Tests that look at what a command says read its English words, but for those of the Chinese.
os.environ["YANLU_LANG"] = "en"

POLICY = "shiyan-industry-2018"
OPENS, CLOSES = "2018-07-12T00:00:00+08:00", "2018-07-19T00:00:00+08:00"
INSIDE = BEGUN_AT
LAST_MOMENT = "2018-07-18T23:59:59.999+08:00"
KEYS = "test:" + "A" * 43 + "="


def clause(eid: str, number: str, heading: str, text: str) -> Clause:
    digest = clause_digest([(number, heading, text)])
    return Clause(
        eid, f"v1.{eid}", None, "part", number, heading, text, cite(steps_of(eid)), digest, line=1
    )


CLAUSES = (
    clause("part_1", "一、", "支持企业做大做强", ""),
    clause("part_1__sec_1", "（一）", "", "设立专项资金5000万元。"),
    clause("part_2", "二、", "支持技术改造", ""),
)


def the_policy(**changes: Any) -> Policy:
    facts: dict[str, Any] = {
        "id": POLICY,
        "title": "十堰市推进工业经济稳增长若干政策意见",
        "kind": "consultation",
        "versions": (
            Version("v1", "送审稿", date(2018, 7, 12), f"{POLICY}/v1/clauses.json", "sha256:v1"),
        ),
        "windows": (Window("w1", "v1", parse_instant(OPENS), parse_instant(CLOSES)),),
        "languages": LANGUAGES,
    }
    return Policy(**{**facts, **changes})


def publish(folder: Path, *policies: Policy) -> Path:
    """Write a built site of these policies, all with the same clauses, at ``folder``."""
    built = Catalogue(datetime(2018, 7, 12, tzinfo=UTC), Site("十堰市经济和信息化委员会"), policies)
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.json").write_text(dump_catalogue(built), "utf-8")
    for policy in policies:
        for version in policy.versions:
            file = folder / version.clauses
            file.parent.mkdir(parents=True, exist_ok=True)
            text = dump_clauses(ClauseSet(policy.id, version.id, CLAUSES))
            file.write_text(text, "utf-8")
    (folder / "index.html").write_text("<!doctype html><title>首页</title>", "utf-8")
    (folder / "404.html").write_text("<!doctype html><title>没有这个页面</title>", "utf-8")
    return folder


class World:
    """A site with one open consultation, an empty database, and people who comment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = publish(folder / "site", the_policy())
        self.env = {
            "YANLU_LANG": "en",
            "YANLU_DATABASE": f"sqlite:///{folder}/yanlu.sqlite3",
            "YANLU_IDENTITY": f"{folder}/state/identity.json",
            "YANLU_SITE": str(self.site),
            "YANLU_KEYS": KEYS,
            "YANLU_DEMO": "1",
            "YANLU_CLOCK": "frozen",
            "YANLU_NOW": INSIDE,
            # A busy machine may take longer than the five seconds of real use.
            "YANLU_LOCK_TIMEOUT": "300",
            "YANLU_STATEMENT_TIMEOUT": "300",
            # Tests are quicker than people; those of the token set it on.
            "YANLU_CHALLENGE": "off",
            "XDG_STATE_HOME": str(folder / "state"),
        }
        self._keys = 0
        self._opened: list[Service] = []
        # Whether each service until now began as its database was laid out.
        self._as_laid_out = True
        self._lent = Lent()

    def settings(self, **env: str) -> Settings:
        return Settings.from_env({**self.env, **env})

    def service(self, **env: str) -> Service:
        service = self.closing(open_service(self.settings(**env)))
        self._begin(service)
        return service

    def closing(self, service: Service) -> Service:
        """Close this service's connections when the test ends."""
        self._opened.append(service)
        return service

    def app(self, **env: str) -> Flask:
        app = self._lent.application({**self.env, **env})
        service = self.closing(app.extensions["yanlu"])
        self._begin(service)
        if service.database.on_sqlite:
            # It would keep the connection that wrote, which a test could not listen to.
            service.database.close()
        # By its clock every answer of /readyz is old when the next one is asked for.
        app.extensions["yanlu_health"] = Health(service, itertools.count(0, 60).__next__)
        return app

    def client(self, **env: str) -> FlaskClient:
        return self.app(**env).test_client()

    def _begin(self, service: Service) -> None:
        """Lay out a service's database, where that is to be done, and start its clock."""
        # A copy is whole; to look for all that it has takes longer than most tests.
        if not is_laid_out_by_copy(service.database):
            create_schema(service)
            return
        self._as_laid_out = self._as_laid_out and is_begun(service)
        if not self._as_laid_out:
            with service.database.write() as connection:
                start_clock(connection, service)

    def close(self) -> None:
        while self._opened:
            self._opened.pop().database.close()
        self._lent.give_back()

    def citizen(self, **changes: Any) -> dict[str, Any]:
        """Return what 林晓芸 sends: one comment on the first clause of part one."""
        self._keys += 1
        comment = {"clause": "v1.part_1__sec_1", "stance": "suggest", "body": "资金门槛偏高。"}
        sent = {
            "policy": POLICY,
            "version": "v1",
            "participant": "person",
            "name": "林晓芸",
            "phone": "138 0728 1234",
            "consent_notice": True,
            "comments": [comment],
            "idempotency_key": f"citizen-{self._keys:08}",
        }
        return {**sent, **changes}

    def company(self, **changes: Any) -> dict[str, Any]:
        facts = {
            "participant": "organisation",
            "organisation": "茅箭区晨光机械有限公司",
            "name": "周立群",
            "phone": "0719-8651234",
            "place": "茅箭区",
        }
        return self.citizen(**{**facts, **changes})

    def department(self, **changes: Any) -> dict[str, Any]:
        facts = {
            "participant": "department",
            "organisation": "十堰市财政局",
            "name": "何书平",
            "phone": "0719-8651235",
        }
        return self.citizen(**{**facts, **changes})


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """Take part in the run's PostgreSQL."""
    with postgresql() as server:
        yield server


@pytest.fixture
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """Return a world, on PostgreSQL where ``pytest_generate_tests`` says so."""
    made = World(tmp_path)
    if getattr(request, "param", "sqlite") == "sqlite":
        yield made
        made.close()
        return
    server: PostgreSQL = request.getfixturevalue("postgres")
    with server.database(laid_out=True) as url, all_closed():
        # As it is to be served: by a role that owns nothing.
        made.env["YANLU_DATABASE"] = server.limited(url)
        yield made
        made.close()


@contextmanager
def all_closed() -> Iterator[None]:
    """Close each connection that the block made and left: one that goes by itself is a warning."""
    made: list[Any] = []

    def note(connection: Any, _record: object) -> None:
        made.append(connection)

    event.listen(Pool, "connect", note)
    yield
    event.remove(Pool, "connect", note)
    for each in made:
        kept_connections.close(each)


_ON_BOTH = _HERE / "http", _HERE / "unit" / "comments_service"
# What starts servers takes long; that they serve from PostgreSQL is tried by tests of their own.
_ON_ITS_OWN = {"backend", "serve", "shared_server"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on both databases what has a database, but for what is said to be of SQLite alone."""
    named = set(metafunc.fixturenames)
    if "world" not in named or named & _ON_ITS_OWN:
        return
    is_there = any(metafunc.definition.path.is_relative_to(each) for each in _ON_BOTH)
    if is_there and not metafunc.definition.get_closest_marker("sqlite"):
        metafunc.parametrize("world", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def client(world: World) -> FlaskClient:
    return world.client()


Send = Callable[..., Any]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Send a submission to the service of ``client``; the answer comes back."""

    def post(body: Any, **options: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        options.setdefault("content_type", "application/json")
        return client.post("/api/v1/submissions", data=data, **options)

    return post
