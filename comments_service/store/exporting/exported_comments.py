"""A policy's comments as exports read them: in one pass, and of each what exports show alone."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select, type_coerce
from sqlalchemy.types import NullType

from comments_service.domain.states.comment_state import COMPARED
from comments_service.keyring import Keyring
from comments_service.store.comments.comment_versions import kept_text
from comments_service.store.database.encrypted_columns import PERSONAL
from comments_service.store.database.tables import (
    clause_texts,
    comment_states,
    comment_versions,
    comments,
    decisions,
    participants,
    submissions,
)
from comments_service.store.ledger.ledger import PolicyCut
from comments_service.store.statements.prepared import Prepared

_S, _C, _V, _D = submissions.c, comments.c, comment_versions.c, decisions.c
_T = comment_states.c
# What rows say that a state says too: it is read once, and held against the ledger.
_TWICE: dict[str, ColumnElement[Any]] = {
    "comment": _C.id, "submission": _S.id, "serial": _S.entry, "position": _C.position,
    "wid": _C.wid, "channel": _S.channel, "kind": participants.c.kind,
}  # fmt: skip
_AGREE = and_(*(_T[name].is_not_distinct_from(each) for name, each in _TWICE.items()))
# A state that says something else than its rows is of no comment; one has the decision whose row
# is there.
_SHOWN = {**_TWICE, "comment": case((_AGREE, _C.id)), "decision": _D.id}
# In the order of the fields of ``ExportedComment``.
_COLUMNS = (
    *(_SHOWN.get(name, _T[name]) for name in COMPARED),
    *(_V.number, _C.eid, _C.citation, _C.text_digest, _C.text_mark),
    *(_V.selector, _V.confidential, _V.stance),
    *(func.coalesce(each, "") for each in (_V.body, _V.proposed_text, _V.reason)),
    _D.disposition,
    *(func.coalesce(each, "") for each in (_D.reason, _D.summary, _D.to_citation, _D.later)),
)
_SENT = submissions.join(participants)
_WHOLE = (
    _SENT.join(comments, _C.submission_id == _S.id)
    .join(comment_versions, _V.comment_id == _C.id)
    # By number, as both lie in the order of receipt; by random ids each would be elsewhere.
    .join(
        comment_states,
        and_(_T.policy == _S.policy, _T.serial == _S.entry, _T.position == _C.position),
    )
    .outerjoin(decisions, _D.id == _T.decision)
)
_QUERY, _STATES = (
    Prepared(
        # A quarter of the time would go to columns made Python's values that are only compared.
        select(*(type_coerce(each, NullType()) for each in columns))
        .select_from(_WHOLE)
        .where(_S.policy == bindparam("of_policy"))
        .order_by(_S.entry)
    )
    for columns in (_COLUMNS, _COLUMNS[: len(COMPARED) + 1])
)
# Read apart, because a submission has several comments, and each value that is read takes time.
_SENDERS = Prepared(
    select(
        *(_S.entry, _S.id, _S.channel, participants.c.kind, _S.personal),
        *(type_coerce(each, NullType()) for each in (_S.restricted_at, _S.received_at)),
        *(_S.assurance, _S.receipt_no, _S.version),
        type_coerce(_S.consent_publish_name, NullType()),
    )
    .select_from(_SENT)
    .where(_S.policy == bindparam("of_policy"))
    .order_by(_S.entry)
)
_TEXT = Prepared(
    select(clause_texts.c.text).where(clause_texts.c.digest == bindparam("text_digest"))
)


class ExportedSender(NamedTuple):
    """A submission with what its sender said; ``personal`` is encrypted."""

    serial: int
    submission: str
    channel: str
    kind: str
    personal: str
    restricted_at: str | None
    received_at: str
    assurance: str
    receipt_no: str
    version: str
    consent_publish_name: bool


class ExportedComment(NamedTuple):
    """A comment with its state and its released decision; what was erased is "".

    The fields of ``COMPARED`` come first. Instants, days and truth values are as the database has
    them (``Instant``, 0 and 1).
    """

    comment: str
    changed: int
    answered: int | None
    proposal: str | None
    decision: str | None
    day: str
    serial: int
    window: str
    position: int
    rank: int
    wid: str | None
    late: bool
    entry: int
    unchecked: bool
    sealed: bool
    state: str
    disposition: str | None
    proposer: str | None
    released: str | None
    number: int
    eid: str | None
    citation: str
    text_digest: str
    text_mark: str | None
    selector: str | None
    confidential: bool
    stance: str
    body: str
    proposed_text: str
    reason: str
    given: str | None
    answer: str
    summary: str
    to_citation: str
    later: str


_FIELDS = ExportedComment._fields
_serial, _position, _number = (
    itemgetter(_FIELDS.index(name)) for name in ("serial", "position", "number")
)
_made = partial(tuple.__new__, ExportedComment)
_sender = partial(tuple.__new__, ExportedSender)


def of_policy(cut: PolicyCut) -> Iterator[tuple[ExportedSender, list[ExportedComment]]]:
    """Yield a policy's submissions in order of receipt with their comments, sealed ones too."""
    for sender, rows in _of_policy(cut, _QUERY):
        yield sender, [*map(_made, rows)]


def states_of_policy(cut: PolicyCut) -> Iterator[tuple[ExportedSender, list[Sequence[Any]]]]:
    """Yield the same, of each comment the fields of ``COMPARED`` and no words."""
    return _of_policy(cut, _STATES)


def _of_policy(
    cut: PolicyCut, query: Prepared
) -> Iterator[tuple[ExportedSender, list[Sequence[Any]]]]:
    senders = map(_sender, _SENDERS.streamed(cut.connection, of_policy=cut.policy))
    found = query.streamed(cut.connection, of_policy=cut.policy)
    for serial, group in groupby(found, key=_serial):
        # One of which no comment has all its rows is passed over.
        sender = next(each for each in senders if each[0] == serial)
        rows: list[Sequence[Any]] = [*group]
        if len(rows) > 1:
            # Sorted here, as SQLite would sort whole rows; of a comment's versions the last stays.
            rows.sort(key=_number)
            last = {_position(row): row for row in rows}
            rows = [last[position] for position in sorted(last)]
        yield sender, rows


def sender_of(keyring: Keyring, sender: ExportedSender) -> dict[str, str]:
    """Return who sent comments by the names of ``Personal``; nothing where it is restricted."""
    if sender.restricted_at:
        return {}
    found: dict[str, str] = json.loads(
        PERSONAL.decrypt(keyring, sender.submission, sender.personal)
    )
    return found


class KeptTexts(dict[str, str]):
    """The texts of clauses by their digests, each read once; ``ValueError``: one is another."""

    def __init__(self, connection: Connection) -> None:
        """Read them with this connection."""
        super().__init__()
        self._connection = connection

    def __missing__(self, digest: str) -> str:
        """Read a text."""
        ((text,),) = _TEXT.all(self._connection, text_digest=digest)
        self[digest] = kept_text(digest, text)
        return self[digest]
