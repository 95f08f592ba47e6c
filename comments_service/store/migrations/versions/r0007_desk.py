"""What entering on the desk keeps: scans of what came on paper, and the units that were asked."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import optional, required

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "scans",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(policy=sa.String(64), by=sa.String(32), name=sa.Text, media_type=sa.String(32)),
        *required(size=sa.Integer, salt=sa.String(32), digest=sa.String(64)),
        *required(content=sa.LargeBinary, made_at=sa.String(24)),
        *optional(submission_id=sa.String(32)),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"]),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.Index("ix_scans_submission_id", "submission_id", "made_at"),
        sa.Index("ix_scans_by", "by"),
    )
    op.create_table(
        "units_asked",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(policy=sa.String(64), name=sa.Text, due_on=sa.String(10), by=sa.String(32)),
        *optional(replied_on=sa.String(10), submission_id=sa.String(32)),
        *required(asked_at=sa.String(24), salt=sa.String(32), digest=sa.String(64)),
        *required(entry=sa.BigInteger),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"]),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"]),
        sa.Index("ix_units_asked_policy", "policy", "due_on"),
        *(sa.Index(f"ix_units_asked_{name}", name) for name in ("by", "submission_id", "entry")),
    )


def downgrade() -> None:
    """Remove them, with all scans."""
    op.drop_table("units_asked")
    op.drop_table("scans")
