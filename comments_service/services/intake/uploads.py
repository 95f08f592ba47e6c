"""Files for comments: taken before the comment, kept encrypted, attached when it is taken."""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from catalogue.model import Policy
from comments_service.domain.canonical import canonical_json, new_salt, salted_digest
from comments_service.domain.comments.attachment import UPLOAD_KEPT, StoredAttachment, TextState
from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.comments.submission_rules import NO_SUCH_FILE
from comments_service.domain.comments.window_rules import require_any_open
from comments_service.domain.errors import FieldFault, Invalid, TooMany
from comments_service.domain.intake.file_look import attachment_type
from comments_service.domain.intake.scan import kept_name, scan_content
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.public_entries import AttachmentOpened, AttachmentsReceived
from comments_service.domain.text_rules import without_invisible
from comments_service.services.appending import enter
from comments_service.services.ledger.flood_limits import Caller, note_turn, require_room, take_turn
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import attachment_rows
from comments_service.store.ledger import standing_closings

# Of all addresses together: a flood from many must not fill the disk.
_MOST_WAITING = 2 << 30
_LATER_SECONDS = 600
_NO_ROOM = "现在等待提交的附件过多，请过十几分钟再选择；没有附件的意见可以照常提交"


def keep_upload(  # noqa: PLR0913, PLR0917 - what it is, where it belongs, and who sends it
    service: Service, policy_id: str, name: str, content: bytes, caller: Caller, place: str = ""
) -> StoredAttachment:
    """Keep a file, encrypted, until a comment names it; ``Invalid`` with the field ``file``.

    A file that comes again for the same ``place`` of a form is the same upload, whatever the time.
    Else ``UnknownPolicy``, ``TooMany``, ``ClockUnsure``, or why no window is open by then.
    """
    if caller.busy:
        raise caller.busy
    name = kept_name(without_invisible(name))
    file_id = _same_id([place, policy_id, name], content) if place else uuid.uuid4().hex
    with service.database.read() as connection:
        since = service.clock.now(connection) - UPLOAD_KEPT
        known = attachment_rows.named(connection, service.keyring, file_id, since)
        if known is None:
            require_room(service, connection, Deed.ATTACHMENT, caller)
    if known is not None:
        service.database.require_durable()
        return known
    kind = _looked_at(service, name, content, caller)
    file = _made(file_id, policy_id, name, kind, content)
    policy = service.published.policy(policy_id)
    return service.database.transact(
        lambda connection: _kept(service, connection, policy, file, content, caller)
    )


def _kept(  # noqa: PLR0913, PLR0917 - what it is, where it belongs, and who sends it
    service: Service,
    connection: Connection,
    policy: Policy,
    file: StoredAttachment,
    content: bytes,
    caller: Caller,
) -> StoredAttachment:
    at = service.clock.read(connection).sure()
    if known := attachment_rows.named(connection, service.keyring, file.id, at - UPLOAD_KEPT):
        return known
    require_any_open(policy, at, standing_closings.standing(connection, [policy.id]))
    take_turn(service, connection, Deed.ATTACHMENT, caller, at)
    attachment_rows.forget(connection, at - UPLOAD_KEPT)
    if attachment_rows.waiting_size(connection) + len(content) > _MOST_WAITING:
        raise TooMany(_NO_ROOM, retry_after=_LATER_SECONDS)
    record_keys(connection, service)
    attachment_rows.add(connection, service.keyring, file, content, at)
    return file


def kept_uploads(service: Service, policy_id: str, ids: Collection[str]) -> list[StoredAttachment]:
    """Return those of these uploads for a policy that a comment may still name."""
    with service.database.read() as connection:
        since = service.clock.now(connection) - UPLOAD_KEPT
        return attachment_rows.waiting(connection, service.keyring, policy_id, ids, since)


def attach_uploads(
    service: Service, connection: Connection, taken: StoredSubmission, new: NewSubmission
) -> StoredSubmission:
    """Attach to what was just taken the uploads that it names; ``Invalid`` names the others."""
    named = {
        (at, place): file
        for at, comment in enumerate(new.comments)
        for place, file in enumerate(comment.attachments)
    }
    if not named:
        return taken
    since, files, faults = taken.received_at - UPLOAD_KEPT, [], []
    known = attachment_rows.waiting(
        connection, service.keyring, taken.policy, list(named.values()), since
    )
    uploads = {each.id: each for each in known}
    for position, ((at, place), name) in enumerate(named.items()):
        of = taken.id, taken.comments[at].id, position
        if name in uploads and attachment_rows.attach(connection, name, *of):
            submission, comment, _ = of
            file = replace(uploads[name], submission=submission, comment=comment)
            files.append(replace(file, position=position))
        else:
            faults.append(FieldFault(f"comments[{at}].attachments[{place}]", NO_SUCH_FILE))
    Invalid.refuse(faults)
    body = AttachmentsReceived(attachments=tuple((f.comment or "", f.digest) for f in files))
    enter(connection, taken.received_at, Occurrence(taken.policy, taken.id, PUBLIC, body))
    return taken.with_attachments(files)


def comment_file(service: Service, comment_id: str, file_id: str) -> StoredAttachment | None:
    """Return a file of a comment, None where it has no such."""
    with service.database.read() as connection:
        files = attachment_rows.of_comments(connection, service.keyring, [comment_id])
        return next((each.file for each in files if each.file.id == file_id), None)


def opened_attachment(service: Service, officer_id: str, file: StoredAttachment) -> bytes:
    """Return what a comment's file holds, once it is entered who opened it."""
    body = AttachmentOpened(attachment=file.digest)
    with service.database.write() as connection:
        at = service.clock.now(connection)
        enter(connection, at, Occurrence(file.policy, file.comment or "", officer_id, body))
        return attachment_rows.content(connection, service.keyring, file.id)


def forget_attachments(service: Service) -> None:
    """Delete uploads that no comment named in time; a task of upkeep, and of ``retention run``."""
    with service.database.write() as connection:
        attachment_rows.forget(connection, service.clock.now(connection) - UPLOAD_KEPT)


def _same_id(of: list[str], content: bytes) -> str:
    """Return the id of this file there, the same each time and known to nobody beforehand.

    The place holds the form's own chance key; no key of ours, which may be another one by then.
    """
    said = canonical_json(["yanlu/upload", *of, hashlib.sha256(content).hexdigest()])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _looked_at(service: Service, name: str, content: bytes, caller: Caller) -> str:
    """Return the type of a file; the look at one that is refused counts as much as the keeping."""
    try:
        return attachment_type(name, content)
    except Invalid:
        service.database.transact(
            lambda connection: note_turn(
                service, connection, Deed.ATTACHMENT, caller, service.clock.now(connection)
            )
        )
        raise


def _made(file_id: str, policy_id: str, name: str, kind: str, content: bytes) -> StoredAttachment:
    salt = new_salt()
    covered = scan_content(name, kind, hashlib.sha256(content).hexdigest())
    is_picture = kind.startswith("image/")
    return StoredAttachment(
        id=file_id,
        policy=policy_id,
        submission=None,
        comment=None,
        position=None,
        name=name,
        media_type=kind,
        size=len(content),
        salt=salt,
        digest=salted_digest(salt, covered),
        text_state=TextState.EMPTY if is_picture else TextState.PENDING,
    )
