"""Erasing who sent a submission and what it says, or using it no more; the ledger stays whole."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.ledger.public_entries import SubmissionErased, SubmissionRestricted
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.comments import erasing


def erase(  # noqa: PLR0913, PLR0917 - what, by whom and when
    service: Service, connection: Connection, policy: str, submission: str, actor: str, at: datetime
) -> None:
    """Erase a submission; digests and counts stay. Requests about it must be answered."""
    erase_all(service, connection, policy, [submission], actor, at)


def erase_all(  # noqa: PLR0913, PLR0917 - as above
    service: Service,
    connection: Connection,
    policy: str,
    submissions: Sequence[str],
    actor: str,
    at: datetime,
) -> None:
    """Erase some hundred submissions at most of a policy, each with an entry of its own."""
    parts = erasing.parts(connection, submissions)
    for each in submissions:
        comments, files = parts[each]
        body = SubmissionErased(comments=comments, files=files)
        enter(connection, at, Occurrence(policy, each, actor, body))
    erasing.erase(connection, service.keyring, submissions, at)


def restrict(
    connection: Connection, policy: str, submission: str, actor: str, at: datetime
) -> None:
    """Keep who sent a submission, and show and use it no more."""
    enter(connection, at, Occurrence(policy, submission, actor, SubmissionRestricted()))
    erasing.restrict(connection, submission, at)
