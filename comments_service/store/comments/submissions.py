"""Submissions and their comments: rows to values and back, names and contacts encrypted."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
)

from comments_service.domain.canonical import canonical_json
from comments_service.domain.comments.automatic_signs import NO_SIGNS, Signs, looks_automatic
from comments_service.domain.comments.participant import ParticipantKind, Personal
from comments_service.domain.comments.receipt_number import make_query_code
from comments_service.domain.comments.submission import (
    COMMERCIAL_SECRET,
    Selector,
    Stance,
    StoredComment,
    StoredSubmission,
)
from comments_service.domain.states.comment_state import COMPARED, SHARED, CommentState
from comments_service.domain.states.reconciliation import DISCIPLINE, Standing
from comments_service.keyring import Keyring, KeyringError
from comments_service.store.comments import attachment_rows, tally_counts
from comments_service.store.comments.attachment_rows import HAS_FILES
from comments_service.store.comments.comment_counts import note_participant
from comments_service.store.comments.comment_states import COLUMNS, state_of
from comments_service.store.comments.comment_versions import LATEST_VERSION, add_comments, clause_of
from comments_service.store.comments.decision_rows import DECISION, decision_of
from comments_service.store.database.encrypted_columns import PERSONAL, QUERY_CODE
from comments_service.store.database.tables import (
    clause_texts,
    comment_states,
    comment_versions,
    comments,
    decisions,
    participants,
    staff,
    submissions,
)
from comments_service.store.ledger.ledger import PolicyCut
from comments_service.store.statements.prepared import Prepared, together
from comments_service.store.statements.streaming import of_late_query, streamed

# The columns that are named as the fields of a submission.
_SAME = (
    "id", "receipt_no", "policy", "policy_title", "version", "channel", "participant_id",
    "personal_salt", "assurance", "consent_notice_at", "consent_publish_name", "received_at",
    "posted_on", "received_on", "entry", "notice_version", "language", "restricted_at",
    "erased_at",
)  # fmt: skip
# In the place of an id, for a receipt number that nobody has.
_NOBODY = "nobody"
_C = submissions.c
_OTHERS = (
    "query_code", "window_id", "personal", "idempotency", "fingerprint", "filled_seconds",
)  # fmt: skip
_INSERT = Prepared(insert(submissions), (*_SAME, *_OTHERS))
_EARLIER = Prepared(
    select(_C.id, _C.fingerprint).where(
        or_(_C.idempotency == bindparam("digest"), _C.idempotency == bindparam("keyed"))
    )
)
_TAKEN = Prepared(select(_C.id).where(_C.receipt_no == bindparam("number")))
_CODE = Prepared(select(_C.id, _C.query_code).where(_C.receipt_no == bindparam("number")))
_OF_LATE = Prepared(
    of_late_query(_C.received_at).where(_C.participant_id == bindparam("participant"))
)
_STATE = ("state", "sealed", "serial", "late", "changed", "disposition")


def _whole(
    version: ColumnElement[bool], decision: ColumnElement[Any] = comment_states.c.decision
) -> Select[Any]:
    return (
        select(
            *_C,
            participants.c.kind,
            *(column.label(f"c_{column.name}") for column in comments.c),
            clause_texts.c.text.label("c_text"),
            *(column.label(f"v_{column.name}") for column in comment_versions.c),
            *(comment_states.c[name] for name in _STATE),
            *DECISION,
        )
        .select_from(
            submissions.join(participants)
            .join(comments, comments.c.submission_id == _C.id)
            .join(clause_texts, clause_texts.c.digest == comments.c.text_digest)
            .join(comment_versions, version)
            .outerjoin(comment_states, comment_states.c.comment == comments.c.id)
            .outerjoin(decisions, decisions.c.id == decision)
        )
        .order_by(_C.entry, comments.c.position)
    )


_WHOLE = _whole(LATEST_VERSION)
_OF_COMMENT = comment_versions.c.comment_id == comments.c.id
_EARLIER_VERSIONS = _whole(and_(_OF_COMMENT, ~LATEST_VERSION))
_FIRST_VERSIONS = _whole(and_(_OF_COMMENT, comment_versions.c.number == 1))
_LINES = (
    # Sealed ones are left out below: SQLite would go by that index, which holds nearly all.
    _whole(LATEST_VERSION, func.coalesce(comment_states.c.proposal, comment_states.c.decision))
    .outerjoin(staff, staff.c.id == decisions.c.by)
    .add_columns(*(column.label(f"s_{column.name}") for column in COLUMNS))
    .add_columns(staff.c.name.label("by_name"), HAS_FILES.label("attached"))
    .where(comments.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(None)
)
_STATE_OF_LINE = slice(-len(COLUMNS) - 2, -2)  # before by_name and attached
_OF_POLICY = _WHOLE.where(_C.policy == bindparam("policy"), comment_states.c.sealed == false())
_BY_ID, _AS_SENT = (
    each.where(_C.id == bindparam("submission")) for each in (_WHOLE, _FIRST_VERSIONS)
)
_DECIDED = (
    submissions.join(comments, comments.c.submission_id == _C.id)
    .join(comment_versions, LATEST_VERSION)
    .join(comment_states, comment_states.c.comment == comments.c.id)
    .outerjoin(decisions, decisions.c.id == comment_states.c.decision)
)
_GIVEN = comment_states.c.state, comment_states.c.sealed, decisions.c.disposition
_STANDINGS = select(_C.id, *_GIVEN, comment_versions.c.confidential).select_from(_DECIDED)
_STANDINGS = _STANDINGS.where(_C.policy == bindparam("policy"))
_STATES = Prepared(
    select(
        _C.entry,
        *(comment_states.c[each] for each in SHARED),
        *(decisions.c.id if each == "decision" else comment_states.c[each] for each in COMPARED),
    )
    .select_from(_DECIDED.join(participants, participants.c.id == _C.participant_id))
    .where(_C.policy == bindparam("of_policy"))
    .order_by(_C.entry, comments.c.position)
)


class SealedColumns(NamedTuple):
    """The columns of a submission that are digests or encrypted.

    A repeated request is known by ``idempotency``, of its key, and ``fingerprint``, of its words.
    """

    idempotency: str
    fingerprint: str
    query_code: str
    personal: str


def add(
    connection: Connection,
    submission: StoredSubmission,
    columns: SealedColumns,
    signs: Signs = NO_SIGNS,
    *,
    is_first: bool = False,
) -> None:
    """Write a submission with its comments; ``is_first``: its sender is known to have no other."""
    with together(connection):
        came_before = note_participant(connection, submission, is_first=is_first)
        tally_counts.note_new(connection, submission, came_before=came_before)
        _INSERT.run(connection, row_of(submission, columns, signs.seconds))
        add_comments(connection, submission, signs.marks)


def row_of(
    submission: StoredSubmission, columns: SealedColumns, seconds: int | None = None
) -> dict[str, Any]:
    """Return the row of a submission; ``seconds``: how long after its token it came."""
    return {
        **{name: getattr(submission, name) for name in _SAME},
        **columns._asdict(),
        "window_id": submission.window,
        "filled_seconds": seconds,
    }


def earlier(connection: Connection, digest: str, others: Collection[str]) -> tuple[str, str] | None:
    """Return (id, fingerprint) of the submission with one of these idempotency digests."""
    for each in others or (digest,):
        for found, fingerprint in _EARLIER.all(connection, digest=digest, keyed=each):
            return found, fingerprint
    return None


def receipt_taken(connection: Connection, receipt_no: str) -> bool:
    """Return whether a receipt number is in use."""
    return bool(_TAKEN.all(connection, number=receipt_no))


def of_late(
    connection: Connection, participant_id: str, since: datetime, now: datetime
) -> tuple[int, datetime | None]:
    """Count what a participant sent after an instant and until now, with when the first came."""
    values = {"participant": participant_id, "since": since, "now": now}
    ((number, first),) = _OF_LATE.all(connection, **values)
    return number, first


def by_id(
    connection: Connection, keyring: Keyring, submission_id: str, *, as_sent: bool = False
) -> StoredSubmission | None:
    """Return a submission with its comments and their files, None where there is none.

    ``as_sent``: with what was said at first.
    """
    query = _AS_SENT if as_sent else _BY_ID
    rows = _loaded(connection, keyring, query, submission=submission_id)
    found = next(rows, None)
    files = attachment_rows.of_submission(connection, keyring, submission_id) if found else []
    return found.with_attachments(files) if found and files else found


def lines(
    connection: Connection, keyring: Keyring, ids: Collection[str], *, sealed: bool = False
) -> Iterator[tuple[StoredSubmission, CommentState, str, bool]]:
    """Yield those of these comments that are sealed or are not: alone in theirs, with the state.

    Its decision is the one proposed, else the one released; then by whose name, and whether it has
    files.
    """
    for row in connection.execute(_LINES, {"ids": list(ids)}):
        if row.sealed is sealed:
            *_, by_name, attached = row
            sent = _submission(keyring, [row], codes=False)
            yield sent, state_of(row[_STATE_OF_LINE]), by_name or "", bool(attached)


def query_code(connection: Connection, keyring: Keyring, number: str) -> tuple[str | None, str]:
    """Return (id, query code) of a receipt number; for an unknown one None and nobody's code."""
    row = _CODE.first(connection, number=number)
    owner, sealed = row or (_NOBODY, _nobodys(keyring))
    return (row[0] if row else None), QUERY_CODE.decrypt(keyring, owner, sealed)


@lru_cache(maxsize=4)
def _nobodys(keyring: Keyring) -> str:
    return QUERY_CODE.encrypt(keyring, _NOBODY, make_query_code())


def of_policy(cut: PolicyCut) -> Iterator[StoredSubmission]:
    """Yield submissions, streamed, without sealed comments and codes."""
    return _loaded(cut.connection, cut.keyring, _OF_POLICY, codes=False, policy=cut.policy)


def everything(connection: Connection, keyring: Keyring) -> Iterator[StoredSubmission]:
    """Yield all submissions in order of receipt, sealed comments too."""
    return _loaded(connection, keyring, _WHOLE)


def earlier_versions(connection: Connection, keyring: Keyring) -> Iterator[StoredSubmission]:
    """Yield submissions with what their comments said before they were put right."""
    return _loaded(connection, keyring, _EARLIER_VERSIONS)


def standings(cut: PolicyCut) -> Iterator[Standing]:
    """Yield the state of each comment; a decision counts as released, a sealed one's at once."""
    for row in streamed(cut.connection, _STANDINGS, policy=cut.policy):
        given = DISCIPLINE if row.sealed else row.disposition
        withheld = COMMERCIAL_SECRET if row.confidential else None
        yield row.id, row.state, given, given is not None, withheld


def personal_of(keyring: Keyring, submission_id: str, sealed: str) -> Personal:
    """Return who sent a submission, from the encrypted column."""
    return Personal(**json.loads(PERSONAL.decrypt(keyring, submission_id, sealed)))


def sealed_personal(keyring: Keyring, submission_id: str, personal: Personal) -> str:
    """Return the encrypted column of who sent a submission."""
    return PERSONAL.encrypt(keyring, submission_id, canonical_json(personal.content()))


def whole_states(cut: PolicyCut) -> Iterator[tuple[int, tuple[Any, ...], Iterator[Sequence[Any]]]]:
    """Yield (entry, ``SHARED``, rows of ``COMPARED``) in order, of comments that have all rows."""
    width = 1 + len(SHARED)
    rows = _STATES.streamed(cut.connection, of_policy=cut.policy)
    for (entry, *shared), group in groupby(rows, key=itemgetter(*range(width))):
        yield entry, tuple(shared), (row[width:] for row in group)


def count_rows(connection: Connection) -> tuple[int, int]:
    """Count all rows of submissions and of comments, each by itself."""
    both = (select(func.count()).select_from(table) for table in (submissions, comments))
    first, second = (connection.execute(query).scalar_one() for query in both)
    return first, second


def _loaded(
    connection: Connection, keyring: Keyring, query: Select[Any], *, codes: bool = True, **of: str
) -> Iterator[StoredSubmission]:
    for name, group in groupby(streamed(connection, query, **of), key=attrgetter("id")):
        try:
            found = _submission(keyring, list(group), codes=codes)
        except KeyringError:
            raise
        except (ValueError, TypeError) as error:
            raise ValueError(f"submission {name}: {error}") from error
        yield found


def _submission(keyring: Keyring, rows: list[Row[Any]], *, codes: bool) -> StoredSubmission:
    row = rows[0]
    code = QUERY_CODE.decrypt(keyring, row.id, row.query_code) if codes else ""
    return StoredSubmission(
        **{name: getattr(row, name) for name in _SAME},
        query_code=code,
        window=row.window_id,
        participant=ParticipantKind(row.kind),
        personal=personal_of(keyring, row.id, row.personal),
        comments=tuple(_comment(each) for each in rows),
    )


def _comment(row: Row[Any]) -> StoredComment:
    return StoredComment(
        id=row.c_id,
        position=row.c_position,
        clause=clause_of(row),
        stance=Stance(row.v_stance),
        # What was erased is empty.
        body=row.v_body or "",
        proposed_text=row.v_proposed_text or "",
        reason=row.v_reason or "",
        confidential=row.v_confidential,
        selector=Selector(**json.loads(row.v_selector)) if row.v_selector else None,
        # Without a state the row is damaged; the check says so.
        state=row.state or "",
        content_salt=row.v_salt or "",
        content_digest=row.v_digest,
        decision=decision_of(row) if row.d_id else None,
        serial=row.serial or 0,
        late=bool(row.late),
        changed=row.changed or 0,
        proposed=row.disposition,
        automatic=looks_automatic(row.c_text_mark),
    )
