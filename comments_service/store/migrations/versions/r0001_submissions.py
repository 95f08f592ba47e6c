"""Submissions with their comments, participants, the append-only entries, the demo clock."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required
from comments_service.store.migrations import ledger_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay out the first tables."""
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *required(setting=sa.String(40), offset_ms=sa.BigInteger),
    )
    op.create_table(
        "key_checks",
        sa.Column("key_id", sa.String(32), primary_key=True),
        *required(digest=sa.String(64)),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.String(32), primary_key=True),
        *required(kind=sa.String(16), created_at=sa.String(24)),
    )
    op.create_table(
        "participant_lookups",
        sa.Column("participant_id", sa.String(32), primary_key=True),
        sa.Column("key_id", sa.String(32), primary_key=True),
        *required(digest=sa.String(64)),
        sa.UniqueConstraint("digest"),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"]),
    )
    ledger_tables.entries()
    ledger_tables.submissions("entries.seq")
    ledger_tables.comments(*ledger_tables.columns_of_before())
    ledger_tables.keep_entries()


def downgrade() -> None:
    """Remove them all, with what is in them."""
    ledger_tables.let_entries_go()
    for table in (
        "comments", "submissions", "entries", "participant_lookups", "participants",
        "key_checks", "clock",
    ):  # fmt: skip
        op.drop_table(table)
