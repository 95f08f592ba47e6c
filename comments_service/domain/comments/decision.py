"""Decisions on comments: as the office enters them, and as they are kept."""

from dataclasses import dataclass
from datetime import datetime

from comments_service.domain.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What the office decides on one comment; ``disposition`` is a code.

    ``to_clause`` names the clause that carries the comment, in the policy's newest text, by its
    wId, its eId or a citation as it was typed; ``later`` says in which later document it will be
    carried. ``seen`` is the ledger's number of the comment's last change that whoever decides
    has seen.
    """

    comment: str
    disposition: str
    reason: str = ""
    summary: str = ""
    to_clause: str | None = None
    later: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as kept; ``digest`` is over the salt and ``decision_content``."""

    id: str
    comment: str
    policy: str
    disposition: str
    reason: str
    summary: str
    to_wid: str | None
    to_version: str | None
    to_citation: str
    later: str
    by: str
    at: datetime
    salt: str
    digest: str
    entry: int


def decision_content(decision: StoredDecision) -> str:
    """Return the canonical JSON of what was decided: what the digest covers."""
    names = (
        "comment", "policy", "disposition", "reason", "summary", "to_wid", "to_version",
        "to_citation", "later", "by",
    )  # fmt: skip
    return canonical_json({name: getattr(decision, name) for name in names})
