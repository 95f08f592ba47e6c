"""Members of staff, their sessions, what was tried in vain, and who stands in for whom."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "staff",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(login=sa.String(64), name=sa.Text, password=sa.Text, first_password=sa.Boolean),
        *required(roles=sa.Text, policies=sa.Text, active=sa.Boolean, made_at=sa.String(24)),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        *required(staff_id=sa.String(32), csrf=sa.String(64), began_at=sa.String(24)),
        *required(seen_at=sa.String(24), ends_at=sa.String(24)),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.Index("ix_staff_sessions_staff_id", "staff_id"),
        sa.Index("ix_staff_sessions_ends_at", "ends_at"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(login=sa.String(64), address=sa.String(64), at=sa.String(24)),
        sa.Index("ix_sign_in_failures_login", "login", "at"),
        sa.Index("ix_sign_in_failures_address", "address", "at"),
        sa.Index("ix_sign_in_failures_at", "at"),
    )
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(staff_id=sa.String(32), role=sa.String(16), first_day=sa.String(10)),
        *required(last_day=sa.String(10), by=sa.String(32)),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_stand_ins_days")),
        sa.Index("ix_stand_ins_staff_id", "staff_id"),
        sa.Index("ix_stand_ins_by", "by"),
    )


def downgrade() -> None:
    """Remove them, with all accounts."""
    for table in ("stand_ins", "sign_in_failures", "staff_sessions", "staff"):
        op.drop_table(table)
