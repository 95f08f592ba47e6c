"""Files that come with a comment: encrypted, for staff alone."""

from dataclasses import dataclass
from enum import StrEnum


class TextState(StrEnum):
    """How far the words of an attachment are taken out of it."""

    PENDING = "pending"
    READ = "read"
    EMPTY = "empty"
    REFUSED = "refused"


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
