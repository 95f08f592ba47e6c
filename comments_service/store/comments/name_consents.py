"""Whether the name of who sent a submission may be published, in its row."""

from sqlalchemy import Connection, update

from comments_service.store.database.tables import submissions


def withdraw(connection: Connection, submission_id: str, salt: str) -> None:
    """Write that it may not any more; ``salt`` is that of the new digest."""
    mine = update(submissions).where(submissions.c.id == submission_id)
    connection.execute(mine.values(consent_publish_name=False, personal_salt=salt))
