"""Checking the rows against the append-only ledger, for what was changed, added or lost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import islice

from sqlalchemy import Connection

from comments_service.domain.canonical import canonical_json, instant_text, salted_digest
from comments_service.domain.comment_state import WHOLE_DRAFT_RANK, CommentState
from comments_service.domain.decision import decision_content
from comments_service.domain.decision_entries import (
    CommentSealed,
    CommentUnsealed,
    DecisionProposed,
)
from comments_service.domain.desk_entries import SubmissionCorrected
from comments_service.domain.entry_types import body_of
from comments_service.domain.ledger import EntryBody, LedgerEntry, RebuiltStates, leaf_data
from comments_service.domain.submission import StoredSubmission, comment_content
from comments_service.domain.submission_entries import (
    SubmissionReceived,
    SubmissionReceivedEarlier,
    received_body,
    received_earlier,
)
from comments_service.keyring import Keyring, KeyringError
from comments_service.services.check_desk import ToldByDesk, desk_faults
from comments_service.services.check_staff import ToldOfStaff, staff_faults
from comments_service.services.check_versions import ToldOfVersions, version_faults
from comments_service.services.identity import difference
from comments_service.services.service import Service
from comments_service.store import comment_counts, comment_states, decisions, ledger, submissions


@dataclass(slots=True)
class Checked:
    """What was looked at, and one line for each difference."""

    entries: int = 0
    submissions: int = 0
    comments: int = 0
    differences: list[str] = field(default_factory=list)


_AT_ONCE = 500
_ReceivedBody = SubmissionReceived | SubmissionReceivedEarlier
_Received = tuple[LedgerEntry, _ReceivedBody]


@dataclass(slots=True)
class _Told:
    """What the ledger tells: every comment's state, and the number of each entry of receipt.

    ``corrected`` are the corrections of a submission in order, ``decided`` (digest, time, id) of
    decisions by the number of their entry; the others are what else happened.
    """

    states: RebuiltStates = field(default_factory=RebuiltStates)
    received: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, list[SubmissionCorrected]] = field(
        default_factory=lambda: defaultdict(list)
    )
    decided: dict[int, tuple[object, ...]] = field(default_factory=dict)
    versions: ToldOfVersions = field(default_factory=ToldOfVersions)
    staff: ToldOfStaff = field(default_factory=ToldOfStaff)
    desk: ToldByDesk = field(default_factory=ToldByDesk)


def check(service: Service, expected: int = 0) -> Checked:
    """Compare every row with its entry; a log shorter than ``expected`` or seen differs too."""
    seen = service.identity.read()
    with service.database.read() as connection:
        checked = compared(connection, service.keyring)
        fault = difference(connection, seen) if seen else ""
    if checked.entries < expected:
        checked.differences.append(f"the log has {checked.entries} entries, not {expected}")
    checked.differences += [fault] if fault else []
    return checked


def compared(connection: Connection, keyring: Keyring) -> Checked:
    """Compare every row with the ledger, as the caller's snapshot has them."""
    checked, told = Checked(), _Told()
    for entry in ledger.entries(connection):
        checked.entries += 1
        if entry.id != checked.entries:
            checked.differences.append(f"entry {entry.id}: {checked.entries} is missing before it")
            checked.entries = entry.id
        checked.differences += _read(entry, told)
    for found in (
        _submission_faults(connection, keyring, checked, told),
        _decision_faults(connection, told.decided),
        desk_faults(connection, keyring, told.desk),
        staff_faults(connection, told.staff),
        version_faults(connection, keyring, told.versions),
        comment_counts.faults(connection, told.states.states.values()),
        _state_faults(connection, told.states.states),
    ):
        checked.differences += _readable(found)
    return checked


def _readable(found: Iterator[str]) -> Iterator[str]:
    """Yield what is found, and at last that a row holds what none of its kind can."""
    try:
        yield from found
    except KeyringError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        yield f"a row cannot be read ({str(error).partition(chr(10))[0]})"


def _submission_faults(
    connection: Connection, keyring: Keyring, checked: Checked, told: _Told
) -> Iterator[str]:
    rows = submissions.everything(connection, keyring)
    while part := list(islice(rows, _AT_ONCE)):
        numbers = {each.id: told.received.pop(each.id, 0) for each in part}
        entries = ledger.numbered(connection, numbers.values())
        for submission in part:
            checked.submissions += 1
            checked.comments += len(submission.comments)
            received = _received(entries.get(numbers[submission.id]), told.corrected)
            yield from _differences(submission, received)
            yield from _misplaced(submission, told.states.states)
    yield from (f"submission {each}: in the entries, not in the rows" for each in told.received)
    if submissions.count_rows(connection) != (checked.submissions, checked.comments):
        yield "rows without the rows that belong to them"


def _read(entry: LedgerEntry, told: _Told) -> Iterator[str]:
    """Check an entry by itself and fold it."""
    try:
        body = body_of(entry)
        body.fold(entry, told.states)
    except (ValueError, LookupError) as error:
        # The first line: pydantic's others hold the value.
        words = str(error).partition("\n")[0]
        yield f"entry {entry.id}: cannot be read ({words})"
        body = EntryBody()
    if isinstance(body, SubmissionReceived | SubmissionReceivedEarlier):
        told.received[entry.subject] = entry.id
        told.corrected.pop(entry.subject, None)
    if isinstance(body, SubmissionCorrected) and entry.subject in told.received:
        told.corrected[entry.subject].append(body)
    for each in (told.desk, told.staff, told.versions):
        each.read(entry, body)
    if isinstance(body, DecisionProposed | CommentSealed | CommentUnsealed):
        # The entry of a reason for sealing does not name its row.
        own = (body.decision,) if isinstance(body, DecisionProposed) else ()
        told.decided[entry.id] = body.digest, entry.at, *own
    yield from _digest_faults(entry, body)


def _received(
    entry: LedgerEntry | None, corrected: Mapping[str, Iterable[SubmissionCorrected]]
) -> _Received | None:
    """Return what a submission's entry says of it after all corrections."""
    body = body_of(entry) if entry else None
    if isinstance(body, SubmissionReceived):
        for each in corrected.get(entry.subject, ()) if entry else ():
            body = each.applied_to(body)
    return (entry, body) if entry and isinstance(body, _ReceivedBody) else None


def _digest_faults(entry: LedgerEntry, body: EntryBody) -> Iterator[str]:
    try:
        right = leaf_data(entry, body.received()).hex() == entry.digest
    except ValueError:
        right = False
    if not right:
        yield f"entry {entry.id}: what it says does not have its digest"
    if entry.schema == 0:
        yield from _earlier_faults(entry)


def _earlier_faults(entry: LedgerEntry) -> Iterator[str]:
    """Check what releases before 0.2.0 wrote: the digest is over salt and body."""
    if salted_digest(entry.salt, entry.body) != entry.digest:
        yield f"entry {entry.id}: its body does not have its digest"
    try:
        columns = {"at": instant_text(entry.at), "type": entry.type, "subject": entry.subject}
        whole = canonical_json({**columns, "data": entry.data()})
    except (ValueError, LookupError):
        whole = ""
    if whole != entry.body:
        yield f"entry {entry.id}: its columns are not what its body says"


def _differences(submission: StoredSubmission, received: _Received | None) -> Iterator[str]:
    name = f"submission {submission.id} ({submission.receipt_no})"
    if received is None:
        yield f"{name}: in the rows, not in the entries"
        return
    entry, body = received
    yield from (f"{name}: {each}" for each in _of_receipt(submission, entry, body))
    for comment in submission.comments:
        if salted_digest(comment.content_salt, comment_content(comment)) != comment.content_digest:
            yield f"{name}: comment {comment.id} is not what was recorded"


def _misplaced(submission: StoredSubmission, states: Mapping[str, CommentState]) -> Iterator[str]:
    for comment in submission.comments:
        state = states.get(comment.id)
        if state and state.position != comment.position:
            yield f"comment {comment.id}: its position is not what the entries say"


def _of_receipt(
    submission: StoredSubmission, entry: LedgerEntry, body: _ReceivedBody
) -> Iterator[str]:
    told = _rows_say(submission, body)
    for key in type(body).model_fields:
        if getattr(body, key) != getattr(told, key):
            yield f"{key} is not what entry {entry.id} says"
    if submission.policy != entry.stream:
        yield f"policy is not that of entry {entry.id}"
    if (submission.received_at, submission.entry) != (entry.at, entry.id):
        yield f"time or number is not what entry {entry.id} says"
    if submission.consent_notice_at != entry.at:
        yield f"consent_notice_at is not the time of entry {entry.id}"


def _rows_say(submission: StoredSubmission, body: _ReceivedBody) -> EntryBody:
    """Return the entry as the rows would have it; what no row holds is as in the entry."""
    if isinstance(body, SubmissionReceivedEarlier):
        return received_earlier(submission, titled=body.policy_title is not None)
    ranks: dict[str | None, int] = defaultdict(lambda: WHOLE_DRAFT_RANK)
    ranks.update({each.eid: each.rank for each in body.comments})
    return received_body(submission, ranks, late=body.late, scans=body.scans, entered=body.entered)


def _decision_faults(connection: Connection, told: dict[int, tuple[object, ...]]) -> Iterator[str]:
    for row in decisions.every(connection):
        said = told.pop(row.entry, ())
        if said != (row.digest, row.at, row.id)[: len(said) or 1]:
            yield f"decision {row.id} on comment {row.comment}: no entry has its digest"
        if salted_digest(row.salt, decision_content(row)) != row.digest:
            yield f"decision {row.id} on comment {row.comment}: is not what was recorded"
    yield from (f"entry {each}: the row of its decision is missing" for each in told)


def _state_faults(connection: Connection, told: dict[str, CommentState]) -> Iterator[str]:
    """Compare the stored states with those that follow from the ledger, row by row."""
    for stored, stage in comment_states.every(connection):
        right = told.pop(stored.comment, None)
        if right is None:
            yield f"comment {stored.comment}: has a state, but no entry tells of it"
            continue
        for each in fields(stored):
            said, follows = getattr(stored, each.name), getattr(right, each.name)
            if said != follows:
                yield f"comment {stored.comment}: {each.name} is {said}, the entries say {follows}"
        if stage != stored.stage:
            yield f"comment {stored.comment}: stage is {stage}, and it stands at {stored.stage}"
    for comment, state in told.items():
        yield f"comment {comment} ({state.policy} {state.number}): its state is missing"
