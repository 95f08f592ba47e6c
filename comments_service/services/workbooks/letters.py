"""Letters and replies of units through workbooks: entered together or not at all."""

import hashlib
from pathlib import Path

from catalogue.model import ClauseSet, Policy
from catalogue.window import china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.decision import CitedClauses
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import FieldFault, Invalid, NoWindow, Refusal
from comments_service.domain.intake.new_entry import NewEntry
from comments_service.domain.intake.unit import AskedUnit
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.intake.entering import enter_submission, entered
from comments_service.services.intake.units import asked_units, no_opinion
from comments_service.services.ledger.cut import cut_now
from comments_service.services.ledger.recording import published_text
from comments_service.services.service import Service
from comments_service.services.workbooks.sheets import heading_of
from comments_service.sheets.intake_sheet import (
    EnteredLetters,
    read_intake_sheet,
    write_intake_sheet,
)
from comments_service.sheets.unit_sheet import UnitReply, read_unit_sheet, write_unit_sheet
from comments_service.sheets.workbook_cells import at_cells


def letters_file(service: Service, policy_id: str, path: Path) -> None:
    """Write an empty 来件登记表 for a policy; ``UnknownPolicy``, or ``OSError`` for no room."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
    with atomic_write(path, private=False) as target:
        write_intake_sheet(target, heading_of(policy, cut, 0))


def read_letters(service: Service, policy_id: str, data: bytes) -> EnteredLetters:
    """Read a sheet that was filled in; ``Invalid`` where the file as a whole is no such sheet."""
    cited = CitedClauses(_last_text(service, service.published.policy(policy_id)))
    return read_intake_sheet(data, policy_id, cited)


def enter_letters(
    service: Service, officer: Officer, seen: EnteredLetters
) -> tuple[StoredSubmission, ...]:
    """Record every letter of a file once, or none; ``Invalid`` names the cells at fault."""
    Invalid.refuse(seen.faults)
    if not seen.letters:
        return ()
    sent = seen.letters[0].sent
    text = published_text(service, sent.policy, sent.version)

    made = []
    with service.database.write() as connection:
        for letter in seen.letters:
            try:
                what = letter.entry, (letter.sent, text)
                made.append(entered(service, connection, officer, *what))
            except Refusal as refusal:
                raise Invalid(*at_cells(refusal.at("number"), letter.places)) from refusal
    return tuple(made)


def unit_file(service: Service, unit: AskedUnit, path: Path) -> None:
    """Write the sheet for a unit, without names; ``OSError`` where there is no room."""
    policy = service.published.policy(unit.policy)
    text = _last_text(service, policy)
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
    Invalid.refuse(reply.faults)
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


def _last_text(service: Service, policy: Policy) -> ClauseSet:
    if not policy.windows:
        raise NoWindow
    last = max(policy.windows, key=lambda each: each.closes_at)
    return service.published.clauses(policy, last.version)
