"""What entering on the desk keeps: scans of what came on paper, and the units that were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "scans",
        sa.Column("id", sa.String(32)),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("submission_id", sa.String(32)),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scans"),
        _refers("scans", "submission_id", "submissions"),
        _refers("scans", "by", "staff"),
    )
    op.create_index("ix_scans_submission_id", "scans", ["submission_id", "made_at"])
    op.create_index("ix_scans_by", "scans", ["by"])
    _units()


def _units() -> None:
    op.create_table(
        "units_asked",
        sa.Column("id", sa.String(32)),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.String(24), nullable=False),
        sa.Column("replied_on", sa.String(10)),
        sa.Column("submission_id", sa.String(32)),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_units_asked"),
        _refers("units_asked", "by", "staff"),
        _refers("units_asked", "submission_id", "submissions"),
        _refers("units_asked", "entry", "ledger"),
    )
    op.create_index("ix_units_asked_policy", "units_asked", ["policy", "due_on"])
    for column in ("by", "submission_id", "entry"):
        op.create_index(f"ix_units_asked_{column}", "units_asked", [column])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def downgrade() -> None:
    """Remove them, with all scans."""
    op.drop_table("units_asked")
    op.drop_table("scans")
