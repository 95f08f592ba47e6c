"""A database knows what it is: its id, since when, and whether it is a demonstration's."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give the database an identity; one that has entries keeps the time of its first."""
    identity = op.create_table(
        "identity",
        sa.Column("only_row", sa.Integer, primary_key=True, autoincrement=False),
        *required(database_id=sa.String(32), demo=sa.Boolean, made_at=sa.String(24)),
        sa.CheckConstraint("only_row = 1", name=op.f("ck_identity_only_row")),
    )
    connection = op.get_bind()
    first = connection.execute(sa.text("SELECT min(at) FROM entries")).scalar()
    # Only a demonstration keeps an offset from real time.
    demo = bool(connection.execute(sa.text("SELECT count(*) FROM clock")).scalar())
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    row = {
        "only_row": 1,
        "database_id": uuid.uuid4().hex,
        "demo": demo,
        "made_at": first or now,
    }
    op.bulk_insert(identity, [row])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("identity")
