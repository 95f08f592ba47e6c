"""Checking the rows against the append-only entries, for what was changed, added or lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from comments_service.domain.canonical import canonical_json, salted_digest
from comments_service.domain.reconciliation import State
from comments_service.domain.submission import (
    ADDED_TO_ENTRIES,
    StoredComment,
    StoredSubmission,
    comment_content,
    received_entry,
)
from comments_service.keyring import Keyring
from comments_service.services.identity import difference
from comments_service.services.service import Service
from comments_service.store import entries, submissions
from comments_service.store.entries import Entry, entry_body


@dataclass(slots=True)
class Checked:
    """What was looked at, and one line for each difference."""

    entries: int = 0
    submissions: int = 0
    comments: int = 0
    differences: list[str] = field(default_factory=list)


def check(service: Service, expected: int = 0) -> Checked:
    """Recompute every digest and compare every row with its entry, as of one instant.

    A log that ends before entry ``expected``, or before what was seen of it last, differs too:
    by itself a tail that was cut off shows nowhere. ``KeyringError`` where a row does not
    decrypt with the keys there are.
    """
    seen = service.identity.read()
    with service.database.read() as connection:
        checked = compared(connection, service.keyring)
        fault = difference(connection, seen) if seen else ""
    if checked.entries < expected:
        checked.differences.append(f"the log has {checked.entries} entries, not {expected}")
    checked.differences += [fault] if fault else []
    return checked


def compared(connection: Connection, keyring: Keyring) -> Checked:
    """Compare every row with its entry, as the caller's snapshot has them."""
    checked = Checked()
    recorded = _check_entries(connection, checked)
    for submission in submissions.everything(connection, keyring):
        checked.submissions += 1
        checked.comments += len(submission.comments)
        checked.differences += _differences(submission, recorded.pop(submission.id, None))
    counted = submissions.count_rows(connection)
    checked.differences += [
        f"submission {each}: in the entries, not in the rows" for each in recorded
    ]
    if counted != (checked.submissions, checked.comments):
        checked.differences.append("rows without the rows that belong to them")
    return checked


def _check_entries(connection: Connection, checked: Checked) -> dict[str, Entry]:
    """Check the entries by themselves; return those of receipt by submission."""
    recorded: dict[str, Entry] = {}
    for entry in entries.all_entries(connection):
        checked.entries += 1
        if entry.seq != checked.entries:
            checked.differences.append(f"entry {entry.seq}: {checked.entries} is missing before it")
            checked.entries = entry.seq
        checked.differences += _entry_faults(entry)
        if entry.type == entries.RECEIVED:
            recorded[entry.subject] = entry
    return recorded


def _entry_faults(entry: Entry) -> Iterator[str]:
    if salted_digest(bytes.fromhex(entry.salt), entry.body) != entry.digest:
        yield f"entry {entry.seq}: its body does not have its digest"
    data = _data(entry)
    if entry_body(entry.at, entry.type, entry.subject, data) != entry.body:
        yield f"entry {entry.seq}: its columns are not what its body says"


def _data(entry: Entry) -> dict[str, Any]:
    """Return what an entry says; nothing where its body was damaged beyond reading."""
    try:
        data: dict[str, Any] = json.loads(entry.body)["data"]
    except (ValueError, LookupError):
        return {}
    return data


def _differences(submission: StoredSubmission, entry: Entry | None) -> Iterator[str]:
    name = f"submission {submission.id} ({submission.receipt_no})"
    if entry is None:
        yield f"{name}: in the rows, not in the entries"
        return
    recorded = _data(entry)
    for key, value in received_entry(submission).items():
        added = key in ADDED_TO_ENTRIES and key not in recorded
        if not added and canonical_json(recorded.get(key)) != canonical_json(value):
            yield f"{name}: {key} is not what entry {entry.seq} says"
    if (submission.received_at, submission.entry) != (entry.at, entry.seq):
        yield f"{name}: time or number is not what entry {entry.seq} says"
    if submission.consent_notice_at != entry.at:
        yield f"{name}: consent_notice_at is not the time of entry {entry.seq}"
    for comment in submission.comments:
        yield from (f"{name}: comment {comment.id} {words}" for words in _comment_faults(comment))


def _comment_faults(comment: StoredComment) -> Iterator[str]:
    if comment.state != State.RECEIVED:
        # No entry of this release changes a state.
        yield f"is {comment.state}, and no entry says so"
    if _content_digest(comment) != comment.content_digest:
        yield "is not what was recorded"


def _content_digest(comment: StoredComment) -> str:
    return salted_digest(bytes.fromhex(comment.content_salt), comment_content(comment))
