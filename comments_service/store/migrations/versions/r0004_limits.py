"""What was done from which address of late, and an index for what one participant sent of late."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the index."""
    op.create_table(
        "address_turns",
        sa.Column("id", sa.String(32)),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_address_turns"),
        # Without row numbers, which would tell the order in which rows were written.
        sqlite_with_rowid=False,
    )
    op.create_index("ix_address_turns_address", "address_turns", ["address", "deed", "at"])
    op.create_index("ix_address_turns_at", "address_turns", ["at"])
    op.drop_index("ix_submissions_participant_id", "submissions")
    op.create_index(
        "ix_submissions_participant_id", "submissions", ["participant_id", "received_at"]
    )


def downgrade() -> None:
    """Remove them, with what is in the table."""
    op.drop_index("ix_submissions_participant_id", "submissions")
    op.create_index("ix_submissions_participant_id", "submissions", ["participant_id"])
    op.drop_table("address_turns")
