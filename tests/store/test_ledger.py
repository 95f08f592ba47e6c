import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comments_service.domain.ledger.entries import LedgerEntry
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.submission_entries import RECEIVED
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.service import Service
from comments_service.store.ledger.ledger import entries, of_stream
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.ledgers import note

AT = datetime(2018, 7, 15, 17, 0, 0, 1000, UTC)


def the_entry(service: Service) -> LedgerEntry:
    with service.database.read() as connection:
        return next(entries(connection))


def test_a_digest_is_the_leaf_of_the_salted_whole_and_of_what_may_be_known(
    service: Service,
) -> None:
    with writing(service.database) as connection:
        note(connection, AT)
    entry = the_entry(service)
    data = '{"floor_before":"2018-07-15T17:00:00.001000+00:00"}'
    assert entry.body == data
    private = (
        f'{{"actor":"system","at":"2018-07-15T17:00:00.001Z","data":{data},"schema":1,'
        '"stream":"site","subject":"clock","type":"clock_accepted"}'
    )
    public = (
        '{"comments":0,"day":"2018-07-16","schema":1,"stream":"site","type":"clock_accepted","v":1}'
    )
    hidden = hashlib.sha256(bytes.fromhex(entry.salt) + private.encode()).digest()
    whole = b"\x01" + hashlib.sha256(public.encode()).digest() + hidden
    assert entry.digest == hashlib.sha256(whole).hexdigest()
    assert len(bytes.fromhex(entry.salt)) == 16


def test_the_same_entry_twice_has_two_digests(service: Service) -> None:
    with writing(service.database) as connection:
        note(connection, AT)
        note(connection, AT)
    with service.database.read() as connection:
        first, second = entries(connection)
    assert (first.id, second.id) == (1, 2)
    assert first.digest != second.digest


KEPT = ["ledger", "comment_versions", "decisions"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger SET body = '{}'",
        "UPDATE comment_versions SET body = ''",
        "UPDATE comment_versions SET body = NULL, salt = NULL",
        "UPDATE comment_versions SET stance = 'oppose', erased_at = '2018-07-16T00:00:00.000Z'",
        "DELETE FROM ledger WHERE id = 1",
        "DELETE FROM comment_versions",
    ],
)
def test_what_is_kept_cannot_be_changed_or_deleted(
    world: World, service: Service, change: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    with pytest.raises(DBAPIError, match="never changed"), writing(service.database) as connection:
        connection.execute(text(change))


@pytest.mark.parametrize("table", KEPT[:2])
def test_what_is_kept_cannot_be_replaced_or_all_be_emptied(
    world: World, service: Service, backend: str, table: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
    change = replace if backend == "sqlite" else f"TRUNCATE {table} CASCADE"
    with pytest.raises(DBAPIError, match="never changed"), writing(service.database) as connection:
        connection.execute(text(change))


def test_a_version_may_lose_its_words_and_its_salt_once(world: World, service: Service) -> None:
    submit(service, parse_submission(world.citizen()))
    erase = (
        "UPDATE comment_versions SET body = NULL, proposed_text = NULL, reason = NULL, "
        "selector = NULL, salt = NULL, erased_at = '2018-07-16T00:00:00.000Z'"
    )
    with writing(service.database) as connection:
        connection.execute(text(erase))
    with pytest.raises(DBAPIError, match="never changed"), writing(service.database) as connection:
        connection.execute(text(erase))


def test_an_entry_of_receipt_holds_no_person_no_words_and_no_number(
    world: World, service: Service
) -> None:
    sent = world.company(uscc="91350100M000100Y43", email="zhou@chenguang.test")
    taken = submit(service, parse_submission(sent))
    body = the_entry(service).body
    data = json.loads(body)
    assert data["comments"][0]["digest"] == taken.comments[0].content_digest
    private = [
        "周立群",
        "晨光",
        "719-8651234",
        "7198651234",
        "zhou",
        "91350100M000100Y43",
        "资金门槛",
        "茅箭",
        taken.query_code,
        taken.receipt_no,
        taken.participant_id,
    ]
    assert [words for words in private if words in body] == []


def test_the_ledger_alone_counts_what_was_received(world: World, service: Service) -> None:
    comment = world.citizen()["comments"][0]
    submit(service, parse_submission(world.citizen(comments=[comment, comment])))
    submit(service, parse_submission(world.company()))
    with service.database.read() as connection:
        whole = policy_cut(service, connection, POLICY)
        assert [body_of(each).received() for each in of_stream(whole, RECEIVED)] == [2, 1]
        assert list(of_stream(replace(whole, policy="another"), RECEIVED)) == []


def test_a_write_that_fails_leaves_neither_row_nor_entry(world: World, service: Service) -> None:
    submit(service, parse_submission(world.citizen()))
    with pytest.raises(RuntimeError):
        break_off(service)
    with service.database.read() as connection:
        assert [entry.id for entry in entries(connection)] == [1]


def break_off(service: Service) -> None:
    message = "broken off"
    with writing(service.database) as connection:
        note(connection, AT)
        raise RuntimeError(message)
