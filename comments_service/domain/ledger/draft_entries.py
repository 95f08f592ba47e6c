"""Entries about drafts of policies: how each came, and by whose word it went on."""

from comments_service.domain.drafts.draft_record import DraftStep
from comments_service.domain.ledger.entries import EntryBody


class DraftMoved(EntryBody, type_name="draft.moved"):
    """A draft of the stream's policy took a step; ``digest`` covers all of its files."""

    step: DraftStep
    digest: str
