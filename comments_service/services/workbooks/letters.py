"""Letters, faxes and the like through a workbook: entered together or not at all."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.decision_rules import CitedClauses
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import Invalid, NoWindow, Refusal
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.intake.entering import entered
from comments_service.services.ledger.cut import cut_now
from comments_service.services.ledger.recording import published_text
from comments_service.services.service import Service
from comments_service.services.workbooks.sheets import heading_of
from comments_service.sheets.intake_sheet import (
    EnteredLetters,
    read_intake_sheet,
    write_intake_sheet,
)
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
    policy = service.published.policy(policy_id)
    if not policy.windows:
        raise NoWindow
    version = max(policy.windows, key=lambda each: each.closes_at).version
    cited = CitedClauses(service.published.clauses(policy, version))
    return read_intake_sheet(data, policy_id, cited)


def enter_letters(
    service: Service, officer: Officer, seen: EnteredLetters
) -> tuple[StoredSubmission, ...]:
    """Record every letter of a file once, or none; ``Invalid`` names the cells at fault."""
    if seen.faults:
        raise Invalid(*seen.faults)
    if not seen.letters:
        return ()
    text = published_text(service, seen.letters[0].sent)

    def enter(connection: Connection) -> Iterator[StoredSubmission]:
        for letter in seen.letters:
            try:
                yield entered(service, connection, officer, letter.entry, (letter.sent, text))
            except Refusal as refusal:
                raise Invalid(*at_cells(refusal.at("number"), letter.places)) from refusal

    return service.database.transact(lambda connection: tuple(enter(connection)))
