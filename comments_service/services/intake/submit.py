"""Taking a submission from the web: all of it, durably, inside its window, or nothing."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.comments.judging import FROM_THE_WEB
from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.errors import Refusal
from comments_service.services.accounts.contact_codes import (
    enter_code,
    require_right_code,
    use_code,
)
from comments_service.services.accounts.identity_proofs import use_proof
from comments_service.services.intake.automatic import signs_of, words_digests
from comments_service.services.intake.challenges import deeds, spend
from comments_service.services.intake.notices import require_shown
from comments_service.services.intake.uploads import attach_uploads
from comments_service.services.ledger.flood_limits import NOBODY, Caller, require_room, take_turn
from comments_service.services.ledger.recording import (
    ReadySubmission,
    earlier,
    hold_sender,
    keep_words,
    known_by_key,
    made_ready,
    published_text,
    take,
)
from comments_service.services.messages.outbox import queue_receipt
from comments_service.services.service import Service
from comments_service.store.database.database_faults import FAILURES


def submit(service: Service, new: NewSubmission, caller: Caller = NOBODY) -> StoredSubmission:
    """Take a submission and return it with its receipt number; it is on disk by then.

    The same idempotency key with the same content gives the first answer again, also
    after the window closed; with another content it is ``IdempotencyConflict``. Else
    ``UnknownPolicy``, or what ``judge`` and ``record`` raise, judged at the instant of
    writing; ``ClockUnsure`` where what time it is cannot be told, ``TooMany`` where participant
    or address have reached a limit; ``Invalid`` where its token, code, proof or notice is no use,
    or a file that it names is not there.
    """
    try:
        return _admitted(service, new, caller)
    except (Refusal, *FAILURES) as found:
        # Whatever stands against it now, what was taken before is answered as it was.
        first = _taken_before(service, new, found)
        if first is None:
            raise
        service.database.require_durable()
        return first


def _taken_before(
    service: Service, new: NewSubmission, found: Exception
) -> StoredSubmission | None:
    """Look for an earlier answer, but not long where the database has just been waited for."""
    has_failed = not isinstance(found, Refusal)
    try:
        with service.database.read(hurried=has_failed) as connection:
            return earlier(service, connection, new, known_by_key(service, new))
    except FAILURES as error:
        if has_failed:
            raise found from error
        raise


def _admitted(service: Service, new: NewSubmission, caller: Caller) -> StoredSubmission:
    if caller.busy:
        raise caller.busy
    if service.allowances is not None:
        with service.database.read() as connection:
            # Once more below, where it is exact; here a flood costs others no lock.
            for deed in deeds(service, new, caller):
                require_room(service, connection, deed, caller)
    text = published_text(service, new.policy, new.version)
    require_right_code(service, text.policy, new)
    ready = made_ready(service, text, new)
    keep_words(service, ready)
    words = words_digests(service.keyring, new.policy, ready.comments or ())
    return service.database.transact(
        lambda connection: _taken(service, connection, caller, ready, words)
    )


def _taken(
    service: Service,
    connection: Connection,
    caller: Caller,
    ready: ReadySubmission,
    words: Mapping[str, str],
) -> StoredSubmission:
    new = ready.new
    hold_sender(connection, ready)
    first = earlier(service, connection, new, ready.known_by)
    if first is not None:
        return first
    sure = use_code(service, connection, new)
    # Nothing stays of it where the proof turns out below to be none.
    sure = Assurance.IDENTITY_VERIFIED if new.identity else sure
    signs = partial(signs_of, service, connection, new, words)
    intake = replace(FROM_THE_WEB, assurance=sure)
    taken = take(service, connection, intake, ready, signs_of=signs)
    # That it is too late says more than that its notice or token is; where it is too much,
    # nothing was written.
    use_proof(service, connection, new, taken.received_at)
    require_shown(service, connection, ready.text.policy, taken)
    spend(service, connection, new, taken.received_at)
    for deed in deeds(service, new, caller):
        take_turn(service, connection, deed, caller, taken.received_at)
    enter_code(connection, taken, new)
    queue_receipt(service, connection, taken)
    return attach_uploads(service, connection, taken, new)
