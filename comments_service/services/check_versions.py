"""Checking every version of every comment against the ledger, earlier ones too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern

from sqlalchemy import Connection, select

from comments_service.domain.canonical import salted_digest
from comments_service.domain.desk_entries import SubmissionCorrected
from comments_service.domain.ledger import EntryBody, LedgerEntry
from comments_service.domain.submission import comment_content
from comments_service.domain.submission_entries import (
    ReceivedComment,
    SubmissionReceived,
    SubmissionReceivedEarlier,
)
from comments_service.keyring import Keyring
from comments_service.store import submissions
from comments_service.store.streaming import streamed
from comments_service.store.tables import comment_versions

_COLUMNS = ("comment_id", "number", "entry", "digest", "erased_at")
_VERSIONS = select(*(comment_versions.c[name] for name in _COLUMNS))


@dataclass(slots=True)
class ToldOfVersions:
    """What the ledger tells: what each comment said, as (entry, digest, clause), in order."""

    said: dict[str, tuple[tuple[int, str, str], ...]] = field(default_factory=dict)

    def read(self, entry: LedgerEntry, body: EntryBody) -> None:
        """Take in an entry."""
        said: tuple[ReceivedComment, ...] = ()
        if isinstance(body, SubmissionReceivedEarlier):
            said = body.as_now(entry).comments
        if isinstance(body, SubmissionReceived):
            said = body.comments
        if isinstance(body, SubmissionCorrected):
            said = (*body.changed, *body.added)
        for each in said:
            told = entry.id, each.digest, _clause(each.wid, each.eid, each.clause_digest)
            self.said[each.id] = *self.said.get(each.id, ()), told


def version_faults(connection: Connection, keyring: Keyring, told: ToldOfVersions) -> Iterator[str]:
    """Name each version that is not what the ledger says, and comments that lack one.

    The words of an earlier version can be compared as long as its clause is still the comment's:
    of another clause the ledger has the digest, and the row no text.
    """
    missing = {comment: len(said) for comment, said in told.said.items()}
    with streamed(connection, _VERSIONS) as rows:
        for comment, number, entry, digest, erased_at in rows:
            said = told.said.get(comment, ())
            right = said[number - 1] if 0 < number <= len(said) else None
            if not right or right[:2] != (entry, digest) or erased_at is not None:
                yield f"comment {comment}: version {number} is not what an entry says"
            missing[comment] = missing.get(comment, 0) - 1
    yield from (f"comment {each}: a version is missing" for each, n in missing.items() if n > 0)
    for earlier in submissions.earlier_versions(connection, keyring):
        for comment in earlier.comments:
            clause = _clause(comment.clause.wid, comment.clause.eid, comment.clause.digest)
            entered = told.said.get(comment.id, ())
            same = any(each[1:] == (comment.content_digest, clause) for each in entered)
            content = salted_digest(comment.content_salt, comment_content(comment))
            if same and content != comment.content_digest:
                yield f"comment {comment.id}: an earlier version is not what was recorded"


def _clause(*named: str | None) -> str:
    """Return one text for a clause, of thousands of comments on it the same."""
    return intern(repr(named))
