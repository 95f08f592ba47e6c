"""What the public's side leaves in the database agrees with the ledger, erasures too."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, delete, text, update

from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.participant import Personal
from comments_service.domain.ledger.public_entries import SubmissionErased
from comments_service.services.database.check import check
from comments_service.services.intake.notices import notice_of
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.store.comments import submissions
from comments_service.store.database.tables import (
    attachments,
    comment_releases,
    comment_versions,
    submission_requests,
)
from comments_service.store.database.tables import submissions as rows
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World, the_policy
from tests.worlds.officers import add_officer
from tests.worlds.public_side import (
    about,
    answered_request,
    attached_file,
    entered,
    shown_comment,
)


@pytest.fixture
def comment(world: World, service: Service) -> str:
    """Return a comment with a file, that its sender says is another's."""
    [sent] = submit(service, parse_submission(world.citizen(consent_publish_name=True))).comments
    attached_file(service, sent.id)
    heli = add_officer(service, "heli", Role.HANDLER).id
    answered_request(service, sent.id, by=heli)
    shown_comment(service, sent.id, by=heli)
    return sent.id


def erase(connection: Connection, service: Service, submission: str, at: datetime) -> None:
    words = ("body", "proposed_text", "reason", "selector", "salt")
    gone: dict[str, Any] = dict.fromkeys(words)
    connection.execute(update(comment_versions).values(**gone, erased_at=at))
    gone = dict.fromkeys(("redacted", "reason", "salt"))
    connection.execute(update(comment_releases).values(**gone, erased_at=at))
    connection.execute(delete(attachments))
    asked = ("words", "salt", "answer", "answer_salt")
    connection.execute(update(submission_requests).values(**dict.fromkeys(asked)))
    nobody = submissions.sealed_personal(service.keyring, submission, Personal(""))
    who: dict[str, Any] = {"personal": nobody, "personal_salt": None, "erased_at": at}
    connection.execute(update(rows).values(**who, consent_publish_name=False))


def test_after_an_erasure_with_its_entry_rows_and_ledger_agree(
    service: Service, comment: str
) -> None:
    with about(service, comment) as (connection, state, at):
        file = connection.scalars(text("SELECT digest FROM attachments")).one()
        entered(connection, state, at, SubmissionErased(comments=(comment,), files=(file,)))
        erase(connection, service, state.submission, at)
    assert check(service).differences == []
    with service.database.read() as connection:
        [found] = submissions.everything(connection, service.keyring)
    assert (found.personal.name, found.comments[0].body) == ("", "")


def test_what_was_erased_without_an_entry_is_named(service: Service, comment: str) -> None:
    with about(service, comment) as (connection, state, at):
        erase(connection, service, state.submission, at)
    kinds = {each.partition(" ")[0] for each in check(service).differences}
    assert kinds == {"attachment", "comment", "submission", "versions"}


def test_a_guardian_and_the_notice_that_was_read_are_kept_and_covered(
    world: World, service: Service
) -> None:
    shown = notice_of(service.published.catalogue().site, the_policy()).version
    told = {"guardian": "林国栋", "notice_version": shown, "language": "en"}
    sent = world.citizen(**told)
    first = submit(service, parse_submission(sent))
    # In another language it is the same submission.
    again = submit(service, parse_submission({**sent, "language": "zh-CN"}))
    assert (again.id, again.personal.guardian) == (first.id, "林国栋")
    assert (again.notice_version, again.language) == (shown, "en")
    assert check(service).differences == []
    with service.database.write() as connection:
        connection.execute(update(rows).values(notice_version=None))
    [difference] = check(service).differences
    assert "personal_digest" in difference
