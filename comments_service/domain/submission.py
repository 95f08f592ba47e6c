"""Submissions (来件), their comments (意见) and receipts (回执), as values."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from comments_service.domain.canonical import canonical_json
from comments_service.domain.participant import ParticipantKind

WEB = "web"
DECLARED = "declared"


class Stance(StrEnum):
    """支持, 反对, 建议, 咨询."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    SUGGEST = "suggest"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Selector:
    """The words of a clause that a comment is on (W3C Text Quote Selector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment as sent; ``clause`` is a wId or eId, None for the whole draft."""

    clause: str | None
    stance: Stance
    body: str
    proposed_text: str = ""
    reason: str = ""
    confidential: bool = False
    selector: Selector | None = None


@dataclass(frozen=True, slots=True)
class Personal:
    """What identifies the participant; kept encrypted and nowhere else."""

    name: str
    phone: str = ""
    email: str = ""
    organisation: str = ""
    uscc: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A submission as sent, its texts already checked."""

    policy: str
    version: str
    participant: ParticipantKind
    personal: Personal
    consent_publish_name: bool
    comments: tuple[NewComment, ...]
    idempotency_key: str

    def content(self) -> str:
        """Return the canonical JSON of all but the key: the same for the same request.

        Empty fields are left out, so that a field added later changes no earlier request.
        """
        whole = asdict(self)
        del whole["idempotency_key"]
        return canonical_json(_filled(whole))


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """The clause that a comment is on, as it stood then; wid and eid None: the whole draft."""

    wid: str | None
    eid: str | None
    citation: str
    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredComment:
    """A comment as kept; ``content_digest`` is over the salt and ``comment_content``."""

    id: str
    position: int
    clause: ClauseRef
    stance: Stance
    body: str
    proposed_text: str
    reason: str
    confidential: bool
    selector: Selector | None
    state: str
    content_salt: str
    content_digest: str


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission as kept, with its comments in order; ``entry`` is its number in the entries."""

    id: str
    receipt_no: str
    query_code: str
    policy: str
    policy_title: str
    version: str
    window: str
    channel: str
    participant_id: str
    participant: ParticipantKind
    personal: Personal
    assurance: str
    consent_notice_at: datetime
    consent_publish_name: bool
    received_at: datetime
    entry: int
    comments: tuple[StoredComment, ...]


def comment_content(comment: StoredComment) -> str:
    """Return the canonical JSON of what was said, and of which words: what the digest covers."""
    clause = comment.clause
    content = {
        "wid": clause.wid,
        "eid": clause.eid,
        "clause_digest": clause.digest,
        "citation": clause.citation,
        "clause_text": clause.text,
        "selector": asdict(comment.selector) if comment.selector else None,
        "stance": comment.stance,
        "body": comment.body,
        "proposed_text": comment.proposed_text,
        "reason": comment.reason,
        "confidential": comment.confidential,
    }
    return canonical_json(content)


# What entries of release 0.1.0 do not hold.
ADDED_TO_ENTRIES = frozenset(["policy_title"])


def received_entry(submission: StoredSubmission) -> dict[str, Any]:
    """Return the entry that records the receipt: names of things, digests, nothing personal."""
    return {
        "receipt_no": submission.receipt_no,
        "policy": submission.policy,
        "policy_title": submission.policy_title,
        "version": submission.version,
        "window": submission.window,
        "channel": submission.channel,
        "participant": submission.participant_id,
        "participant_kind": submission.participant,
        "assurance": submission.assurance,
        "consent_publish_name": submission.consent_publish_name,
        "comments": [
            {
                "id": comment.id,
                "wid": comment.clause.wid,
                "eid": comment.clause.eid,
                "clause_digest": comment.clause.digest,
                "content_digest": comment.content_digest,
            }
            for comment in submission.comments
        ],
    }


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in (None, "", False)}
    if isinstance(value, list | tuple):
        return [_filled(item) for item in value]
    return value
