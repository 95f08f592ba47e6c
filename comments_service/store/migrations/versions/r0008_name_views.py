"""Why a real name was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "name_views",
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("comment_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_name_views"),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"], name="fk_name_views_entry"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_name_views_comment_id"),
    )
    op.create_index("ix_name_views_comment_id", "name_views", ["comment_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("name_views")
