import pytest
from sqlalchemy import text

from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.entry_types import body_of
from comments_service.keyring import KeyringError
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.store.ledger.ledger import append, entries
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing
from tests.worlds.ledgers import note, without_triggers


@pytest.fixture
def filled(world: World, service: Service) -> Service:
    submit(service, parse_submission(world.citizen()))
    submit(service, parse_submission(world.company()))
    return service


def run(service: Service, statement: str) -> None:
    """Change rows by hand, as somebody does who puts the triggers out of force."""
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text(statement))


def test_untouched_rows_differ_in_nothing(filled: Service) -> None:
    found = check(filled)
    assert (found.entries, found.submissions, found.comments) == (2, 2, 2)
    assert found.differences == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE comment_versions SET body = '很好'", "is not what was recorded"),
        ("UPDATE clause_texts SET text = ''", "is not what was recorded"),
        ("UPDATE clause_texts SET text = ''", "the text of its clause is not the one of digest"),
        ("UPDATE comment_versions SET stance = 'support'", "is not what was recorded"),
        ("UPDATE comment_versions SET digest = 'x'", "its digest is not what was recorded"),
        (
            "UPDATE submissions SET policy = 'other'",
            "policy is other, the entries say shiyan-industry-2018",
        ),
        (
            "UPDATE submissions SET consent_publish_name = true",
            "personal_digest is not what was recorded",
        ),
        (
            "UPDATE submissions SET received_at = '2018-07-13T00:00:00.000Z'",
            "received_at is 2018-07-13",
        ),
        (
            "UPDATE submissions SET policy_title = '别的题目'",
            "personal_digest is not what was recorded",
        ),
        (
            "UPDATE submissions SET consent_notice_at = '2018-07-13T00:00:00.000Z'",
            "consent_notice_at is 2018-07-13",
        ),
        (
            "UPDATE submissions SET receipt_no = receipt_no || 'x'",
            "personal_digest is not what was recorded",
        ),
        (
            "UPDATE submissions SET posted_on = '2018-07-01'",
            "posted_on is 2018-07-01, the entries say None",
        ),
        ("UPDATE comment_states SET state = 'withdrawn'", "state is withdrawn, the entries say"),
        ("UPDATE comment_states SET disposition = 'adopted'", "disposition is adopted, the entr"),
        ("DELETE FROM comment_states", "state of comment"),
        ("DELETE FROM comment_versions", "in the entries, not in the rows"),
    ],
)
def test_a_changed_row_is_found(filled: Service, change: str, words: str) -> None:
    run(filled, change)
    assert any(words in line for line in check(filled).differences)


def test_a_comment_added_behind_the_ledger_is_found(filled: Service) -> None:
    clause = "submission_id, wid, eid, clause_digest, citation, text_digest"
    said = "stance, body, proposed_text, reason, confidential, selector, salt, digest, entry"
    run(
        filled,
        f"INSERT INTO comments (id, position, {clause}) "  # noqa: S608
        f"SELECT 'added', 7, {clause} FROM comments LIMIT 1",
    )
    assert "rows without the rows that belong to them" in check(filled).differences
    run(
        filled,
        f"INSERT INTO comment_versions (comment_id, number, {said}) "  # noqa: S608
        f"SELECT 'added', 1, {said} FROM comment_versions LIMIT 1",
    )
    assert "comment added: in the rows, not in the entries" in check(filled).differences


def test_an_entry_about_nothing_is_found(filled: Service) -> None:
    with writing(filled.database) as connection:
        body = body_of(next(entries(connection)))
        changed = body.model_copy(update={"comments": ()})
        at = filled.clock.now(connection)
        append(connection, at, Occurrence("another", "ghost", PUBLIC, changed))
    assert check(filled).differences == ["submission ghost: in the entries, not in the rows"]


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'x'",
        "actor = 'x'",
        "stream = 'x'",
        "at = '2018-07-13T00:00:00.000Z'",
        "schema = 2",
        "type = 'x'",
        "body = replace(body, 'web', 'fax')",
        "body = replace(body, ':', ': ')",
        "body = substr(body, 3)",
        "salt = substr(digest, 1, 32)",
        "digest = 'x'",
    ],
)
def test_an_entry_changed_past_the_triggers_is_found(filled: Service, change: str) -> None:
    run(filled, f"UPDATE ledger SET {change} WHERE id = 1")  # noqa: S608
    assert any("entry 1: what it says" in line for line in check(filled).differences)


def test_a_missing_entry_is_found(filled: Service, backend: str) -> None:
    with writing(filled.database) as connection:
        note(connection, filled.clock.now(connection))
        note(connection, filled.clock.now(connection))
    run(filled, "DELETE FROM ledger WHERE id = 3")
    gap = "entry 4: 3 is missing before it"
    # There numbers have gaps, and what was written is counted apart.
    counted = "the log has 3 entries, 4 were written"
    assert check(filled).differences == [gap if backend == "sqlite" else counted]


def test_a_row_with_another_entry_than_its_own_is_found(filled: Service) -> None:
    with writing(filled.database) as connection:
        note(connection, filled.clock.now(connection))
    run(filled, "UPDATE submissions SET entry = 3 WHERE entry = 1")
    assert any("entry is 3, the entries say 1" in line for line in check(filled).differences)


def test_rows_under_a_key_that_is_gone_stop_the_check(
    world: World, filled: Service, database_url: str
) -> None:
    assert check(filled).differences == []
    other = world.service(YANLU_DATABASE=database_url, YANLU_KEYS=f"other:{'C' * 43}=")
    with pytest.raises(KeyringError, match="no key with the id test"):
        check(other)
