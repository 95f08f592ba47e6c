"""What release 0.1.0 kept by a key: until its window has closed, and no longer."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from comments_service.domain.errors import WindowClosed
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.services.upkeep.key_rotation import rotate
from comments_service.store.database.tables import submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, POLICY, World
from tests.servers.databases import writing
from tests.worlds.changed_keys import NEWER, silently, submissions_of, under
from tests.worlds.earlier_values import keyed_digest, without_algorithm

AFTER = "2018-07-25T09:00:00+08:00"


@pytest.fixture
def earlier(world: World, service: Service) -> tuple[Service, Any]:
    """A database with a submission as release 0.1.0 kept it, and that as it was sent."""
    body = parse_submission(world.citizen())
    stored, keyring = submit(service, body), service.keyring
    values = {
        "idempotency": keyed_digest(keyring, "lookup/idempotency", body.idempotency_key),
        "fingerprint": f"test.{keyed_digest(keyring, 'fingerprint', body.content())}",
        "query_code": without_algorithm(
            keyring, stored.query_code, f"submissions/{stored.id}/query_code"
        ),
    }
    with writing(service.database) as connection:
        connection.execute(update(submissions).values(values))
    assert submit(service, body) == stored
    return service, body


def test_what_an_earlier_release_took_can_be_sent_again_until_its_window_closes(
    earlier: tuple[Service, Any],
) -> None:
    service, body = earlier
    both = under(service, f"{NEWER} {KEYS}")
    done = rotate(both, silently)
    assert (done.removed, done.retries) == ((), ((POLICY, "w1"),))
    [left] = done.left
    assert (left.key_id, left.total) == ("test", 1)
    first = submit(both, body)
    closed = replace(both, clock=replace(both.clock, shown=datetime.fromisoformat(AFTER)))
    done = rotate(closed, silently)
    assert (done.removed, done.left, done.retries) == (("test",), (), ())
    with pytest.raises(WindowClosed):
        submit(under(closed, NEWER), body)
    assert look_up(under(service, NEWER), first.receipt_no, first.query_code)


def test_a_leaked_key_need_not_wait_for_that(earlier: tuple[Service, Any]) -> None:
    service, _ = earlier
    done = rotate(under(service, f"{NEWER} {KEYS}"), silently, at_once=True)
    assert (done.removed, done.left, done.retries) == (("test",), (), ())
    assert check(under(service, NEWER)).differences == []


def test_without_another_key_the_form_is_renewed(earlier: tuple[Service, Any]) -> None:
    service, _ = earlier
    done = rotate(service, silently)
    assert (done.removed, done.left) == ((), ())
    [row] = submissions_of(service)
    assert row.query_code.startswith("test.a256gcm.")
    assert rotate(service, silently) == done
