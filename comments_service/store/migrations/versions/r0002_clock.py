"""The floor of time: one row, below which no clock is believed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BEFORE_ALL = "1970-01-01T00:00:00.000Z"


def upgrade() -> None:
    """Lay the floor; the last entry's time holds where it is later."""
    floor = op.create_table(
        "clock_floor",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("accepted", sa.BigInteger, nullable=False),
        sa.Column("demonstration", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_floor"),
    )
    op.bulk_insert(floor, [{"id": 1, "at": _BEFORE_ALL, "accepted": 0, "demonstration": ""}])


def downgrade() -> None:
    """Remove it; the entries stay."""
    op.drop_table("clock_floor")
