"""A policy's comments as exports read them: in one pass, and of each what exports show alone."""

import json
from collections.abc import Iterator
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
# In the order of the fields of ``ExportedComment``.
_OWN: tuple[ColumnElement[Any], ...] = (
    *(_S.entry, _S.id, _C.position, _V.number, _S.personal, _S.restricted_at, _S.assurance),
    *(_S.received_at, _S.version, _C.text_digest, _C.text_mark, _V.selector, participants.c.kind),
    *(_S.consent_publish_name, _V.confidential, _T.sealed),
    *(_S.receipt_no, _C.id, _C.wid, _C.eid, _C.citation, _V.stance),
    *(func.coalesce(each, "") for each in (_V.body, _V.proposed_text, _V.reason)),
    *(_S.channel, _T.state, _D.disposition),
    *(func.coalesce(each, "") for each in (_D.reason, _D.summary, _D.to_citation, _D.later)),
)
# A state has the comment and the decision whose rows are there.
_THERE: dict[str, ColumnElement[Any]] = {
    "comment": case((_T.comment == _C.id, _C.id)),
    "decision": _D.id,
}
_STATE = tuple(_THERE.get(each.name, each) for each in COLUMNS)
# A quarter of the time would go to columns made Python's values that are only compared.
_AS_KEPT: list[ColumnElement[Any]] = [type_coerce(each, NullType()) for each in (*_OWN, *_STATE)]
_QUERY = Prepared(
    select(*_AS_KEPT)
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
    """A comment with its sender and its released decision; what was erased is "".

    Instants and truth values are as the database has them (``Instant``, 0 and 1), and so is
    ``standing``. That goes on behind the named fields: a tuple of its own would be another copy.
    """

    entry: int
    submission: str
    position: int
    number: int
    personal: str
    restricted_at: str | None
    assurance: str
    received_at: str
    version: str
    text_digest: str
    text_mark: str | None
    selector: str | None
    kind: str
    consent_publish_name: bool
    confidential: bool
    sealed: bool
    receipt_no: str
    id: str
    wid: str | None
    eid: str | None
    citation: str
    stance: str
    body: str
    proposed_text: str
    reason: str
    channel: str
    state: str
    disposition: str | None
    answer: str
    summary: str
    to_citation: str
    later: str

    @property
    def standing(self) -> tuple[Any, ...]:
        """The fields of its ``CommentState``."""
        return self[_WIDTH:]


_WIDTH = len(_OWN)
_PLACES = {name: place for place, name in enumerate(ExportedComment._fields)}
_ID, _ENTRY = _PLACES["id"], itemgetter(_PLACES["entry"])
_IN_ORDER = itemgetter(_PLACES["position"], _PLACES["number"])


def of_policy(cut: PolicyCut) -> Iterator[list[ExportedComment]]:
    """Yield the comments of each of a policy's submissions in order of receipt, sealed ones too."""
    found = _QUERY.streamed(cut.connection, of_policy=cut.policy)
    for _, group in groupby(found, key=_ENTRY):
        # Sorted here, as SQLite would sort whole rows; of a comment's versions the last stays.
        rows = {row[_ID]: row for row in sorted(group, key=_IN_ORDER)}
        yield [tuple.__new__(ExportedComment, row) for row in rows.values()]


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
