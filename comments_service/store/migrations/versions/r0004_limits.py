"""What was done from which address of late, and an index for what one participant sent of late."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table and the index."""
    op.create_table(
        "address_turns",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(deed=sa.String(16), address=sa.String(64), at=sa.String(24)),
        sa.Index("ix_address_turns_address", "address", "deed", "at"),
        sa.Index("ix_address_turns_at", "at"),
        # Without row numbers, which would tell the order in which rows were written.
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_submissions_participant_id", "submissions")
    op.create_index(
        "ix_submissions_participant_id", "submissions", ["participant_id", "received_at"]
    )


def downgrade() -> None:
    """Remove them, with what is in the table."""
    op.drop_index("ix_submissions_participant_id", "submissions")
    op.create_index("ix_submissions_participant_id", "submissions", ["participant_id"])
    op.drop_table("address_turns")
