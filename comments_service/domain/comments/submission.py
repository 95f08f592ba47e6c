"""Submissions (来件), their comments (意见) and receipts (回执), as values."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, Self

from catalogue.text import digest
from comments_service.domain.canonical import canonical_json, instant_text, salted_digest
from comments_service.domain.comments.attachment import StoredAttachment
from comments_service.domain.comments.decision import StoredDecision
from comments_service.domain.comments.participant import ParticipantKind, Personal

WEB = "web"
COMMERCIAL_SECRET = "commercial_secret"  # noqa: S105 - a reason, not a password


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
    """A comment as sent; ``clause`` is a wId or eId, None for the whole draft.

    ``attachments`` are the ids of uploads.
    """

    clause: str | None
    stance: Stance
    body: str
    proposed_text: str = ""
    reason: str = ""
    confidential: bool = False
    selector: Selector | None = None
    attachments: tuple[str, ...] = ()


_HOW_IT_CAME = (
    "idempotency_key", "language", "challenge", "notice_version", "contact_code", "identity",
)  # fmt: skip
_EMPTY = frozenset({None, "", False, ()})
SAID = ("stance", "body", "proposed_text", "reason", "confidential", "selector")
"""What a comment says, in the names of new and of stored ones."""


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as somebody typed it, and the id under which it was sent to their address."""

    id: str
    code: str


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
    notice_version: str = ""
    language: str = ""
    challenge: str = ""
    contact_code: ShownCode | None = None
    identity: str = ""

    def content(self) -> str:
        """Return the canonical JSON of what is said, for the same request; empty fields left out.

        How it came may differ when it is sent again: by which key, token, code and
        proof of identity, in which language, after which notice.
        """
        return canonical_json(_filled(self, _HOW_IT_CAME))


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """The clause that a comment is on, as it was then; wid and eid None: the whole draft."""

    wid: str | None
    eid: str | None
    citation: str
    digest: str
    text: str

    def columns(self) -> dict[str, str | None]:
        """Return its values by the names that they have in rows and in digests."""
        named = {"wid": self.wid, "eid": self.eid, "clause_digest": self.digest}
        return {**named, "citation": self.citation, "clause_text": self.text}

    @property
    def text_digest(self) -> str:
        """The SHA-256 of its text, by which that is kept once."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredComment:
    """A comment as kept; ``decision`` is released, ``serial`` to ``proposed`` are of its state.

    ``automatic``: it looks as if a program had sent it.
    """

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
    decision: StoredDecision | None = None
    serial: int = field(default=0, compare=False)
    late: bool = field(default=False, compare=False)
    changed: int = field(default=0, compare=False)
    proposed: str | None = field(default=None, compare=False)
    automatic: bool = field(default=False, compare=False)
    attachments: tuple[StoredAttachment, ...] = field(default=(), compare=False)

    @property
    def disposition(self) -> str | None:
        """The disposition's code; None, like all that is answered, until it is released."""
        return self.decision.disposition if self.decision else None

    @property
    def answer(self) -> str | None:
        """The reason; None too where there is none to be given."""
        return (self.decision.reason or None) if self.decision else None

    @property
    def carried_by(self) -> str | None:
        """The citation of the clause that carries the comment, or in which document it will be."""
        decision = self.decision
        return (decision.to_citation or decision.later or None) if decision else None


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission as kept; ``personal_salt`` is None where a release before 0.2.0 wrote it."""

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
    personal_salt: str | None
    assurance: str
    consent_notice_at: datetime
    consent_publish_name: bool
    received_at: datetime
    posted_on: date | None
    received_on: date
    entry: int
    comments: tuple[StoredComment, ...]
    notice_version: str | None = None
    language: str | None = None
    restricted_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def in_use(self) -> Personal:
        """Who sent it, as far as that may be shown and used: nobody once it is restricted."""
        return Personal("") if self.restricted_at else self.personal

    def with_attachments(self, files: Collection[StoredAttachment]) -> Self:
        """Return it with these of its files, each at its comment."""
        comments = tuple(
            replace(each, attachments=tuple(file for file in files if file.comment == each.id))
            for each in self.comments
        )
        return replace(self, comments=comments)


def comment_content(clause: ClauseRef, comment: NewComment | StoredComment) -> str:
    """Return the canonical JSON of what was said, and of which words: what the digest covers."""
    said = {name: getattr(comment, name) for name in SAID}
    selector = asdict(comment.selector) if comment.selector else None
    return canonical_json({**clause.columns(), **said, "selector": selector})


def personal_digest(submission: StoredSubmission) -> str:
    """Return the digest of who sent it and what identifies it; empty where it has no salt."""
    content = {
        "personal": submission.personal.content(),
        "consent_notice_at": instant_text(submission.consent_notice_at),
        "consent_publish_name": submission.consent_publish_name,
        "receipt_no": submission.receipt_no,
        "title": submission.policy_title,
        # Left out where it is not known: earlier digests are over that.
        **({"notice_version": submission.notice_version} if submission.notice_version else {}),
    }
    salt = submission.personal_salt
    return salted_digest(salt, canonical_json(content)) if salt else ""


def pseudonym(policy_id: str, participant_id: str) -> str:
    """Return a participant's name in the ledger, another one on each policy."""
    return digest(f"{policy_id}/{participant_id}").removeprefix("sha256:")


def _filled(value: Any, left_out: Collection[str] = ()) -> Any:
    kind: Any = type(value)
    names = _names(kind)
    if names is None:
        return [_filled(item) for item in value] if kind is tuple else value
    named = {name: getattr(value, name) for name in names if name not in left_out}
    return {name: _filled(it) for name, it in named.items() if it not in _EMPTY}


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """Return the fields of a dataclass; None for another type."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else None
