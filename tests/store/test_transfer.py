"""``db copy``: a SQLite database goes over to PostgreSQL whole, and one of both is served."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from comments_service.services.database import transfer as module
from comments_service.services.database.backup import CopyError
from comments_service.services.database.check import check
from comments_service.services.database.identity import (
    IdentityError,
    adopt_database,
    prepare,
)
from comments_service.services.database.transfer import transfer
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.copying import row_copy
from comments_service.store.database.identity_file import IdentityFile
from comments_service.store.locks.sole_server import SecondServerError
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import PostgreSQL

ODD = "é中𠮷\tx\\N\\.\n'\"{}"


@pytest.fixture
def filled(world: World) -> Service:
    """Return a service on SQLite with comments, odd ones among them, as if served before."""
    service = world.service()
    said = {**world.citizen()["comments"][0], "body": ODD, "reason": ODD, "confidential": True}
    for sent in (world.citizen(comments=[said, said]), world.company(), world.department()):
        submit(service, parse_submission(sent))
    adopt_database(service)
    return service


@pytest.fixture(params=[False, True], ids=["empty", "laid out"])
def target(world: World, postgres: PostgreSQL, request: pytest.FixtureRequest) -> Iterator[Service]:
    with postgres.database(laid_out=request.param) as url:
        settings = world.settings(
            YANLU_DATABASE=url, YANLU_IDENTITY=f"{world.folder}/state/other.json"
        )
        opened = world.closing(open_service(settings))
        yield opened
        opened.database.close()


def test_every_row_goes_over_and_the_service_goes_on_there(
    world: World, filled: Service, target: Service
) -> None:
    taken = submit(filled, parse_submission(sent := world.citizen()))
    before = public_tally(filled, POLICY)
    seen: list[str] = []
    heard = replace(filled, progress=lambda table, _: seen.append(table))
    figures = transfer(heard, target)
    assert (figures["submissions"].rows, figures["comments"].rows) == (4, 5)
    found = check(target)
    assert (found.differences, found.submissions, found.comments) == ([], 4, 5)
    assert public_tally(target, POLICY) == before
    assert look_up(target, taken.receipt_no, taken.query_code).submission.id == taken.id
    prepare(target)
    again = submit(target, parse_submission(sent))
    assert again == taken
    keep_time(target)
    assert submit(target, parse_submission(world.citizen())).receipt_no != taken.receipt_no
    assert check(target).differences == []


def test_the_old_one_is_not_served_any_more(filled: Service, target: Service) -> None:
    transfer(filled, target)
    with pytest.raises(IdentityError, match="db upgrade"):
        prepare(filled)
    both = replace(filled, identity=IdentityFile(target.identity.path))
    with pytest.raises(IdentityError, match="is another one"):
        prepare(both)


def test_while_a_server_has_it_nothing_is_copied(filled: Service, target: Service) -> None:
    # The lock is of a process.
    words = (
        "import pathlib, sys; from comments_service.store.locks.sole_server import sole_server\n"
        "with sole_server(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read(1)"
    )
    command = [sys.executable, "-c", words, str(filled.database.file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout
        assert server.stdout.readline() == b"held\n"
        with pytest.raises(SecondServerError, match="another `serve`"):
            transfer(filled, target)
        server.communicate(b"\n")


def test_only_an_unused_one_of_the_other_kind_is_copied_into(
    filled: Service, target: Service
) -> None:
    transfer(filled, target)
    adopt_database(filled)
    with pytest.raises(CopyError, match="copy into an empty database"):
        transfer(filled, target)
    with pytest.raises(CopyError, match="only into a PostgreSQL one"):
        transfer(filled, filled)


def test_what_is_interrupted_leaves_nothing_and_begins_again(
    filled: Service, target: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "figures_of", interrupted)
        with pytest.raises(KeyboardInterrupt):
            transfer(filled, target)
    prepare(filled)
    assert transfer(filled, target)["submissions"].rows == 3


def test_a_row_that_comes_over_otherwise_is_found(
    filled: Service, target: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = row_copy.copy_rows

    def altered(source: object, made: object, progress: object) -> object:
        done = rows(source, made, progress)  # type: ignore[arg-type]
        made.execute(text("UPDATE submissions SET policy_title = 'x'"))  # type: ignore[attr-defined]
        return done

    monkeypatch.setattr(module, "copy_rows", altered)
    with pytest.raises(CopyError, match="not copied: submissions"):
        transfer(filled, target)
