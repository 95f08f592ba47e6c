"""The comments that everybody may read, by the interface."""

from dataclasses import asdict
from typing import Any, Literal

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict

from comments_service.services.register.public_comments import PublicComment, public_comments
from comments_service.web.api.openapi import Operation, Parameter
from comments_service.web.api.responses import Kind
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_context import current_service


class PublicCommentOut(BaseModel):
    """A comment that a reviewer released; 〔隐去〕 is in the place of what is left out.

    ``citation`` and ``eid`` are of the clause in ``version``; wid and eid null: the whole draft.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    who: str
    participant: Kind
    day: str
    version: str
    wid: str | None
    eid: str | None
    citation: str
    stance: Literal["support", "oppose", "suggest", "question"]
    body: str
    proposed_text: str
    reason: str


class PublicCommentsOut(BaseModel):
    """A page of them, clause by clause; with ``next`` as ``after`` the one that follows.

    ``publish_comments`` is of the policy: none are shown, or those of a round from its opening,
    or its close, on. A page may have fewer than the one after it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: str
    publish_comments: Literal["none", "during", "after"]
    comments: list[PublicCommentOut]
    next: str | None


published = Blueprint("published", __name__)
OPERATIONS = (
    Operation(
        "get", "/api/v1/policies/{policy_id}/comments", "listComments",
        "The comments that a reviewer released for everybody to read",
        200, PublicCommentsOut, ("malformed", "unknown_policy", "unavailable"),
        (
            Parameter("policy_id", "path"),
            Parameter("clause", "query", "only those on this clause (wid or eid) and all below it; "
                      "- for the whole draft", required=False),
            Parameter("after", "query", "the next of the page before", required=False),
        ),
        conditional=True,
    ),
)  # fmt: skip


@published.get("/api/v1/policies/<policy_id>/comments")
@access(Access.PUBLIC)
def list_comments(policy_id: str) -> Response:
    """List a policy's comments that everybody may read, a page at a time."""
    asked = (request.args.get(name, "") for name in ("clause", "after"))
    found = public_comments(current_service(), policy_id, *asked)
    answer = jsonify(
        policy=policy_id,
        publish_comments=found.policy.publish_comments,
        comments=[_answer(each) for each in found.comments],
        next=found.next,
    )
    answer.add_etag()
    # What is taken back must be gone at once, so nothing is used again without asking.
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _answer(comment: PublicComment) -> dict[str, Any]:
    shown = asdict(comment)
    clause = shown.pop("clause")
    named = {name: clause[name] for name in ("wid", "eid", "citation")}
    answer = {**shown, **named, "day": comment.day.isoformat()}
    return PublicCommentOut.model_validate(answer).model_dump()
