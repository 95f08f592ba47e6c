"""Files that come with a comment: encrypted, for staff alone."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_ATTACHMENT = 10 * 1024 * 1024
MOST_ATTACHMENTS = 3
"""So many a comment may have."""
UPLOAD_KEPT = timedelta(hours=2)
"""Within this a comment must name an upload."""


class TextState(StrEnum):
    """How far the words of an attachment are taken out of it."""

    PENDING = "pending"
    READ = "read"
    EMPTY = "empty"
    REFUSED = "refused"


class HeldFor(StrEnum):
    """Why the words of an attachment were not taken out of it."""

    ACTIVE = "active"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """What is known of one without its content; of no comment while it is only uploaded.

    ``digest`` covers name, type and content, as that of a scan does.
    """

    id: str
    policy: str
    submission: str | None
    comment: str | None
    position: int | None
    name: str
    media_type: str
    size: int
    salt: str
    digest: str
    text_state: TextState = TextState.PENDING


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """An attachment with the words in it; of one that was refused ``words`` is a ``HeldFor``."""

    file: StoredAttachment
    words: str
