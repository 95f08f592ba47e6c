"""Checking what is known of staff against the ledger, and names that were looked at."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from comments_service.domain.canonical import salted_digest
from comments_service.domain.decision_entries import NameRevealed
from comments_service.domain.ledger import EntryBody, LedgerEntry
from comments_service.domain.staff import StandIn
from comments_service.domain.staff_entries import StaffAdded, StaffChanged, StaffLocked, StoodIn
from comments_service.store import staff
from comments_service.store.tables import name_views

Account = tuple[datetime, frozenset[str], frozenset[str], bool]
"""When it was made, roles, policies, and whether it is active."""


@dataclass(slots=True)
class ToldOfStaff:
    """What the ledger tells: accounts by staff id, every 代办, and views by their entry."""

    accounts: dict[str, Account] = field(default_factory=dict)
    stand_ins: Counter[StandIn] = field(default_factory=Counter)
    views: dict[int, tuple[str, str]] = field(default_factory=dict)

    def read(self, entry: LedgerEntry, body: EntryBody) -> None:
        """Take in an entry."""
        new: Account = entry.at, frozenset(), frozenset(), True
        made_at, roles, policies, active = self.accounts.get(entry.subject, new)
        if isinstance(body, StaffAdded | StaffChanged):
            roles = roles if body.roles is None else frozenset(body.roles)
            policies = policies if body.policies is None else frozenset(body.policies)
        if isinstance(body, StaffLocked):
            active = not body.locked
        if isinstance(body, StaffAdded | StaffChanged | StaffLocked):
            self.accounts[entry.subject] = made_at, roles, policies, active
        if isinstance(body, StoodIn):
            days = body.first_day, body.last_day
            self.stand_ins[StandIn(entry.subject, body.role, *days, entry.actor)] += 1
        if isinstance(body, NameRevealed):
            self.views[entry.id] = body.comment, body.digest


def staff_faults(connection: Connection, told: ToldOfStaff) -> Iterator[str]:
    """Name each row that is not what the ledger says, and each that is missing.

    Logins, names and passwords are in no entry.
    """
    for row in staff.everyone(connection):
        own = row.made_at, row.officer.roles, row.officer.policies, row.active
        if told.accounts.pop(row.officer.id, None) != own:
            yield f"staff {row.officer.id}: roles, policies, lock or day are not what was entered"
    yield from (f"staff {each}: in the entries, not in the rows" for each in told.accounts)
    told.stand_ins.subtract(staff.all_stand_ins(connection))
    for each, number in told.stand_ins.items():
        if number:
            yield f"stand_ins of {each.staff_id} ({each.role}): not what was entered"
    for view in connection.execute(select(name_views)):
        covered = view.comment_id, salted_digest(view.salt, view.reason)
        if told.views.pop(view.entry, None) != covered:
            yield f"name_views {view.entry}: is not what was entered"
    yield from (f"name_views {each}: in the entries, not in the rows" for each in told.views)
