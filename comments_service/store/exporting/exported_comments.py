"""A policy's comments as exports read them: in one pass, and of each what exports show alone."""

import json
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select, type_coerce
from sqlalchemy.types import NullType

from comments_service.keyring import Keyring
from comments_service.store.comments.comment_states import COLUMNS
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
    *(_SHOWN.get(each.name, each) for each in COLUMNS),
    *(_V.number, _S.personal, _S.restricted_at, _S.assurance, _S.received_at, _S.receipt_no),
    *(_S.version, _S.consent_publish_name, _C.eid, _C.citation, _C.text_digest, _C.text_mark),
    *(_V.selector, _V.confidential, _V.stance),
    *(func.coalesce(each, "") for each in (_V.body, _V.proposed_text, _V.reason)),
    _D.disposition,
    *(func.coalesce(each, "") for each in (_D.reason, _D.summary, _D.to_citation, _D.later)),
)
_QUERY = Prepared(
    # A quarter of the time would go to columns made Python's values that are only compared.
    select(*(type_coerce(each, NullType()) for each in _COLUMNS))
    .select_from(
        submissions.join(participants)
        .join(comments, _C.submission_id == _S.id)
        .join(comment_versions, _V.comment_id == _C.id)
        # By number, as both lie in the order of receipt; by random ids each would be elsewhere.
        .join(
            comment_states,
            and_(_T.policy == _S.policy, _T.serial == _S.entry, _T.position == _C.position),
        )
        .outerjoin(decisions, _D.id == _T.decision)
    )
    .where(_S.policy == bindparam("of_policy"))
    .order_by(_S.entry)
)
_TEXT = Prepared(
    select(clause_texts.c.text).where(clause_texts.c.digest == bindparam("text_digest"))
)


class ExportedComment(NamedTuple):
    """A comment's state with its sender and its released decision; what was erased is "".

    The fields of its ``CommentState`` come first. Instants, days and truth values are as the
    database has them (``Instant``, 0 and 1).
    """

    comment: str
    changed: int
    submission: str
    policy: str
    window: str
    serial: int
    position: int
    rank: int
    wid: str | None
    channel: str
    kind: str
    day: str
    late: bool
    entry: int
    unchecked: bool
    sealed: bool
    state: str
    disposition: str | None
    proposer: str | None
    released: str | None
    answered: int | None
    proposal: str | None
    decision: str | None
    number: int
    personal: str
    restricted_at: str | None
    assurance: str
    received_at: str
    receipt_no: str
    version: str
    consent_publish_name: bool
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
_COMMENT, _SERIAL = (itemgetter(_FIELDS.index(name)) for name in ("comment", "serial"))
_IN_ORDER = itemgetter(_FIELDS.index("position"), _FIELDS.index("number"))
_made = partial(tuple.__new__, ExportedComment)


def of_policy(cut: PolicyCut) -> Iterator[list[ExportedComment]]:
    """Yield the comments of each of a policy's submissions in order of receipt, sealed ones too."""
    found = _QUERY.streamed(cut.connection, of_policy=cut.policy)
    for _, group in groupby(found, key=_SERIAL):
        # Sorted here, as SQLite would sort whole rows; of a comment's versions the last stays.
        rows = sorted(group, key=_IN_ORDER)
        yield [*map(_made, dict(zip(map(_COMMENT, rows), rows, strict=True)).values())]


def sender_of(keyring: Keyring, comment: ExportedComment) -> dict[str, str]:
    """Return who sent a comment by the names of ``Personal``; nothing where it is restricted."""
    if comment.restricted_at:
        return {}
    found: dict[str, str] = json.loads(
        PERSONAL.decrypt(keyring, comment.submission, comment.personal)
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
