"""What senders do with their comments, folded into the states."""

from datetime import UTC, date, datetime

import pytest

from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, RebuiltStates
from comments_service.domain.ledger.public_entries import (
    CommentReleased,
    CommentRevised,
    CommentWithdrawn,
    SubmissionErased,
)
from comments_service.domain.ledger.submission_entries import ReceivedComment
from comments_service.domain.states.comment_state import CommentProgress, CommentState, Stage
from comments_service.domain.states.reconciliation import DISCIPLINE

COMMENT = CommentState(
    comment="c1", submission="s1", policy="p", window="w1", serial=1, position=0, rank=3,
    wid="v1.part_1", channel="web", kind="person", day=date(2018, 7, 12), late=False,
    unchecked=False, entry=1, changed=1,
)  # fmt: skip
PROPOSED = COMMENT._replace(
    state=CommentProgress.DECIDED, proposal="d1", proposer="heli", disposition="adopted"
)
SEALED = COMMENT._replace(sealed=True, disposition=DISCIPLINE)
REVISED = CommentRevised(
    comment=ReceivedComment(
        id="c1", wid="v1.part_1", eid="part_1", rank=3, clause_digest="sha256:0", digest="1"
    )
)


def folded(body: EntryBody, before: CommentState) -> CommentState:
    states = RebuiltStates()
    states.put([before])
    at = datetime(2018, 7, 13, tzinfo=UTC)
    entry = LedgerEntry(9, "p", "c1", "public", body.type, 1, at, body.model_dump_json(), "", "")
    body.fold(entry, states)
    return states.states["c1"]


def test_words_that_were_changed_are_read_anew_and_a_proposal_on_the_old_ones_is_void() -> None:
    assert folded(REVISED, PROPOSED) == COMMENT._replace(changed=9)


def test_a_withdrawn_comment_has_no_proposal_and_waits_for_none() -> None:
    after = folded(CommentWithdrawn(), PROPOSED)
    assert after == COMMENT._replace(state=CommentProgress.WITHDRAWN, changed=9)
    assert after.stage is Stage.ASIDE


@pytest.mark.parametrize("body", [REVISED, CommentWithdrawn()])
def test_what_the_inspector_has_stays_with_the_inspector(body: EntryBody) -> None:
    after = folded(body, SEALED)
    assert (after.sealed, after.disposition) == (True, DISCIPLINE)


@pytest.mark.parametrize(
    "body",
    [
        SubmissionErased(comments=("c1",), files=()),
        CommentReleased(release="r1", shown=True, digest="1"),
    ],
)
def test_erasing_and_showing_change_no_state(body: EntryBody) -> None:
    assert folded(body, PROPOSED) == PROPOSED
