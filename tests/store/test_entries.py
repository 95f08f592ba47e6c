import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comments_service.services.service import Service
from comments_service.services.submit import submit
from comments_service.store.entries import Entry, all_entries, append, received_counts
from comments_service.web.schemas import parse_submission
from tests.conftest import POLICY, World

AT = datetime(2018, 7, 15, 2, 0, 0, 1000, UTC)


def the_entry(service: Service) -> Entry:
    with service.database.read() as connection:
        return next(all_entries(connection))


def test_a_digest_is_over_the_salt_and_the_canonical_json(service: Service) -> None:
    with service.database.write() as connection:
        append(connection, AT, "test", "subject", {"b": 1, "a": "文"})
    entry = the_entry(service)
    at = "2018-07-15T02:00:00.001Z"
    assert entry.body == (
        f'{{"at":"{at}","data":{{"a":"文","b":1}},"subject":"subject","type":"test"}}'
    )
    whole = bytes.fromhex(entry.salt) + entry.body.encode()
    assert entry.digest == hashlib.sha256(whole).hexdigest()
    assert len(bytes.fromhex(entry.salt)) == 16


def test_the_same_entry_twice_has_two_digests(service: Service) -> None:
    with service.database.write() as connection:
        append(connection, AT, "test", "subject", {})
        append(connection, AT, "test", "subject", {})
    with service.database.read() as connection:
        first, second = all_entries(connection)
    assert (first.seq, second.seq) == (1, 2)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET body = '{}'",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE seq = 1",
    ],
)
def test_an_entry_cannot_be_changed_or_deleted(world: World, service: Service, change: str) -> None:
    submit(service, parse_submission(world.citizen()))
    with pytest.raises(DBAPIError, match="never changed"), service.database.write() as connection:
        connection.execute(text(change))


def test_an_entry_cannot_be_replaced_or_all_be_emptied(
    world: World, service: Service, backend: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    columns = "seq, at, type, subject, body, salt, digest"
    replace = f"INSERT OR REPLACE INTO entries SELECT {columns} FROM entries"  # noqa: S608
    change = replace if backend == "sqlite" else "TRUNCATE entries CASCADE"
    with pytest.raises(DBAPIError, match="never changed"), service.database.write() as connection:
        connection.execute(text(change))


def test_an_entry_of_receipt_holds_no_person_and_no_words(world: World, service: Service) -> None:
    sent = world.company(uscc="91350100M000100Y43", email="zhou@chenguang.test")
    taken = submit(service, parse_submission(sent))
    body = the_entry(service).body
    data = json.loads(body)["data"]
    assert data["comments"][0]["content_digest"] == taken.comments[0].content_digest
    private = [
        "周立群",
        "晨光",
        "8651234",
        "zhou",
        "91350100",
        "资金门槛",
        "茅箭",
        taken.query_code,
    ]
    assert [words for words in private if words in body] == []


def test_the_entries_alone_count_what_was_received(world: World, service: Service) -> None:
    comment = world.citizen()["comments"][0]
    submit(service, parse_submission(world.citizen(comments=[comment, comment])))
    submit(service, parse_submission(world.company()))
    with service.database.read() as connection:
        assert [received_counts(connection, POLICY, log_size) for log_size in range(4)] == [
            (0, 0),
            (1, 2),
            (2, 3),
            (2, 3),
        ]
        assert received_counts(connection, "another", 2) == (0, 0)


def test_a_write_that_fails_leaves_neither_row_nor_entry(world: World, service: Service) -> None:
    submit(service, parse_submission(world.citizen()))
    with pytest.raises(RuntimeError):
        break_off(service)
    with service.database.read() as connection:
        assert [entry.seq for entry in all_entries(connection)] == [1]


def break_off(service: Service) -> None:
    message = "broken off"
    with service.database.write() as connection:
        append(connection, AT, "test", "subject", {})
        raise RuntimeError(message)
