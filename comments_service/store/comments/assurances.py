"""How sure it is who sent a submission, in its row."""

from sqlalchemy import Connection, update

from comments_service.domain.comments.assurance import Assurance
from comments_service.store.database.tables import submissions


def put(connection: Connection, submission_id: str, assurance: Assurance) -> None:
    """Write what an entry says of it."""
    mine = update(submissions).where(submissions.c.id == submission_id)
    connection.execute(mine.values(assurance=assurance.value))
