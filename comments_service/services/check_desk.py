"""Checking scans and units that were asked against the ledger."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from comments_service.domain.canonical import salted_digest
from comments_service.domain.desk_entries import UnitAsked, UnitReplied
from comments_service.domain.ledger import EntryBody, LedgerEntry
from comments_service.domain.scan import Scan, scan_content
from comments_service.domain.submission_entries import SubmissionReceived
from comments_service.domain.unit import AskedUnit, unit_content
from comments_service.keyring import Keyring
from comments_service.store import scans, units


@dataclass(slots=True)
class ToldByDesk:
    """What the ledger tells: digests of scans by submission, of units, and what these replied."""

    scans: dict[str, list[str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    replies: dict[str, tuple[date, str | None]] = field(default_factory=dict)

    def read(self, entry: LedgerEntry, body: EntryBody) -> None:
        """Take in an entry."""
        if isinstance(body, SubmissionReceived) and body.scans:
            self.scans[entry.subject] = list(body.scans)
        if isinstance(body, UnitAsked):
            self.units[entry.subject] = body.digest
        if isinstance(body, UnitReplied):
            self.replies[entry.subject] = body.replied_on, body.submission


def desk_faults(connection: Connection, keyring: Keyring, told: ToldByDesk) -> Iterator[str]:
    """Name each row that is not what the ledger says, and each that is missing."""
    for submission, digests in told.scans.items():
        found = scans.of_submissions(connection, keyring, submission)
        if sorted(each.digest for each in found) != sorted(digests):
            yield f"submission {submission}: its scans are not those that were recorded"
        for scan in found:
            if _recomputed(connection, keyring, scan) != scan.digest:
                yield f"scan {scan.id}: is not what was recorded"
    for unit in units.every(connection):
        if _unit_digest(unit) != told.units.pop(unit.id, None):
            yield f"unit {unit.id}: is not what was asked"
        said = (unit.replied_on, unit.submission) if unit.replied_on else None
        if said != told.replies.get(unit.id):
            yield f"unit {unit.id}: its reply is not what was recorded"
    yield from (f"unit {each}: in the entries, not in the rows" for each in told.units)


def _recomputed(connection: Connection, keyring: Keyring, scan: Scan) -> str:
    content = scans.content(connection, keyring, scan.id)
    covered = scan_content(scan.name, scan.media_type, hashlib.sha256(content).hexdigest())
    return salted_digest(bytes.fromhex(scan.salt), covered)


def _unit_digest(unit: AskedUnit) -> str:
    covered = unit_content(unit.policy, unit.name, unit.due_on)
    return salted_digest(bytes.fromhex(unit.salt), covered)
