"""Entries about what senders do with their own submissions, and what the office owes them."""

from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.ledger.submission_entries import ReceivedComment
from comments_service.domain.states.comment_state import CommentProgress


class CommentRevised(EntryBody, type_name="comment.revised"):
    """Its sender changed what a comment says; of its clause it stays."""

    comment: ReceivedComment

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Begin again with it, where it is not with the inspector; a proposal is void."""
        before = states.comments([self.comment.id])[self.comment.id]
        anew = {} if before.sealed else {"state": CommentProgress.RECEIVED, "disposition": None}
        states.put([before.unproposed(entry.id, **anew)])


class CommentWithdrawn(EntryBody, type_name="comment.withdrawn"):
    """Its sender took a comment back."""

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Withdraw it; one that the inspector has stays there."""
        before = states.comments([entry.subject])[entry.subject]
        kept = before.disposition if before.sealed else None
        gone = CommentProgress.WITHDRAWN
        states.put([before.unproposed(entry.id, state=gone, disposition=kept)])


class NameConsentWithdrawn(EntryBody, type_name="name_consent.withdrawn"):
    """The sender's name may not be published any more; a new ``personal_digest``."""

    personal_digest: str


class ContactVerified(EntryBody, type_name="contact.verified"):
    """Somebody was reached at the contact that a submission gives, in this ``way``."""

    way: str
    assurance: str


class AttachmentsReceived(EntryBody, type_name="attachments.received"):
    """Files came with a submission, each (comment, digest) in order."""

    attachments: tuple[tuple[str, str], ...]


class AttachmentOpened(EntryBody, type_name="attachment.opened"):
    """Somebody opened an attachment, by its digest."""

    attachment: str


class RequestMade(EntryBody, type_name="request.made"):
    """A sender asks for their data, for a correction or erasure, or says that it is not theirs."""

    request: str
    kind: str
    comment: str | None
    digest: str


class RequestAnswered(EntryBody, type_name="request.answered"):
    """A request was answered; ``digest`` covers the words."""

    request: str
    state: str
    digest: str


class SubmissionRestricted(EntryBody, type_name="submission.restricted"):
    """Who sent a submission is kept because it must be, and shown and used no more."""


class SubmissionErased(EntryBody, type_name="submission.erased"):
    """Who sent a submission and what it says were erased, and files by digest; counts stay."""

    comments: tuple[str, ...]
    files: tuple[str, ...]


class CommentReleased(EntryBody, type_name="comment.released"):
    """A comment is shown to the public, or no more; ``digest`` covers what is left out, and why."""

    release: str
    shown: bool
    digest: str
