"""The floor of time: one row, below which no clock is believed."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0002"
down_revision = "0001"

_BEFORE_ALL = "1970-01-01T00:00:00.000Z"


def upgrade() -> None:
    """Lay the floor; the last entry's time holds where it is later."""
    floor = op.create_table(
        "clock_floor",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *required(at=sa.String(24), accepted=sa.BigInteger, demonstration=sa.String(64)),
    )
    op.bulk_insert(floor, [{"id": 1, "at": _BEFORE_ALL, "accepted": 0, "demonstration": ""}])


def downgrade() -> None:
    """Remove it; the entries stay."""
    op.drop_table("clock_floor")
