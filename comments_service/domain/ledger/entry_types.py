"""Every type of entry that the ledger knows, by its name and schema number."""

from typing import cast

from comments_service.domain.ledger import (
    decision_entries,
    desk_entries,
    draft_entries,
    public_entries,
    site_entries,
    submission_entries,
)
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry

# The bodies of a module are known once it is imported: it is listed here.
MODULES = (
    submission_entries, public_entries, decision_entries, desk_entries, draft_entries,
    site_entries,
)  # fmt: skip


def body_of(entry: LedgerEntry) -> EntryBody:
    """Return what an entry says; ``LookupError`` or ``ValueError`` where it cannot be read."""
    try:
        body = EntryBody.known[entry.type, entry.schema]
    except KeyError:
        raise LookupError(f"no entry is of type {entry.type}/{entry.schema}") from None
    if entry.schema:
        # What ``model_validate_json`` calls, which adds a quarter to it.
        return cast("EntryBody", body.__pydantic_validator__.validate_json(entry.body))
    return body.model_validate(entry.data())
