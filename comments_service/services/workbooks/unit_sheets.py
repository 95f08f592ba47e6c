"""征求意见表: the sheet that is sent to a unit, and what it replies by it."""

import hashlib
from pathlib import Path

from catalogue.window import china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.errors import FieldFault, Invalid, NoWindow, Refusal
from comments_service.domain.intake.new_entry import NewEntry
from comments_service.domain.intake.unit import AskedUnit
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.units import asked_units, no_opinion
from comments_service.services.ledger.cut import cut_now
from comments_service.services.service import Service
from comments_service.services.workbooks.sheets import heading_of
from comments_service.sheets.unit_sheet import UnitReply, read_unit_sheet, write_unit_sheet
from comments_service.sheets.workbook_cells import at_cells


def unit_file(service: Service, unit: AskedUnit, path: Path) -> None:
    """Write the sheet for a unit, without names; ``OSError`` where there is no room."""
    policy = service.published.policy(unit.policy)
    if not policy.windows:
        raise NoWindow
    version = max(policy.windows, key=lambda each: each.closes_at).version
    text = service.published.clauses(policy, version)
    with service.database.read() as connection:
        heading = heading_of(policy, cut_now(connection, service.clock), 0)
    with atomic_write(path, private=False) as target:
        write_unit_sheet(target, heading, text, unit.name, unit.due_on)


def take_unit_sheet(service: Service, officer: Officer, policy_id: str, data: bytes) -> None:
    """Enter what a unit replies: its comments as 公函, or 无意见.

    ``Invalid`` names each cell at fault, and nothing is taken then. The same file twice is
    entered once.
    """
    reply = read_unit_sheet(data, policy_id)
    if reply.faults:
        raise Invalid(*reply.faults)
    unit = next((each for each in asked_units(service, policy_id) if each.name == reply.unit), None)
    if unit is None:
        message = "“%(name)s”不在征求意见的名单上，请先加入名单"
        raise Invalid(FieldFault("", message, {"name": reply.unit}))
    if not reply.points:
        no_opinion(service, officer, policy_id, unit.id)
        return
    try:
        enter_submission(service, officer, _entry(service, unit, reply, data))
    except Refusal as refusal:
        raise Invalid(*at_cells(refusal.at(""), reply.places)) from refusal


def _entry(service: Service, unit: AskedUnit, reply: UnitReply, data: bytes) -> NewEntry:
    return NewEntry(
        policy=unit.policy,
        version=reply.version,
        channel="official_letter",
        received_on=china_day(service.now()),
        kind=ParticipantKind.DEPARTMENT,
        points=reply.points,
        idempotency_key=f"unit-{hashlib.sha256(unit.id.encode() + data).hexdigest()[:48]}",
        organisation=unit.name,
        unit=unit.id,
    )
