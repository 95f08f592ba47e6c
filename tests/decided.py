"""Decisions on comments by two officers, through the use cases of the desk."""

from typing import Any

from comments_service.domain.decision import NewDecision
from comments_service.services import decisions
from comments_service.services.service import Service
from comments_service.store import comment_states

HANDLER, REVIEWER = "handler", "reviewer"


def propose(service: Service, comment: str, disposition: str, **said: Any) -> str:
    """Propose a decision on a comment and return its id."""
    with service.database.read() as connection:
        seen = comment_states.named(connection, [comment])[comment].changed
    empty = {"reason": "", "summary": "", "to_clause": None, "later": ""}
    new = NewDecision(comment=comment, disposition=disposition, seen=seen, **{**empty, **said})
    return decisions.propose(service, HANDLER, [new])[0].id


def decide(service: Service, comment: str, disposition: str, **said: Any) -> None:
    """Propose a decision and release it."""
    proposal = propose(service, comment, disposition, **said)
    decisions.release(service, REVIEWER, [(comment, proposal)])


def seal(service: Service, comment: str) -> None:
    """Hand a comment to the discipline inspection (检举控告)."""
    decisions.seal(service, REVIEWER, [comment], "检举控告")
