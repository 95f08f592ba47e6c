"""Every type of entry that the ledger knows, by its name and schema number."""

from comments_service.domain import (
    decision_entries,
    desk_entries,
    site_entries,
    staff_entries,
    submission_entries,
)
from comments_service.domain.ledger import EntryBody, LedgerEntry

# A module of bodies is registered by being listed here; it names its types in ``ENTRY_TYPES``.
_MODULES = (submission_entries, decision_entries, desk_entries, site_entries, staff_entries)
_BODIES: dict[tuple[str, int], type[EntryBody]] = {
    (body.type, body.schema_number): body for module in _MODULES for body in module.ENTRY_TYPES
}


def body_of(entry: LedgerEntry) -> EntryBody:
    """Return what an entry says; ``LookupError`` or ``ValueError`` where it cannot be read."""
    try:
        body = _BODIES[entry.type, entry.schema]
    except KeyError:
        message = f"no entry is of type {entry.type}/{entry.schema}"
        raise LookupError(message) from None
    return body.model_validate(entry.data())
