"""Decisions on comments as they stand once proposed and released, entered as the desk does."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from comments_service.domain.canonical import salted_digest
from comments_service.domain.comments.decision import StoredDecision, decision_content
from comments_service.domain.ledger.decision_entries import (
    CommentSealed,
    DecisionProposed,
    DecisionsReleased,
)
from comments_service.domain.ledger.entries import Occurrence
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.store.comments import decision_rows as decisions
from tests.servers.databases import writing

HANDLER, REVIEWER = "handler", "reviewer"


def propose(service: Service, comment: str, disposition: str, **said: Any) -> str:
    """Propose a decision on a comment and return its id."""
    with writing(service.database) as connection:
        at = service.clock.now(connection)
        before = comment_states.named(connection, [comment])[comment]
        salt = secrets.token_hex(16)
        made = StoredDecision(
            id=secrets.token_hex(16), comment=comment, policy=before.policy,
            disposition=disposition, reason="", summary="", to_wid=None, to_version=None,
            to_citation="", later="", by=HANDLER, at=at, salt=salt, digest="", entry=0,
        )  # fmt: skip
        made = replace(made, **said)
        digest = salted_digest(salt, decision_content(made))
        body = DecisionProposed(
            decision=made.id, comment=comment, disposition=disposition, digest=digest,
            replaces=before.proposal, correction=before.decision is not None,
        )  # fmt: skip
        entry = enter(connection, at, Occurrence(before.policy, comment, HANDLER, body))
        decisions.add(connection, [replace(made, digest=digest, entry=entry.id)])
    return made.id


def release(service: Service, policy: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Release decisions, as (comment, decision), together."""
    with writing(service.database) as connection:
        at = service.clock.now(connection)
        body = DecisionsReleased(decisions=tuple(pairs))
        enter(connection, at, Occurrence(policy, policy, REVIEWER, body))


def decide(service: Service, policy: str, comment: str, disposition: str, **said: Any) -> None:
    """Propose a decision and release it."""
    release(service, policy, [(comment, propose(service, comment, disposition, **said))])


def seal(service: Service, policy: str, comment: str) -> None:
    """Hand a comment to the discipline inspection (检举控告)."""
    with writing(service.database) as connection:
        at = service.clock.now(connection)
        body = CommentSealed(comments=(comment,), digest="")
        enter(connection, at, Occurrence(policy, comment, REVIEWER, body))
