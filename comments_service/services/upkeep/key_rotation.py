"""Changing keys: what other keys encrypted and digested is made again under the current one.

In steps of one short transaction each, while others write; whatever interrupts it, it can be run
again and goes on with what is left. The ledger's digests are over plain values, so no entry
changes and nothing differs for ``db check``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, LargeBinary

from comments_service.domain.comments.automatic_signs import FROM_MANY, SENT_AT_ONCE
from comments_service.domain.comments.participant import lookup_value
from comments_service.domain.comments.window_rules import require_open
from comments_service.domain.errors import Refusal
from comments_service.keyring import Lookup
from comments_service.services.intake.automatic import words_digest
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.services.upkeep.wiping import wipe
from comments_service.store.comments import automatic_marks, participants
from comments_service.store.comments.automatic_marks import MarkedComment
from comments_service.store.comments.participants import KnownParticipant
from comments_service.store.comments.submissions import personal_of
from comments_service.store.database import key_rows
from comments_service.store.database.encrypted_columns import ENCRYPTED, EncryptedColumn
from comments_service.store.database.key_rows import Renewed
from comments_service.store.ledger import identity_row, standing_closings
from comments_service.store.locks.writer_locks import hold
from interface.command_line import said
from interface.long_work import reported_step

# So many rows at a time; of files, which have up to 10 MB each, few.
_AT_ONCE, _FILES_AT_ONCE = 200, 4
_RETRIES, _MARKS = "retries", "text_mark"
_Row = TypeVar("_Row")
Told = Callable[[str, int], None]
"""Is told, after each step, of what kind it was and how many are done of that."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What stands under a key: numbers of values by their purpose.

    ``is_known``: the database has its check value; ``is_here``: it is in YANLU_KEYS.
    """

    key_id: str
    is_current: bool
    is_known: bool
    is_here: bool
    values: dict[str, int]

    @property
    def total(self) -> int:
        """How many values there are under it."""
        return sum(self.values.values())


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a run did: keys that the database knows no more, and those that something is under.

    ``retries`` are (policy, window) of submissions of an earlier release that can be sent again
    until it closes; ``is_wiped`` is False where a reader kept old values from being written over.
    """

    removed: tuple[str, ...]
    left: tuple[KeyUse, ...]
    retries: tuple[tuple[str, str], ...]
    is_wiped: bool


def key_uses(service: Service) -> list[KeyUse]:
    """Return every key that is in use, is known or is here, the current one first."""
    here = [key.id for key in service.keyring.keys]
    with service.database.read() as connection:
        known = identity_row.recorded_keys(connection)
        with reported_step(said("counting what is under each key"), service.progress):
            counts = key_rows.rows_under(connection, dict.fromkeys([*here, *known]))
    return [
        KeyUse(key_id, key_id == here[0], key_id in known, key_id in here, values)
        for key_id, values in counts.items()
    ]


def rotate(service: Service, told: Told, *, at_once: bool = False) -> Rotation:
    """Make everything again under the current key, then forget the others where none is in use.

    Every process must have the current key by then. ``at_once``: submissions that an earlier
    release took are not known again when they are sent twice, though their window is open.
    ``KeyringError`` where a key is missing.
    """
    with service.database.write() as connection:
        record_keys(connection, service)
    retries = _end_retries(service, told, at_once=at_once)
    for held in ENCRYPTED:
        _renew(service, held, told)
    others = [each for each in key_uses(service) if not each.is_current]
    known = [each.key_id for each in others if each.is_known]
    # Of one that is known no more, too: a process that still had it may have written under it.
    if known or any(each.total for each in others):
        _renew_participants(service, told)
        _renew_marks(service, told)
    return _ended(service, known, retries)


def _ended(service: Service, known: Sequence[str], retries: Iterable[tuple[str, str]]) -> Rotation:
    others = [each for each in key_uses(service) if not each.is_current]
    left = tuple(each for each in others if each.total)
    unused = {each.key_id for each in others} - {each.key_id for each in left}
    removed = tuple(each for each in known if each in unused)
    if removed:
        with service.database.write() as connection:
            identity_row.forget_keys(connection, removed)
        service.database.recorded_keys = frozenset()
    # What was replaced must not be read from the file's free pages either.
    return Rotation(removed, left, tuple(retries), wipe(service))


def _in_steps(
    service: Service,
    read: Callable[[Connection, str, int], Sequence[_Row]],
    row_of: Callable[[_Row], str],
    write: Callable[[Connection, Sequence[_Row]], None],
    most: int = _AT_ONCE,
) -> Iterable[int]:
    """Read rows, ``most`` at a time in their order, and write each in a transaction of its own."""
    after, done = "", 0
    while True:
        with service.database.read() as connection:
            rows = read(connection, after, most)
        if not rows:
            return
        with service.database.write() as connection:
            write(connection, rows)
        after, done = row_of(rows[-1]), done + len(rows)
        yield done


def _renew(service: Service, held: EncryptedColumn, told: Told) -> None:
    keyring = service.keyring

    def read(connection: Connection, after: str, most: int) -> list[Renewed]:
        found = key_rows.outdated(connection, held, keyring.prefix, after, most)
        return [_renewed(service, held, row, value) for row, value in found]

    def write(connection: Connection, rows: Sequence[Renewed]) -> None:
        key_rows.replace(connection, held, rows)

    most = _FILES_AT_ONCE if isinstance(held.column.type, LargeBinary) else _AT_ONCE
    for done in _in_steps(service, read, lambda each: each.row, write, most):
        told(held.purpose, done)


def _renewed(service: Service, held: EncryptedColumn, row: str, old: str | bytes) -> Renewed:
    keyring, digest = service.keyring, None
    if held.lookup is not None and isinstance(old, str):
        text = held.decrypt(keyring, row, old)
        digest = next(iter(keyring.lookup_digests(text, held.lookup).values()))
    new = keyring.renew(old, held.context(row), held.earlier_context(row))
    return Renewed(row, old, new, digest)


def _renew_participants(service: Service, told: Told) -> None:
    """Let people be found by the current key, by what they said of themselves last."""
    keyring, current = service.keyring, service.keyring.keys[0].id

    def read(connection: Connection, after: str, most: int) -> list[KnownParticipant]:
        return participants.known_otherwise(connection, current, after, most)

    def write(connection: Connection, rows: Sequence[KnownParticipant]) -> None:
        digests: dict[str, str] = {}
        for each in rows:
            if each.personal is not None:
                who = personal_of(keyring, each.submission, each.personal)
                made = keyring.lookup_digests(lookup_value(each.kind, who), Lookup.PARTICIPANT)
                digests[each.id] = made[current]
        # Who sends something meanwhile would add their digest too.
        hold(connection, digests.values())
        participants.replace_lookups(connection, current, [each.id for each in rows], digests)

    for done in _in_steps(service, read, lambda each: each.id, write):
        told(Lookup.PARTICIPANT, done)


def _renew_marks(service: Service, told: Told) -> None:
    """Let the same words of many be found by the current key, with the signs that they have."""

    def write(connection: Connection, rows: Sequence[MarkedComment]) -> None:
        marks = {}
        for each in rows:
            sign = next((s for s in (FROM_MANY, SENT_AT_ONCE) if each.mark.startswith(s)), "")
            digest = words_digest(service.keyring, each.policy, *each.texts)
            marks[each.comment, each.mark] = sign + digest
        automatic_marks.replace(connection, marks)
        automatic_marks.sign_all(connection, {*marks.values()})

    for done in _in_steps(service, automatic_marks.marked, lambda each: each.comment, write):
        told(_MARKS, done)


def _end_retries(service: Service, told: Told, *, at_once: bool) -> list[tuple[str, str]]:
    """Forget the keyed digests of repeated requests; return of which windows they are kept."""
    with service.database.read() as connection:
        rounds = key_rows.keyed_retries(connection)
        kept = [] if at_once else [each for each in rounds if _is_open(service, connection, *each)]
    done = 0
    for policy, window in rounds:
        after = ""
        while (policy, window) not in kept:
            with service.database.write() as connection:
                ended = key_rows.end_retries(connection, policy, window, after, _AT_ONCE)
            if not ended:
                break
            after, done = ended[-1], done + len(ended)
            told(_RETRIES, done)
    return kept


def _is_open(service: Service, connection: Connection, policy_id: str, window: str) -> bool:
    try:
        policy = service.published.policy(policy_id)
        closings = standing_closings.standing(connection, [policy_id])
        require_open(policy, window, service.clock.now(connection), closings)
    except Refusal:
        return False
    return True
