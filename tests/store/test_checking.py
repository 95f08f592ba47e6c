import pytest
from sqlalchemy import text

from comments_service.keyring import KeyringError
from comments_service.services.check import check
from comments_service.services.service import Service
from comments_service.services.submit import submit
from comments_service.store.entries import RECEIVED, append
from comments_service.web.schemas import parse_submission
from tests.conftest import World


@pytest.fixture
def filled(world: World, service: Service) -> Service:
    submit(service, parse_submission(world.citizen()))
    submit(service, parse_submission(world.company()))
    return service


def run(service: Service, statement: str) -> None:
    with service.database.write() as connection:
        connection.execute(text(statement))


def test_untouched_rows_differ_in_nothing(filled: Service) -> None:
    found = check(filled)
    assert (found.entries, found.submissions, found.comments) == (2, 2, 2)
    assert found.differences == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE comments SET body = '很好'", "is not what was recorded"),
        ("UPDATE comments SET clause_text = ''", "is not what was recorded"),
        ("UPDATE comments SET stance = 'support'", "is not what was recorded"),
        ("UPDATE comments SET content_digest = 'x'", "comments is not what entry"),
        ("UPDATE submissions SET policy = 'other'", "policy is not what entry"),
        ("UPDATE submissions SET consent_publish_name = true", "consent_publish_name is not"),
        (
            "UPDATE submissions SET received_at = '2018-07-13T00:00:00.000Z'",
            "time or number is not",
        ),
        ("UPDATE submissions SET policy_title = '别的题目'", "policy_title is not what entry"),
        (
            "UPDATE submissions SET consent_notice_at = '2018-07-13T00:00:00.000Z'",
            "consent_notice_at is not the time of entry",
        ),
        ("UPDATE comments SET state = 'withdrawn'", "is withdrawn, and no entry says so"),
        ("DELETE FROM comments", "in the entries, not in the rows"),
    ],
)
def test_a_changed_row_is_found(filled: Service, change: str, words: str) -> None:
    run(filled, change)
    assert any(words in line for line in check(filled).differences)


def test_a_comment_added_behind_the_entries_is_found(filled: Service) -> None:
    columns = (
        "submission_id, wid, eid, clause_digest, citation, clause_text, selector, stance, body, "
        "proposed_text, reason, confidential, state, content_salt, content_digest"
    )
    run(
        filled,
        f"INSERT INTO comments (id, position, {columns}) "  # noqa: S608
        f"SELECT 'added', 7, {columns} FROM comments LIMIT 1",
    )
    assert any("comments is not what entry" in line for line in check(filled).differences)


def test_an_entry_about_nothing_is_found(filled: Service) -> None:
    with filled.database.write() as connection:
        append(connection, filled.clock.now(connection), RECEIVED, "ghost", {"comments": []})
    assert check(filled).differences == ["submission ghost: in the entries, not in the rows"]


def test_an_entry_changed_past_the_triggers_is_found(filled: Service, backend: str) -> None:
    drop = "DROP TRIGGER entries_no_update"
    run(filled, drop if backend == "sqlite" else "DROP TRIGGER entries_kept ON entries")
    run(filled, "UPDATE entries SET subject = 'x' WHERE seq = 1")
    found = check(filled).differences
    assert any("its columns are not what its body says" in line for line in found)


def test_an_entry_with_another_body_than_its_digest_is_found(filled: Service, backend: str) -> None:
    drop = "DROP TRIGGER entries_no_update"
    run(filled, drop if backend == "sqlite" else "DROP TRIGGER entries_kept ON entries")
    run(filled, "UPDATE entries SET body = replace(body, 'web', 'fax')")
    assert any("does not have its digest" in line for line in check(filled).differences)


def test_an_entry_whose_body_is_no_json_any_more_is_found(filled: Service, backend: str) -> None:
    drop = "DROP TRIGGER entries_no_update"
    run(filled, drop if backend == "sqlite" else "DROP TRIGGER entries_kept ON entries")
    run(filled, "UPDATE entries SET body = substr(body, 3)")
    assert any("does not have its digest" in line for line in check(filled).differences)


def test_a_missing_entry_is_found(filled: Service, backend: str) -> None:
    drop = "DROP TRIGGER entries_no_delete"
    with filled.database.write() as connection:
        for subject in ("third", "fourth"):
            append(connection, filled.clock.now(connection), "note", subject, {})
    run(filled, drop if backend == "sqlite" else "DROP TRIGGER entries_kept ON entries")
    run(filled, "DELETE FROM entries WHERE seq = 3")
    assert check(filled).differences == ["entry 4: 3 is missing before it"]


def test_a_row_with_another_entry_than_its_own_is_found(filled: Service) -> None:
    with filled.database.write() as connection:
        append(connection, filled.clock.now(connection), "note", "third", {})
    run(filled, "UPDATE submissions SET entry = 3 WHERE entry = 1")
    assert any("time or number is not" in line for line in check(filled).differences)


def test_rows_under_a_key_that_is_gone_stop_the_check(
    world: World, filled: Service, database_url: str
) -> None:
    assert check(filled).differences == []
    other = world.service(YANLU_DATABASE=database_url, YANLU_KEYS=f"other:{'C' * 43}=")
    with pytest.raises(KeyringError, match="no key with the id test"):
        check(other)
