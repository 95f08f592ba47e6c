"""What senders do with what they sent: change or withdraw a comment, take back a consent."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from catalogue.model import Policy
from comments_service.domain.canonical import new_salt
from comments_service.domain.comments.judging import require_words
from comments_service.domain.comments.submission import (
    SAID,
    WEB,
    StoredComment,
    StoredSubmission,
    personal_digest,
)
from comments_service.domain.comments.submission_rules import Fields, read_revision
from comments_service.domain.comments.window_rules import require_open
from comments_service.domain.errors import NotChangeable, UnknownComment, UnknownReceipt
from comments_service.domain.ledger.entries import PUBLIC, EntryBody, LedgerEntry, Occurrence
from comments_service.domain.ledger.public_entries import (
    CommentRevised,
    CommentWithdrawn,
    NameConsentWithdrawn,
)
from comments_service.domain.ledger.submission_entries import received_comment
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.appending import enter
from comments_service.services.intake.automatic import mark_words
from comments_service.services.intake.lookup import SubmissionStatus
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.services.ledger.flood_limits import of_receipt, require_room, take_turn
from comments_service.services.ledger.recording import made_comment, published_text
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import (
    comment_states,
    comment_versions,
    erasing,
    message_rows,
    submissions,
    tally_counts,
)
from comments_service.store.ledger import standing_closings


def standing_comment(
    service: Service, shown: ShownReceipt, comment_id: str, *, revised: bool = False
) -> StoredComment:
    """Return one's own comment where it may be withdrawn now, or ``revised``; raises as these."""
    held = require_holder(service, shown)
    policy = service.published.policy(held.policy)
    with service.database.read() as connection:
        _open_at(service, connection, policy, held.window)
        return _changeable(service, connection, held, comment_id, revised=revised)


def revise(
    service: Service, shown: ShownReceipt, comment_id: str, fields: Fields
) -> SubmissionStatus:
    """Let a comment say something else; ``Invalid``, ``NotChangeable`` or why it is too late."""
    held = _require_admitted(service, shown)
    text = published_text(service, held.policy, held.version)
    with service.database.write() as connection:
        at = _open_at(service, connection, text.policy, held.window)
        comment = _changeable(service, connection, held, comment_id, revised=True)
        new = read_revision(comment.clause.wid, fields)
        clause = text.clauses.resolve(new.clause) if text.clauses and new.clause else None
        if clause and new.selector != comment.selector:
            require_words("", new, clause)
        if any(getattr(new, name) != getattr(comment, name) for name in SAID):
            take_turn(service, connection, Deed.OWN, of_receipt(held.id), at)
            take_turn(service, connection, Deed.SUBMISSION, shown.caller, at)
            made = replace(made_comment(comment.position, new, comment.clause), id=comment.id)
            rank = comment_states.named(connection, [comment.id])[comment.id].rank
            body = CommentRevised(comment=received_comment(made, rank))
            with tally_counts.changing(connection, held):
                entry = _enter(connection, at, held, comment.id, body)
                comment_versions.add_version(connection, made, entry.id)
            mark_words(service, connection, held, [made])
        return SubmissionStatus(_now(service, connection, held.id))


def withdraw(service: Service, shown: ShownReceipt, comment_id: str) -> SubmissionStatus:
    """Withdraw a comment; one that is withdrawn stays so. Raises as ``revise``."""
    held = _require_admitted(service, shown)
    policy = service.published.policy(held.policy)
    with service.database.write() as connection:
        at = _open_at(service, connection, policy, held.window)
        comment = _changeable(service, connection, held, comment_id)
        if comment.state != CommentProgress.WITHDRAWN:
            take_turn(service, connection, Deed.SUBMISSION, shown.caller, at)
            with tally_counts.changing(connection, held):
                _enter(connection, at, held, comment_id, CommentWithdrawn())
        return SubmissionStatus(_now(service, connection, held.id))


def withdraw_name_consent(service: Service, shown: ShownReceipt) -> SubmissionStatus:
    """Take back the consent to publish the name, at any time; ``NotChangeable`` once erased.

    However much comes from the address: a right waits for nobody.
    """
    held = require_holder(service, shown)
    if not held.consent_publish_name and not held.erased_at:
        return SubmissionStatus(held)
    with service.database.write() as connection:
        before = _kept(service, connection, held.id)
        if before.consent_publish_name:
            salt = before.personal_salt or new_salt()
            after = replace(before, consent_publish_name=False, personal_salt=salt)
            at = service.clock.read(connection).sure()
            body = NameConsentWithdrawn(personal_digest=personal_digest(after))
            _enter(connection, at, held, held.id, body)
            erasing.withdraw_name(connection, held.id, salt)
        return SubmissionStatus(_now(service, connection, held.id))


def stop_messages(service: Service, shown: ShownReceipt) -> SubmissionStatus:
    """Send no more messages about this submission; that waits for nobody."""
    held = require_holder(service, shown)
    with service.database.write() as connection:
        message_rows.stop(connection, held.id, service.clock.now(connection))
        return SubmissionStatus(_now(service, connection, held.id))


def _require_admitted(service: Service, shown: ShownReceipt) -> StoredSubmission:
    """Return what the receipt is of; ``TooMany`` where its address has to wait.

    Here a flood costs others no lock.
    """
    if shown.caller.busy:
        raise shown.caller.busy
    held = require_holder(service, shown)
    with service.database.read() as connection:
        require_room(service, connection, Deed.SUBMISSION, shown.caller)
    return held


def _open_at(service: Service, connection: Connection, policy: Policy, window: str) -> datetime:
    at = service.clock.read(connection).sure()
    require_open(policy, window, at, standing_closings.standing(connection, [policy.id]))
    return at


def _changeable(
    service: Service,
    connection: Connection,
    held: StoredSubmission,
    comment_id: str,
    *,
    revised: bool = False,
) -> StoredComment:
    kept = _kept(service, connection, held.id)
    own = _own(kept, comment_id)
    if own.state == CommentProgress.ANSWERED:
        raise NotChangeable
    if revised and (own.state == CommentProgress.WITHDRAWN or kept.restricted_at):
        raise NotChangeable
    if revised and kept.channel != WEB:
        raise NotChangeable
    return own


def _own(submission: StoredSubmission, comment_id: str) -> StoredComment:
    for each in submission.comments:
        if each.id == comment_id:
            return each
    raise UnknownComment


def _kept(service: Service, connection: Connection, submission_id: str) -> StoredSubmission:
    """Return a submission as it is under the lock; ``NotChangeable`` where it was erased."""
    found = _now(service, connection, submission_id)
    if found.erased_at:
        raise NotChangeable
    return found


def _now(service: Service, connection: Connection, submission_id: str) -> StoredSubmission:
    found = submissions.by_id(connection, service.keyring, submission_id)
    if found is None:
        raise UnknownReceipt
    return found


def _enter(
    connection: Connection, at: datetime, held: StoredSubmission, subject: str, body: EntryBody
) -> LedgerEntry:
    return enter(connection, at, Occurrence(held.policy, subject, PUBLIC, body))
