"""Letters, faxes and the like through a workbook: entered together or not at all."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.errors import FieldFault, Invalid, NoWindow, Refusal
from comments_service.domain.judging import Intake, PublishedText, WindowRule
from comments_service.domain.staff import Officer
from comments_service.domain.submission import NewSubmission, StoredSubmission
from comments_service.exports.beside import beside
from comments_service.services.cut import cut_now
from comments_service.services.recording import earlier, published_text, take
from comments_service.services.service import Service
from comments_service.services.sheets import heading_of
from comments_service.sheets.intake_sheet import (
    EnteredLetter,
    EnteredLetters,
    read_intake_sheet,
    write_intake_sheet,
)


@dataclass(frozen=True, slots=True)
class LettersPreview:
    """What a sheet enters on which version; ``digest`` is the file's."""

    policy: str
    version: str
    digest: str
    found: EnteredLetters


def letters_file(service: Service, policy_id: str, path: Path) -> None:
    """Write an empty 来件登记表 for a policy; ``UnknownPolicy``, or ``OSError`` for no room."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
    with beside(path, private=False) as target:
        write_intake_sheet(target, heading_of(policy, cut, 0))


def read_letters(service: Service, policy_id: str, data: bytes) -> LettersPreview:
    """Read a sheet that was filled in; ``Invalid`` where the file as a whole is no such sheet."""
    policy = service.published.policy(policy_id)
    if not policy.windows:
        raise NoWindow
    version = max(policy.windows, key=lambda each: each.closes_at).version
    cited = CitedClauses(service.published.clauses(policy, version))
    digest = hashlib.sha256(data).hexdigest()
    return LettersPreview(policy_id, version, digest, read_intake_sheet(data, cited))


def enter_letters(
    service: Service, officer: Officer, seen: LettersPreview
) -> tuple[StoredSubmission, ...]:
    """Record every letter of a file once, or none; ``Invalid`` names the cells at fault."""
    if seen.found.faults:
        raise Invalid(*seen.found.faults)
    letters = [(each, _submission(seen, index)) for index, each in enumerate(seen.found.letters)]
    if not letters:
        return ()
    text = published_text(service, letters[0][1])
    return service.database.transact(
        lambda c: tuple(_entered(service, c, officer, text, *each) for each in letters)
    )


def _entered(  # noqa: PLR0913, PLR0917 - where, who, on what, and the letter in two forms
    service: Service,
    connection: Connection,
    officer: Officer,
    text: PublishedText,
    letter: EnteredLetter,
    new: NewSubmission,
) -> StoredSubmission:
    first = earlier(service, connection, new)
    if first is not None:
        return first
    intake = Intake(
        channel=letter.channel,
        entered_by=officer.id,
        posted_on=letter.posted_on,
        received_on=letter.received_on,
        window_rule=WindowRule.POSTED,
    )
    try:
        return take(service, connection, intake, text, new)
    except Refusal as refused:
        told = refused.faults or (FieldFault("", refused.message, refused.values),)
        faults = [FieldFault(letter.place, each.message, each.values) for each in told]
        raise Invalid(*faults) from refused


def _submission(seen: LettersPreview, index: int) -> NewSubmission:
    letter = seen.found.letters[index]
    return NewSubmission(
        policy=seen.policy,
        version=seen.version,
        participant=letter.participant,
        personal=letter.personal,
        consent_publish_name=False,
        comments=letter.comments,
        idempotency_key=f"sheet-{seen.digest[:40]}-{index}",
    )
