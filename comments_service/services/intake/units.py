"""Asking units for their opinions (征求部门意见), and what each of them replied."""

import uuid
from datetime import date

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import Invalid, UnknownUnit
from comments_service.domain.intake.unit import AskedUnit, unit_content, unit_faults
from comments_service.domain.ledger.desk_entries import UnitAsked, UnitReplied
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.text_rules import cannot_be_kept, is_blank, many_lines
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.accounts import unit_rows


def asked_units(service: Service, policy_id: str) -> list[AskedUnit]:
    """Return the units asked about a policy, those first whose reply is due first."""
    with service.database.read() as connection:
        return unit_rows.of_policy(connection, policy_id)


def unit_replies(service: Service, policy_id: str) -> tuple[int, int]:
    """Return (how many units replied, how many were asked)."""
    with service.database.read() as connection:
        return unit_rows.counted(connection, policy_id)


def ask_units(
    service: Service, officer: Officer, policy_id: str, names: str, due_on: date | None
) -> None:
    """Note that units (one a line) are asked; ``Invalid`` where any cannot be, and none is then."""
    with service.database.write() as connection:
        wanted = [line.strip() for line in many_lines(names).split("\n") if not is_blank(line)]
        at = service.clock.read(connection).sure()
        known = {each.name for each in unit_rows.of_policy(connection, policy_id)}
        faults = tuple(unit_faults(wanted, due_on, china_day(at), known))
        if faults or due_on is None:
            raise Invalid(*faults)
        for name in wanted:
            salt = new_salt()
            digest = salted_digest(salt, unit_content(policy_id, name, due_on))
            made = AskedUnit(uuid.uuid4().hex, policy_id, name, due_on, None, None, salt, digest)
            event = Occurrence(policy_id, made.id, officer.id, UnitAsked(digest=digest))
            unit_rows.add(connection, made, officer.id, at, enter(connection, at, event).id)


def no_opinion(service: Service, officer: Officer, policy_id: str, unit_id: str) -> None:
    """Note that a unit replied today that it has no opinion; ``UnknownUnit`` where none is it."""
    with service.database.write() as connection:
        at = service.clock.read(connection).sure()
        if _require(connection, policy_id, unit_id).replied_on is None:
            body = UnitReplied(submission=None, replied_on=china_day(at))
            enter(connection, at, Occurrence(policy_id, unit_id, officer.id, body))
            unit_rows.note_reply(connection, unit_id, body.replied_on, None)


def note_reply(
    connection: Connection, officer: Officer, unit_id: str, reply: StoredSubmission
) -> None:
    """Note that a unit replied with a submission; ``UnknownUnit`` where none is asked so."""
    _require(connection, reply.policy, unit_id)
    body = UnitReplied(submission=reply.id, replied_on=reply.received_on)
    enter(connection, reply.received_at, Occurrence(reply.policy, unit_id, officer.id, body))
    unit_rows.note_reply(connection, unit_id, reply.received_on, reply.id)


def _require(connection: Connection, policy_id: str, unit_id: str) -> AskedUnit:
    found = None if cannot_be_kept(unit_id) else unit_rows.by_id(connection, unit_id)
    if found is None or found.policy != policy_id:
        raise UnknownUnit
    return found
