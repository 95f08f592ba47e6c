"""What senders may ask for: their data, a correction, erasure; or "this is not mine"."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from comments_service.domain.canonical import canonical_json


class RequestKind(StrEnum):
    """查阅复制, 更正补充, 删除, 非本人提交."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    NOT_MINE = "not_mine"


class RequestState(StrEnum):
    """待答复, 已办理, 依法限制处理, 不予办理."""

    OPEN = "open"
    GRANTED = "granted"
    RESTRICTED = "restricted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as kept; words and answers are empty, and their salts None, once erased."""

    id: str
    submission: str
    comment: str | None
    policy: str
    kind: RequestKind
    words: str
    made_at: datetime
    due_on: date
    state: RequestState = RequestState.OPEN
    salt: str | None
    digest: str
    entry: int
    answer: str = ""
    answer_salt: str | None = None
    answer_digest: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


def request_content(request: StoredRequest) -> str:
    """Return the canonical JSON of what is asked for: what the digest covers."""
    said = {"kind": request.kind, "comment": request.comment, "words": request.words}
    return canonical_json({**said, "due_on": request.due_on.isoformat()})


def answer_content(request: StoredRequest) -> str:
    """Return the canonical JSON of the answer: what its digest covers."""
    return canonical_json({"state": request.state, "answer": request.answer})
