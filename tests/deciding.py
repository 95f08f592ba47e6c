"""Decisions for tests that need some: proposed by one officer, released by another."""

import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from comments_service.domain.canonical import salted_digest
from comments_service.domain.decision import StoredDecision, decision_content
from comments_service.domain.decision_entries import DecisionProposed, DecisionsReleased
from comments_service.domain.ledger import Event
from comments_service.services.ledger import enter
from comments_service.services.service import Service
from comments_service.store import comment_states, decisions


def written(service: Service, work: Callable[[Connection], object]) -> None:
    """Do some work in one transaction."""
    with service.database.write() as connection:
        work(connection)


def decide(connection: Connection, at: datetime, given: Mapping[str, Mapping[str, Any]]) -> None:
    """Propose and release a decision for each comment; ``given`` are the fields that differ."""
    states = comment_states.named(connection, list(given))
    made = [_proposed(connection, at, states[each].policy, each, given[each]) for each in given]
    decisions.add(connection, made)
    policy = made[0].policy
    body = DecisionsReleased(decisions=tuple((each.comment, each.id) for each in made))
    enter(connection, at, Event(policy, policy, "officer-2", body))


def _proposed(
    connection: Connection, at: datetime, policy: str, comment: str, changed: Mapping[str, Any]
) -> StoredDecision:
    state = comment_states.named(connection, [comment])[comment]
    values: dict[str, Any] = {
        "disposition": "adopted",
        "reason": "",
        "summary": "",
        "to_wid": None,
        "to_version": None,
        "to_citation": "",
        "later": "",
    }
    salt = secrets.token_bytes(16)
    values = {**values, **changed, "policy": policy, "comment": comment}
    values |= {"id": uuid.uuid4().hex, "by": "officer-1", "at": at, "salt": salt.hex()}
    draft = StoredDecision(**values, digest="", entry=0)
    digest = salted_digest(salt, decision_content(draft))
    body = DecisionProposed(
        decision=draft.id,
        comment=comment,
        disposition=draft.disposition,
        digest=digest,
        replaces=state.proposal,
        correction=state.decision is not None,
    )
    entry = enter(connection, at, Event(policy, comment, "officer-1", body))
    return StoredDecision(**values, digest=digest, entry=entry.id)
