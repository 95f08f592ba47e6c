"""Comments that are sent, decided on and exported by tests."""

import json
from pathlib import Path
from typing import Any

from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.export import export_file
from comments_service.services.register.deciding import propose
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

HANDLER, PUBLISHER = "handler1", "publisher1"


def taken(world: World, service: Service, number: int = 1, **changes: Any) -> list[str]:
    """Send one submission; the ids of its comments come back."""
    comment = {**world.citizen()["comments"][0], **changes}
    sent = world.citizen(comments=[comment] * number)
    return [each.id for each in submit(service, parse_submission(sent)).comments]


def state(service: Service, comment: str) -> CommentState:
    with service.database.read() as connection:
        return comment_states.named(connection, [comment])[comment]


def decision(service: Service, comment: str, **changes: Any) -> NewDecision:
    facts: dict[str, Any] = {
        "comment": comment,
        "disposition": "partly_adopted",
        "reason": "门槛降为3000万元。",
        "summary": "",
        "to_clause": "v1.part_2",
        "later": "",
        "seen": state(service, comment).changed,
    }
    return NewDecision(**{**facts, **changes})


def proposed(service: Service, comment: str, **changes: Any) -> tuple[str, str]:
    made = propose(service, HANDLER, [decision(service, comment, **changes)])
    return comment, made[0].id


def exported(service: Service, folder: Path) -> dict[str, Any]:
    export_file(service, POLICY, "public", "json", folder / "out.json")
    found: dict[str, Any] = json.loads((folder / "out.json").read_text("utf-8"))
    return found
