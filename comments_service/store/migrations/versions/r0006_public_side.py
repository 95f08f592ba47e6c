"""What the public's side keeps: attachments, messages, codes, requests, comments shown to all."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations import public_tables
from comments_service.store.migrations.kept_tables import keep

revision = "0006"
down_revision = "0005"

_MARKS = "ix_comments_text_mark"
# What the release before cannot read.
_NEW = (
    "comment.revised", "comment.withdrawn", "name_consent.withdrawn", "contact.verified",
    "attachments.received", "attachment.opened", "request.made", "request.answered",
    "submission.restricted", "submission.erased", "comment.released",
)  # fmt: skip


def upgrade() -> None:
    """Add columns and tables."""
    for table, columns in public_tables.added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index(_MARKS, "comments", ["text_mark"])
    for each in public_tables.TABLES:
        each.create(op.get_bind(), checkfirst=False)
    keep("comment_releases")


def downgrade() -> None:
    """Remove them; what the release before cannot keep is refused, never lost."""
    _refuse_loss(op.get_bind())
    for each in reversed(public_tables.TABLES):
        each.drop(op.get_bind(), checkfirst=False)
    op.drop_index(_MARKS, "comments")
    for table, columns in public_tables.added().items():
        for column in columns:
            op.drop_column(table, column.name)


def _refuse_loss(bind: sa.Connection) -> None:
    kinds = set(bind.execute(sa.text("SELECT DISTINCT type FROM ledger")).scalars())
    if beyond := sorted(kinds & set(_NEW)):
        message = f"the release before knows no entries of type {', '.join(beyond)}"
        raise RuntimeError(message)
    # The digest of who sent it covers which notice was read.
    noted = sa.text("SELECT 1 FROM submissions WHERE notice_version IS NOT NULL LIMIT 1")
    if bind.execute(noted).first():
        message = "the release before cannot keep which notice was read"
        raise RuntimeError(message)
