"""Why a real name was looked at."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "name_views",
        sa.Column("entry", sa.BigInteger, primary_key=True, autoincrement=False),
        *required(comment_id=sa.String(32), reason=sa.Text, salt=sa.String(32)),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"]),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"]),
        sa.Index("ix_name_views_comment_id", "comment_id"),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("name_views")
