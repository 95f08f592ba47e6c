"""Members of staff, their sessions, what was tried in vain, and who stands in for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "staff",
        sa.Column("id", sa.String(32)),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("first_password", sa.Boolean, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("policies", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )
    _sessions()
    _stand_ins()


def _sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.String(64)),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("began_at", sa.String(24), nullable=False),
        sa.Column("seen_at", sa.String(24), nullable=False),
        sa.Column("ends_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_index("ix_staff_sessions_ends_at", "staff_sessions", ["ends_at"])
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.String(32)),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_login", "sign_in_failures", ["login", "at"])
    op.create_index("ix_sign_in_failures_address", "sign_in_failures", ["address", "at"])
    op.create_index("ix_sign_in_failures_at", "sign_in_failures", ["at"])


def _stand_ins() -> None:
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.String(32)),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stand_ins"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_stand_ins_staff_id"),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_stand_ins_by"),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_stand_ins_days")),
    )
    op.create_index("ix_stand_ins_staff_id", "stand_ins", ["staff_id"])
    op.create_index("ix_stand_ins_by", "stand_ins", ["by"])


def downgrade() -> None:
    """Remove them, with all accounts."""
    for table in ("stand_ins", "sign_in_failures", "staff_sessions", "staff"):
        op.drop_table(table)
