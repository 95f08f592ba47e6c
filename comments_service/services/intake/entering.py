"""Entering what came by letter, telephone or the like: by the one way that all comments take."""

from sqlalchemy import Connection

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.decision import CitedClauses
from comments_service.domain.comments.judging import PublishedText
from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.errors import FieldFault, IdempotencyConflict, Invalid
from comments_service.domain.intake.new_entry import NewEntry, entry_faults
from comments_service.services.intake import units
from comments_service.services.intake.scans import waiting
from comments_service.services.ledger.recording import (
    earlier,
    hold_sender,
    made_ready,
    published_text,
    take,
)
from comments_service.services.service import Service
from comments_service.store.comments import scan_rows


def enter_submission(service: Service, officer: Officer, new: NewEntry) -> StoredSubmission:
    """Record what came, once by its key; ``Invalid`` names each fault, ``IdempotencyConflict``."""
    new = new.kept()
    cited = cited_clauses(service, new.policy, new.version)
    Invalid.refuse(entry_faults(new, cited))
    sent = new.submission(cited)
    text = published_text(service, sent.policy, sent.version)
    with service.database.write() as connection:
        return entered(service, connection, officer, new, (sent, text))


def cited_clauses(service: Service, policy_id: str, version_id: str) -> CitedClauses:
    """Return the clauses of a version, to be found by what is typed."""
    policy = service.published.policy(policy_id)
    return CitedClauses(service.published.clauses(policy, version_id))


def entered(
    service: Service,
    connection: Connection,
    officer: Officer,
    new: NewEntry,
    sent_on: tuple[NewSubmission, PublishedText],
) -> StoredSubmission:
    """Record what is without faults, in the caller's transaction; raises as judging does."""
    sent, text = sent_on
    ready = made_ready(service, text, sent)
    hold_sender(connection, ready)
    first = earlier(service, connection, sent, ready.known_by)
    if first is not None:
        before = (first.channel, first.posted_on, first.received_on)
        if before != (new.channel, new.posted_on, new.received_on):
            raise IdempotencyConflict
        return first
    files = waiting(connection, service, officer, new.policy, new.scans)
    if len(files) < len(set(new.scans)):
        raise Invalid(FieldFault("scan", "上传的原件已经过期，请重新上传"))
    intake = new.intake(officer.id, tuple(each.digest for each in files))
    stored = take(service, connection, intake, ready)
    scan_rows.attach(connection, [each.id for each in files], stored.id)
    if new.unit:
        units.note_reply(connection, officer, new.unit, stored)
    return stored
