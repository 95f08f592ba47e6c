"""A comment that is shown to the public, and the parts of its words that are left out."""

from dataclasses import dataclass
from datetime import datetime

from comments_service.domain.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class CommentRelease:
    """That a version of a comment is shown from now on, or no more; ``redacted`` is JSON."""

    id: str
    comment: str
    policy: str
    version: int
    shown: bool
    redacted: str
    reason: str
    by: str
    at: datetime
    salt: str
    digest: str
    entry: int


def release_content(release: CommentRelease) -> str:
    """Return the canonical JSON of what the digest covers."""
    names = ("comment", "policy", "version", "shown", "redacted", "reason", "by")
    return canonical_json({name: getattr(release, name) for name in names})
