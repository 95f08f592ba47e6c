"""Checking scans and units that were asked against the ledger."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from comments_service.domain.canonical import salted_digest
from comments_service.domain.desk_entries import UnitAsked, UnitReplied
from comments_service.domain.ledger import EntryBody, LedgerEntry
from comments_service.domain.scan import Scan, scan_content
from comments_service.domain.submission_entries import SubmissionReceived
from comments_service.domain.unit import unit_content
from comments_service.keyring import Keyring
from comments_service.store import scans
from comments_service.store.tables import units_asked


@dataclass(slots=True)
class ToldByDesk:
    """What the ledger tells: of scans, of units, and what these replied.

    Of a submission's scans the policy, who entered it, and their digests.
    """

    scans: dict[str, tuple[str, str, list[str]]] = field(default_factory=dict)
    units: dict[str, tuple[object, ...]] = field(default_factory=dict)
    replies: dict[str, tuple[date, str | None]] = field(default_factory=dict)

    def read(self, entry: LedgerEntry, body: EntryBody) -> None:
        """Take in an entry."""
        if isinstance(body, SubmissionReceived) and body.scans:
            self.scans[entry.subject] = entry.stream, entry.actor, sorted(body.scans)
        if isinstance(body, UnitAsked):
            self.units[entry.subject] = body.digest, entry.actor, entry.at, entry.id
        if isinstance(body, UnitReplied):
            self.replies[entry.subject] = body.replied_on, body.submission


def desk_faults(connection: Connection, keyring: Keyring, told: ToldByDesk) -> Iterator[str]:
    """Name each row that is not what the ledger says, and each that is missing."""
    for submission in told.scans.keys() | scans.owners(connection):
        policy, by, digests = told.scans.get(submission, ("", "", []))
        found = scans.of_submissions(connection, keyring, submission)
        if sorted(each.digest for each in found) != digests:
            yield f"submission {submission}: its scans are not those that were recorded"
        for scan in found:
            digest, size = _recomputed(connection, keyring, scan)
            if (digest, size, policy, by) != (scan.digest, scan.size, scan.policy, scan.by):
                yield f"scan {scan.id}: is not what was recorded"
    for unit in connection.execute(select(units_asked)):
        covered = unit_content(unit.policy, unit.name, unit.due_on)
        right = salted_digest(unit.salt, covered) == unit.digest
        said = unit.digest, unit.by, unit.asked_at, unit.entry
        if told.units.pop(unit.id, None) != said or not right:
            yield f"unit {unit.id}: is not what was asked"
        if (unit.replied_on, unit.submission_id) != told.replies.get(unit.id, (None, None)):
            yield f"unit {unit.id}: its reply is not what was recorded"
    yield from (f"unit {each}: in the entries, not in the rows" for each in told.units)


def _recomputed(connection: Connection, keyring: Keyring, scan: Scan) -> tuple[str, int]:
    content = scans.content(connection, keyring, scan.id)
    covered = scan_content(scan.name, scan.media_type, hashlib.sha256(content).hexdigest())
    return salted_digest(scan.salt, covered), len(content)
