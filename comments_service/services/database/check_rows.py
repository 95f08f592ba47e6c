"""The rows as they are stored, by kind and name, to be compared with what the ledger tells."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from comments_service.domain.canonical import salted_digest
from comments_service.domain.comments.decision import decision_content
from comments_service.domain.comments.participant import Personal
from comments_service.domain.comments.submission import (
    StoredSubmission,
    comment_content,
    personal_digest,
    pseudonym,
)
from comments_service.domain.intake.scan import scan_content
from comments_service.domain.intake.unit import unit_content
from comments_service.keyring import Keyring
from comments_service.services.database.check_entries import (
    STATE,
    VERSIONS,
    SaidVersion,
    decision_name,
)
from comments_service.services.database.check_public import KINDS, ToldRow, public_rows, values_of
from comments_service.store.accounts import staff_rows
from comments_service.store.comments import comment_states, decision_rows, scan_rows, submissions
from comments_service.store.database.tables import (
    comment_versions,
    name_views,
    stand_ins,
    units_asked,
)
from comments_service.store.statements.streaming import streamed
from interface.command_line import said


def stored_rows(
    connection: Connection, keyring: Keyring
) -> Iterator[tuple[Collection[str], Iterator[ToldRow]]]:
    """Yield (kinds, rows of these kinds), which are read as they are asked for."""
    yield ("submission", "comment"), _submissions(connection, keyring)
    yield ("decision",), _decisions(connection)
    yield ("scan",), _scans(connection, keyring)
    yield KINDS, public_rows(connection, keyring)
    yield ("unit",), _units(connection)
    yield ("staff", "stand_ins", "name_views"), _staff(connection)
    yield (VERSIONS,), _versions(connection)


def unlike_versions(
    connection: Connection, keyring: Keyring, told: Callable[[str], Sequence[SaidVersion]]
) -> Iterator[str]:
    """Yield each earlier version whose words are not those that were recorded.

    They can be compared as long as its clause is still the comment's: of another clause the
    ledger has the digest, and the row no text.
    """
    for earlier in submissions.earlier_versions(connection, keyring):
        for comment in earlier.comments if earlier.erased_at is None else ():
            clause = comment.clause.wid, comment.clause.eid, comment.clause.digest
            versions = told(comment.id)
            same = any(each[1:] == (comment.content_digest, clause) for each in versions)
            content = salted_digest(comment.content_salt, comment_content(comment.clause, comment))
            if same and content != comment.content_digest:
                words = said("an earlier version is not what was recorded")
                yield f"{said('comment')} {comment.id}: {words}"


def _submissions(connection: Connection, keyring: Keyring) -> Iterator[ToldRow]:
    for submission in submissions.everything(connection, keyring):
        told = {
            "participant": pseudonym(submission.policy, submission.participant_id),
            "participant_kind": submission.participant,
            "personal_digest": _who(submission),
        }
        yield "submission", submission.id, {**values_of(submission), **told}
        for comment in submission.comments:
            at = {"submission": submission.id, "position": comment.position}
            digest = comment.content_digest
            if submission.erased_at is None:
                digest = salted_digest(
                    comment.content_salt, comment_content(comment.clause, comment)
                )
            yield "comment", comment.id, {**at, **comment.clause.columns(), "digest": digest}


def _who(submission: StoredSubmission) -> str:
    """Return the digest of who sent it; of one that was erased "" where nobody is left."""
    left = submission.erased_at and submission.personal != Personal("")
    return "left" if left else personal_digest(submission)


def _decisions(connection: Connection) -> Iterator[ToldRow]:
    for row in decision_rows.every(connection):
        content = salted_digest(row.salt, decision_content(row))
        name = decision_name(row.comment, row.entry)
        yield "decision", name, {**values_of(row), "content_digest": content}


def _scans(connection: Connection, keyring: Keyring) -> Iterator[ToldRow]:
    for scan in scan_rows.entered(connection, keyring):
        content = scan_rows.content(connection, keyring, scan.id)
        covered = scan_content(scan.name, scan.media_type, hashlib.sha256(content).hexdigest())
        digest = salted_digest(scan.salt, covered) if len(content) == scan.size else ""
        yield "scan", scan.digest, {**values_of(scan), "content_digest": digest}


def _units(connection: Connection) -> Iterator[ToldRow]:
    for unit in connection.execute(select(units_asked)).mappings():
        content = unit_content(unit["policy"], unit["name"], unit["due_on"])
        digest = salted_digest(unit["salt"], content)
        yield "unit", unit["id"], {**unit, "content_digest": digest}


def _staff(connection: Connection) -> Iterator[ToldRow]:
    for row in staff_rows.everyone(connection):
        held = {"roles": row.officer.roles, "policies": row.officer.policies}
        yield "staff", row.officer.id, {**held, "made_at": row.made_at, "active": row.active}
    for stand_in in connection.execute(select(stand_ins)).mappings():
        yield "stand_ins", stand_in["entry"], {**stand_in}
    for view in connection.execute(select(name_views)):
        digest = salted_digest(view.salt, view.reason)
        yield "name_views", view.entry, {"comment": view.comment_id, "content_digest": digest}


def _versions(connection: Connection) -> Iterator[ToldRow]:
    rows = comment_versions.c
    query = select(rows.comment_id, rows.number, rows.entry, rows.digest, rows.erased_at)
    ordered = streamed(connection, query.order_by(rows.comment_id, rows.number))
    for comment, versions in groupby(ordered, key=itemgetter(0)):
        yield VERSIONS, comment, {"digest": [tuple(each[1:]) for each in versions]}


def stored_states(connection: Connection) -> Iterator[ToldRow]:
    """Yield the states of comments, which are compared last: their counts follow from all."""
    for state, stage in comment_states.every(connection):
        yield STATE, state.comment, {**state._asdict(), "stage": stage}
