"""Decisions on comments: proposed by one person, released by another; accusations sealed."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments.decision import (
    WITHDRAWN_WORDS,
    CitedClauses,
    NewDecision,
    StoredDecision,
    decision_content,
    decision_faults,
)
from comments_service.domain.errors import (
    ChangedMeanwhile,
    FieldFault,
    Invalid,
    NotReconciled,
    OwnProposal,
    UnknownComment,
)
from comments_service.domain.ledger.decision_entries import (
    CommentSealed,
    CommentUnsealed,
    DecisionProposed,
    DecisionsReleased,
)
from comments_service.domain.ledger.entries import LedgerEntry, Occurrence
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.row_id import make_row_id
from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.domain.states.reconciliation import DISCIPLINE, UNSEALED
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.store.comments import decision_rows as decisions
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut

_SAME = ("comment", "disposition", "reason", "summary", "later")
_AT_ONCE = 2_000
Texts = Mapping[str, CitedClauses]
"""The newest text of policies, by policy."""


@dataclass(frozen=True, slots=True)
class Release:
    """A decision that became public, when and by whom (a staff id)."""

    comment: str
    decision: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """A released decision, and the one that was released in its place on a day."""

    comment: str
    before: StoredDecision
    after: StoredDecision
    on: date


def propose(
    service: Service, officer_id: str, new: Sequence[NewDecision]
) -> tuple[StoredDecision, ...]:
    """Propose, all or none; ``UnknownComment``, ``ChangedMeanwhile``, ``Invalid`` [0].reason."""
    kept = [each.kept() for each in new]
    texts = _texts(service, kept)
    with service.database.write() as connection:
        at = service.clock.read(connection).sure()
        _require_valid(connection, kept, texts)
        made: list[StoredDecision] = []
        for _, part, states in _parts(connection, kept):
            stored = [_stored(each, states[each.comment], officer_id, at, texts) for each in part]
            made += (
                replace(each, entry=_enter_proposal(connection, each, states[each.comment]))
                for each in stored
            )
            decisions.add(connection, made[-len(part) :])
        return tuple(made)


def release(service: Service, officer_id: str, pairs: Collection[tuple[str, str]]) -> LedgerEntry:
    """Make decisions public by one entry; ``OwnProposal``, ``Invalid`` or as when proposing."""
    new = dict(pairs)
    # All is read before anybody waits for the lock, and again only where anything was entered.
    with service.database.read() as connection:
        seen = ledger.size(connection)
        policy = _releasable(connection, officer_id, new)
    body = DecisionsReleased(decisions=tuple(new.items()))
    with service.database.write() as connection:
        at = service.clock.read(connection).sure()
        if ledger.size(connection) > seen:
            _releasable(connection, officer_id, new)
        return enter(connection, at, Occurrence(policy, policy, officer_id, body))


def seal(service: Service, officer_id: str, comments: Collection[str], reason: str) -> None:
    """Hand comments that accuse somebody to the inspector alone (转纪检), at once."""
    _mark(service, officer_id, comments, DISCIPLINE, reason)


def unseal(service: Service, officer_id: str, comments: Collection[str], reason: str) -> None:
    """Take sealed comments back into the register; ``UnknownComment`` where one is not sealed."""
    _mark(service, officer_id, comments, UNSEALED, reason)


def releases(cut: PolicyCut) -> Iterator[Release]:
    """Yield every release of a policy's decisions in order, corrections after what they correct."""
    for entry in ledger.of_stream(cut, DecisionsReleased.type):
        body = body_of(entry)
        if isinstance(body, DecisionsReleased):
            for comment, decision in body.decisions:
                yield Release(comment, decision, entry.at, entry.actor)


def superseded(cut: PolicyCut) -> Iterator[Superseded]:
    """Yield each release in place of another, in order; ``NotReconciled`` where a row is gone."""
    last: dict[str, str] = {}
    pairs = []
    again = _released_again(cut)
    for each in (each for each in releases(cut) if hash(each.comment) in again):
        if each.comment in last:
            pairs.append((each, last[each.comment]))
        last[each.comment] = each.decision
    ids = {decision for each, before in pairs for decision in (each.decision, before)}
    made = decisions.named(cut.connection, ids)
    for each, before in pairs:
        if not made.keys() >= {each.decision, before}:
            raise NotReconciled([each.comment])
        yield Superseded(each.comment, made[before], made[each.decision], china_day(each.at))


def _released_again(cut: PolicyCut) -> set[int]:
    """Return the hashes of comments with several releases: the ids of all have no room."""
    hashes = sorted(array("q", (hash(each.comment) for each in releases(cut))))
    return {one for one, other in pairwise(hashes) if one == other}


def _enter_proposal(connection: Connection, made: StoredDecision, before: CommentState) -> int:
    body = DecisionProposed(
        decision=made.id,
        comment=made.comment,
        disposition=made.disposition,
        digest=made.digest,
        replaces=before.proposal,
        correction=before.decision is not None,
    )
    return enter(connection, made.at, Occurrence(made.policy, made.comment, made.by, body)).id


def _require_valid(connection: Connection, new: Sequence[NewDecision], texts: Texts) -> None:
    changed: list[CommentState] = []
    faults: list[FieldFault] = []
    for begin, part, states in _parts(connection, new):
        for index, each in enumerate(part, begin):
            state = states[each.comment]
            changed += [state] if each.seen < state.changed else []
            if state.state is CommentProgress.WITHDRAWN:
                told = {"number": state.number}
                faults.append(FieldFault(f"[{index}].disposition", WITHDRAWN_WORDS, told))
            faults += (
                FieldFault(f"[{index}].{fault.field}", fault.message, fault.values)
                for fault in decision_faults(each, texts.get(state.policy))
            )
    if changed:
        raise ChangedMeanwhile(*changed)
    if len({each.comment for each in new}) < len(new):
        faults.append(FieldFault("", "同一条意见只能有一个处理意见"))
    Invalid.refuse(faults)


def _parts(
    connection: Connection, new: Sequence[NewDecision]
) -> Iterator[tuple[int, Sequence[NewDecision], dict[str, CommentState]]]:
    """Yield some decisions at a time: where they begin, and the states of their comments."""
    for begin in range(0, max(len(new), 1), _AT_ONCE):
        part = new[begin : begin + _AT_ONCE]
        yield begin, part, _states(connection, [each.comment for each in part])


def _releasable(connection: Connection, officer_id: str, new: Mapping[str, str]) -> str:
    """Return the policy of decisions that this officer may release; refused as ``release`` does."""
    policies, others, own, wanted = set(), [], False, list(new)
    for begin in range(0, max(len(wanted), 1), _AT_ONCE):
        for state in _states(connection, wanted[begin : begin + _AT_ONCE]).values():
            policies.add(state.policy)
            own |= state.proposer == officer_id
            others += [state] if state.proposal != new[state.comment] else []
    if others:
        raise ChangedMeanwhile(*others)
    if own:
        raise OwnProposal
    if len(policies) != 1:
        raise Invalid(FieldFault("", "一次只能发布一份文件的处理意见"))
    return policies.pop()


def _mark(
    service: Service, officer_id: str, comments: Collection[str], code: str, reason: str
) -> None:
    """Seal comments or take them back; the reason is kept like a decision with this code."""
    with service.database.write() as connection:
        back = code == UNSEALED
        at = service.clock.read(connection).sure()
        for state in _states(connection, comments, sealed=back).values():
            made = _stored(NewDecision(state.comment, code, reason), state, officer_id, at, {})
            kind = CommentUnsealed if back else CommentSealed
            body = kind(comments=(state.comment,), digest=made.digest)
            entry = enter(connection, at, Occurrence(state.policy, state.comment, officer_id, body))
            decisions.add(connection, [replace(made, entry=entry.id)])


def _states(
    connection: Connection, comments: Collection[str], *, sealed: bool = False
) -> dict[str, CommentState]:
    found = comment_states.named(connection, comments)
    if not comments or any(each not in found or found[each].sealed != sealed for each in comments):
        raise UnknownComment
    return found


def _texts(service: Service, new: Sequence[NewDecision]) -> dict[str, CitedClauses]:
    """Return the newest texts that are named clauses of; read before anybody waits for a lock."""
    named = [each.comment for each in new]
    with service.database.read() as connection:
        states = comment_states.named(connection, named)
    policies = map(service.published.policy, {state.policy for state in states.values()})
    return {
        policy.id: CitedClauses(service.published.clauses(policy, policy.latest.id))
        for policy in policies
    }


def _stored(
    new: NewDecision, state: CommentState, officer_id: str, at: datetime, texts: Texts
) -> StoredDecision:
    text = texts.get(state.policy)
    clause = text.find(new.to_clause) if text and new.to_clause else None
    made = StoredDecision(
        id=make_row_id(),
        **{name: getattr(new, name) for name in _SAME},
        policy=state.policy,
        to_wid=clause.wid if clause else None,
        to_version=text.text.version if text and clause else None,
        to_citation=clause.citation if clause else "",
        by=officer_id,
        at=at,
        salt=new_salt(),
        digest="",
        entry=0,
    )
    return replace(made, digest=salted_digest(made.salt, decision_content(made)))
