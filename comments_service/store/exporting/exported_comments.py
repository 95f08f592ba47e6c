"""A policy's comments as exports read them: in one pass, and of each what exports show alone."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, select, type_coerce
from sqlalchemy.types import NullType

from comments_service.domain.comments.participant import Personal
from comments_service.domain.states.comment_state import CommentState
from comments_service.store.comments.comment_states import COLUMNS
from comments_service.store.comments.comment_versions import LATEST_VERSION, kept_text
from comments_service.store.comments.submissions import personal_of
from comments_service.store.database.streaming import streamed
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

_S, _C, _V, _D = submissions.c, comments.c, comment_versions.c, decisions.c
_SENT = (
    *(_S.entry, _S.id, _S.receipt_no, _S.received_at, _S.version, _S.channel),
    *(participants.c.kind, _S.consent_publish_name, _S.assurance, _S.restricted_at, _S.personal),
)
_SAID = (
    *(_C.id, _C.wid, _C.eid, _C.citation, clause_texts.c.text, _C.text_mark),
    *(_V.selector, _V.stance, _V.body, _V.proposed_text, _V.reason, _V.confidential),
    *(_D.disposition, _D.reason, _D.summary, _D.to_citation, _D.later),
)
# A state has the decision whose row is there.
_STATE = tuple(_D.id if each.name == "decision" else each for each in COLUMNS)
_TEXT = len(_SENT) + 4
_BEFORE_STATE, _DAY = len(_SENT) + len(_SAID), CommentState._fields.index("day")
# A quarter of the time would go to columns made Python's values that are only compared.
_ALL = (*_SENT, *_SAID, *_STATE, _C.text_digest)
_AS_KEPT: list[ColumnElement[Any]] = [type_coerce(each, NullType()) for each in _ALL]
_QUERY = (
    select(*_AS_KEPT)
    .select_from(
        submissions.join(participants)
        .join(comments, _C.submission_id == _S.id)
        .join(clause_texts, clause_texts.c.digest == _C.text_digest)
        .join(comment_versions, LATEST_VERSION)
        .join(comment_states, comment_states.c.comment == _C.id)
        .outerjoin(decisions, _D.id == comment_states.c.decision)
    )
    .order_by(_S.entry, _C.position)
)


class ExportedComment(NamedTuple):
    """A comment with its released decision, None: there is none; what was erased is None too."""

    id: str
    wid: str | None
    eid: str | None
    citation: str
    clause_text: str
    text_mark: str | None
    selector: str | None
    stance: str
    body: str | None
    proposed_text: str | None
    reason: str | None
    confidential: bool
    disposition: str | None
    answer: str | None
    summary: str | None
    to_citation: str | None
    later: str | None
    state: CommentState


class ExportedSubmission(NamedTuple):
    """A submission with its comments; ``personal`` is nobody where it is restricted.

    Instants and truth values are as the database has them (``Instant``, 0 and 1).
    """

    entry: int
    id: str
    receipt_no: str
    received_at: str
    version: str
    channel: str
    kind: str
    consent_publish_name: bool
    assurance: str
    personal: Personal
    comments: list[ExportedComment]


def of_policy(cut: PolicyCut) -> Iterator[ExportedSubmission]:
    """Yield a policy's submissions in order of receipt, sealed comments too.

    ``ValueError`` where the text of a clause is not the one that was kept.
    """
    query = _QUERY.where(_S.policy == cut.policy)
    for _, group in groupby(streamed(cut.connection, query), key=itemgetter(0)):
        rows = list(group)
        *sent, restricted_at, personal = rows[0][: len(_SENT)]
        who = Personal("") if restricted_at else personal_of(cut.keyring, sent[1], personal)
        yield ExportedSubmission._make((*sent, who, [_comment(row) for row in rows]))


def _comment(row: Row[Any]) -> ExportedComment:
    *state, digest = row[_BEFORE_STATE:]
    state[_DAY] = _day(state[_DAY])
    kept_text(digest, row[_TEXT])
    return ExportedComment._make((*row[len(_SENT) : _BEFORE_STATE], CommentState._make(state)))


_day = lru_cache(maxsize=1024)(date.fromisoformat)
