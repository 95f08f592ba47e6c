"""One comment as the desk, the sheets and the reports read it."""

from dataclasses import dataclass
from datetime import date

from comments_service.domain.comments.attachment import AttachmentText


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the register (台账); names are masked unless the caller says otherwise.

    ``number`` is "17-1"; ``changed`` the ledger id of the last change; ``disposition`` a code,
    proposed or released; ``wid`` and ``to_wid`` are None for the whole draft and for no clause.
    ``files`` are there in restricted reports alone.
    """

    comment: str
    number: str
    changed: int
    wid: str | None
    citation: str
    clause_text: str
    body: str
    proposed_text: str
    comment_reason: str
    stance: str
    who: str
    kind: str
    channel: str
    posted_on: date | None
    received_on: date
    late: bool
    state: str
    disposition: str | None
    released: bool
    reason: str
    summary: str
    to_wid: str | None
    to_citation: str
    later: str
    withheld: str
    files: tuple[AttachmentText, ...] = ()
