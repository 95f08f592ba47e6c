"""Submissions and their comments: rows to values and back, names and contacts encrypted."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select

from comments_service.domain.canonical import canonical_json
from comments_service.domain.participant import ParticipantKind
from comments_service.domain.receipt_number import make_query_code
from comments_service.domain.reconciliation import Standing
from comments_service.domain.submission import (
    ClauseRef,
    Personal,
    Selector,
    Stance,
    StoredComment,
    StoredSubmission,
)
from comments_service.keyring import Keyring
from comments_service.store.streaming import streamed
from comments_service.store.tables import comments, participants, submissions

# Stands where an id would, for a receipt number that nobody has.
_NOBODY = "nobody"


def add(
    connection: Connection,
    keyring: Keyring,
    submission: StoredSubmission,
    idempotency: str,
    fingerprint: str,
) -> None:
    """Write a submission with its comments."""
    values = {
        "id": submission.id,
        "receipt_no": submission.receipt_no,
        "query_code": keyring.encrypt(submission.query_code, _context(submission.id, "query_code")),
        "policy": submission.policy,
        "policy_title": submission.policy_title,
        "version": submission.version,
        "window_id": submission.window,
        "channel": submission.channel,
        "participant_id": submission.participant_id,
        "personal": _sealed(keyring, submission),
        "assurance": submission.assurance,
        "consent_notice_at": submission.consent_notice_at,
        "consent_publish_name": submission.consent_publish_name,
        "received_at": submission.received_at,
        "idempotency": idempotency,
        "fingerprint": fingerprint,
        "entry": submission.entry,
    }
    connection.execute(insert(submissions).values(values))
    rows = [_comment_values(submission.id, comment) for comment in submission.comments]
    connection.execute(insert(comments), rows)


def earlier(connection: Connection, digests: Iterable[str]) -> tuple[str, str] | None:
    """Return (id, fingerprint) of the submission with one of these idempotency digests."""
    query = select(submissions.c.id, submissions.c.fingerprint).where(
        submissions.c.idempotency.in_(list(digests))
    )
    row = connection.execute(query).first()
    return (row.id, row.fingerprint) if row else None


def receipt_taken(connection: Connection, receipt_no: str) -> bool:
    """Tell whether a receipt number is in use."""
    query = select(submissions.c.id).where(submissions.c.receipt_no == receipt_no)
    return connection.execute(query).first() is not None


def of_late(
    connection: Connection, participant_id: str, since: datetime, now: datetime
) -> tuple[int, datetime | None]:
    """Count what a participant sent after an instant, and tell when the first of it came.

    What is later than now was dated by a clock that was wrong, and does not count.
    """
    column = submissions.c.received_at
    query = select(func.count(), func.min(column)).where(
        submissions.c.participant_id == participant_id, column > since, column <= now
    )
    number, first = connection.execute(query).one()
    return number, first


def by_id(connection: Connection, keyring: Keyring, submission_id: str) -> StoredSubmission | None:
    """Return a submission with its comments, None where there is none."""
    return next(_loaded(connection, keyring, submissions.c.id == submission_id), None)


def query_code(connection: Connection, keyring: Keyring, number: str) -> tuple[str | None, str]:
    """Return (id, query code) of a receipt number in its written form.

    For an unknown number the id is None and the code that of nobody, read as another is.
    """
    query = select(submissions.c.id, submissions.c.query_code)
    row = connection.execute(query.where(submissions.c.receipt_no == number)).first()
    sealed = row.query_code if row else _nobodys(keyring)
    owner = row.id if row else _NOBODY
    code = keyring.decrypt(sealed, _context(owner, "query_code"))
    return (row.id if row else None), code


@lru_cache(maxsize=4)
def _nobodys(keyring: Keyring) -> str:
    return keyring.encrypt(make_query_code(), _context(_NOBODY, "query_code"))


def of_policy(
    connection: Connection, keyring: Keyring, policy_id: str, log_size: int
) -> Iterator[StoredSubmission]:
    """Yield a policy's submissions up to the entry of that number, in order of receipt.

    A few hundred rows are in memory at a time. The query codes are not read, they are empty.
    """
    return _loaded(connection, keyring, _recorded(policy_id, log_size), codes=False)


def everything(connection: Connection, keyring: Keyring) -> Iterator[StoredSubmission]:
    """Yield all submissions in order of receipt."""
    return _loaded(connection, keyring, submissions.c.id.is_not(None))


def standings(connection: Connection, policy_id: str, log_size: int) -> Iterator[Standing]:
    """Yield how each comment of a policy up to an entry stands: (submission, state, …)."""
    whole = comments.join(submissions)
    query = select(submissions.c.id, comments.c.state)
    query = query.select_from(whole).where(_recorded(policy_id, log_size))
    with streamed(connection, query) as rows:
        for row in rows:
            yield row.id, row.state, None, False, None


def count_rows(connection: Connection) -> tuple[int, int]:
    """Count all rows of submissions and of comments, each by itself."""
    both = (select(func.count()).select_from(table) for table in (submissions, comments))
    first, second = (connection.execute(query).scalar_one() for query in both)
    return first, second


def _recorded(policy_id: str, log_size: int) -> ColumnElement[bool]:
    return and_(submissions.c.policy == policy_id, submissions.c.entry <= log_size)


def _loaded(
    connection: Connection, keyring: Keyring, which: Any, *, codes: bool = True
) -> Iterator[StoredSubmission]:
    with streamed(connection, _joined(which)) as rows:
        for _, group in groupby(rows, key=attrgetter("id")):
            yield _submission(keyring, list(group), codes=codes)


def _joined(which: Any) -> Select[Any]:
    whole = submissions.join(participants).join(
        comments, comments.c.submission_id == submissions.c.id
    )
    renamed = [column.label(f"c_{column.name}") for column in comments.c]
    order = submissions.c.entry, comments.c.position
    columns = *submissions.c, participants.c.kind, *renamed
    return select(*columns).select_from(whole).where(which).order_by(*order)


def _submission(keyring: Keyring, rows: list[Row[Any]], *, codes: bool) -> StoredSubmission:
    row = rows[0]
    code = keyring.decrypt(row.query_code, _context(row.id, "query_code")) if codes else ""
    personal = json.loads(keyring.decrypt(row.personal, _context(row.id, "personal")))
    return StoredSubmission(
        id=row.id,
        receipt_no=row.receipt_no,
        query_code=code,
        policy=row.policy,
        policy_title=row.policy_title,
        version=row.version,
        window=row.window_id,
        channel=row.channel,
        participant_id=row.participant_id,
        participant=ParticipantKind(row.kind),
        personal=Personal(**personal),
        assurance=row.assurance,
        consent_notice_at=row.consent_notice_at,
        consent_publish_name=row.consent_publish_name,
        received_at=row.received_at,
        entry=row.entry,
        comments=tuple(_comment(each) for each in rows),
    )


def _comment(row: Row[Any]) -> StoredComment:
    return StoredComment(
        id=row.c_id,
        position=row.c_position,
        clause=ClauseRef(
            row.c_wid, row.c_eid, row.c_citation, row.c_clause_digest, row.c_clause_text
        ),
        stance=Stance(row.c_stance),
        body=row.c_body,
        proposed_text=row.c_proposed_text,
        reason=row.c_reason,
        confidential=row.c_confidential,
        selector=Selector(**json.loads(row.c_selector)) if row.c_selector else None,
        state=row.c_state,
        content_salt=row.c_content_salt,
        content_digest=row.c_content_digest,
    )


def _comment_values(submission_id: str, comment: StoredComment) -> dict[str, Any]:
    clause, selector = comment.clause, comment.selector
    return {
        "id": comment.id,
        "submission_id": submission_id,
        "position": comment.position,
        "wid": clause.wid,
        "eid": clause.eid,
        "clause_digest": clause.digest,
        "citation": clause.citation,
        "clause_text": clause.text,
        "selector": canonical_json(asdict(selector)) if selector else None,
        "stance": comment.stance.value,
        "body": comment.body,
        "proposed_text": comment.proposed_text,
        "reason": comment.reason,
        "confidential": comment.confidential,
        "state": comment.state,
        "content_salt": comment.content_salt,
        "content_digest": comment.content_digest,
    }


def _sealed(keyring: Keyring, submission: StoredSubmission) -> str:
    plain = canonical_json(asdict(submission.personal))
    return keyring.encrypt(plain, _context(submission.id, "personal"))


def _context(submission_id: str, field: str) -> str:
    return f"submissions/{submission_id}/{field}"
