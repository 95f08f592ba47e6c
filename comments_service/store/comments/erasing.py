"""Who is to be erased, restricted or not named, and the rows from which that goes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from comments_service.domain.comments.participant import Personal
from comments_service.domain.register.submission_request import RequestState
from comments_service.keyring import Keyring
from comments_service.store.comments.submissions import sealed_personal
from comments_service.store.database.tables import (
    attachments,
    comment_releases,
    comment_states,
    comment_versions,
    comments,
    message_stops,
    messages,
    participant_lookups,
    scans,
    submission_requests,
    submissions,
)
from comments_service.store.locks.writer_locks import hold

_C = submissions.c
_OTHER = submissions.alias()
_ASKED = submission_requests.c
_HELD = or_(
    exists()
    .where(_ASKED.submission_id == _C.id, _ASKED.state == RequestState.OPEN)
    .correlate(submissions),
    exists()
    .where(comments.c.submission_id == _C.id, comment_states.c.comment == comments.c.id)
    .where(comment_states.c.sealed == true())
    .correlate(submissions),
)
_VERSION_WORDS = ("body", "proposed_text", "reason", "selector", "salt")
_RELEASE_WORDS = ("redacted", "reason", "salt")
_REQUEST_WORDS = ("words", "salt", "answer", "answer_salt")
_FILES = (attachments, scans)
# Of comments: a statement has room for some ten thousand values.
_AT_ONCE = 500


class LeftRound(NamedTuple):
    """Submissions of a policy's window whose sender is still kept, or used; ``held`` must wait."""

    policy: str
    window: str
    free: int
    held: int


def left_rounds(connection: Connection, *, restricting: bool) -> list[LeftRound]:
    """Count by policy and window those that are not erased, nor (``restricting``) restricted.

    One is held while a request of its sender is open, or a comment of it is sealed.
    """
    held = func.count().filter(_HELD)
    query = select(_C.policy, _C.window_id, func.count() - held, held)
    counted = query.where(_left(restricting)).group_by(_C.policy, _C.window_id)
    return [LeftRound(*row) for row in connection.execute(counted.order_by(_C.policy))]


def any_erased(connection: Connection) -> bool:
    """Return whether anything was ever erased, at the end of its period or on request."""
    query = select(_C.id).where(_C.erased_at.is_not(None)).limit(1)
    return connection.scalar(query) is not None


def must_wait(connection: Connection, submission_id: str) -> bool:
    """Return whether a request of its sender is open, or a comment of it is sealed."""
    return bool(connection.scalar(select(_C.id).where(_C.id == submission_id, _HELD)))


def free_ones(  # noqa: PLR0913 - of what, from where on, how many
    connection: Connection, policy: str, window: str, after: int, most: int, *, restricting: bool
) -> list[tuple[int, str]]:
    """Return (entry, id) of submissions of a window that are left and need not wait.

    In the order of their entries, after the one with this number: to find the next ones no
    earlier one is read again.
    """
    mine = and_(_C.policy == policy, _C.window_id == window, _left(restricting), ~_HELD)
    query = select(_C.entry, _C.id).where(mine, _C.entry > after)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(_C.entry).limit(most))]


def parts(
    connection: Connection, submission_ids: Collection[str]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return of each submission its comments by id and its files by digest."""
    found: dict[str, tuple[list[str], list[str]]] = {each: ([], []) for each in submission_ids}
    of = comments.c.submission_id
    query = select(of, comments.c.id).where(of.in_(submission_ids)).order_by(comments.c.position)
    for submission, comment in connection.execute(query):
        found[submission][0].append(comment)
    for table in _FILES:
        of = table.c.submission_id
        own = select(of, table.c.digest).where(of.in_(submission_ids)).order_by(table.c.digest)
        for submission, digest in connection.execute(own):
            found[submission][1].append(digest)
    return {each: (tuple(said), tuple(files)) for each, (said, files) in found.items()}


def withdraw_name(connection: Connection, submission_id: str, salt: str) -> None:
    """Write that a name may not be published any more; ``salt`` is that of the new digest."""
    values = {"consent_publish_name": False, "personal_salt": salt}
    connection.execute(_own(submission_id).values(**values))


def restrict(connection: Connection, submission_id: str, at: datetime) -> None:
    """Note that a submission's sender is used no more."""
    connection.execute(_own(submission_id).values(restricted_at=at))


def erase(
    connection: Connection, keyring: Keyring, submission_ids: Collection[str], at: datetime
) -> None:
    """Take from the rows of submissions who sent them and what they say."""
    said = select(comments.c.id).where(comments.c.submission_id.in_(submission_ids))
    ids = connection.scalars(said).all()
    for table, words in ((comment_versions, _VERSION_WORDS), (comment_releases, _RELEASE_WORDS)):
        gone = {**dict.fromkeys(words), "erased_at": at}
        for begin in range(0, len(ids), _AT_ONCE):
            these = table.c.comment_id.in_(ids[begin : begin + _AT_ONCE])
            connection.execute(update(table).where(these).values(**gone))
    mine = comments.c.submission_id.in_(submission_ids)
    connection.execute(update(comments).where(mine).values(text_mark=None))
    asked = update(submission_requests).where(_ASKED.submission_id.in_(submission_ids))
    connection.execute(asked.values(**dict.fromkeys(_REQUEST_WORDS)))
    for table in (*_FILES, messages, message_stops):
        connection.execute(delete(table).where(table.c.submission_id.in_(submission_ids)))
    rows = [{"of": each, **_nobody(keyring, each), "erased_at": at} for each in submission_ids]
    connection.execute(update(submissions).where(_C.id == bindparam("of")), rows)
    _forget_participants(connection, submission_ids)


def _nobody(keyring: Keyring, submission_id: str) -> dict[str, Any]:
    """Return the columns of a submission that say who sent it, as those of nobody."""
    nobody = sealed_personal(keyring, submission_id, Personal(""))
    gone = {"personal": nobody, "personal_salt": None, "fingerprint": "", "filled_seconds": None}
    return {**gone, "consent_publish_name": False}


def _left(restricting: bool) -> ColumnElement[bool]:  # noqa: FBT001 - which of the two
    left = _C.erased_at.is_(None)
    return and_(left, _C.restricted_at.is_(None)) if restricting else left


def _own(submission_id: str) -> Update:
    return update(submissions).where(_C.id == submission_id)


def _forget_participants(connection: Connection, submission_ids: Collection[str]) -> None:
    """Delete the digests by which participants are known again, with their last submissions."""
    mine = select(_C.participant_id).where(_C.id.in_(submission_ids))
    known = participant_lookups.c.participant_id
    others = exists().where(_OTHER.c.participant_id == known, _OTHER.c.erased_at.is_(None))
    # Nobody who finds them may send anything meanwhile.
    digests = select(participant_lookups.c.digest).where(known.in_(mine))
    hold(connection, connection.scalars(digests).all())
    connection.execute(delete(participant_lookups).where(known.in_(mine), ~others))
