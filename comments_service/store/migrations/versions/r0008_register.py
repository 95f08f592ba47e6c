"""Why a real name was looked at; and indexes that hold what the register is narrowed by."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import required

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATES, _COUNTS = "comment_states", "comment_counts"
_NARROWING = [
    "sealed", "state", "disposition", "channel", "kind", "late", "unchecked", "window", "comment",
]  # fmt: skip
_WIDE = {
    "received": ["policy", "serial", "position", *_NARROWING],
    "rank": ["policy", "rank", "serial", "position", *_NARROWING],
}
_NARROW = ("rank", "channel", "kind", "state", "disposition")
_CELLS = {
    "cells": [
        "policy", "sealed", "state", "disposition", "unchecked", "channel", "kind", "late",
        "window", "rank", "number",
    ],
    "rank": ["policy", "sealed", "window", "rank", "number"],
}  # fmt: skip


def upgrade() -> None:
    """Add the table, and wide indexes in place of those of one column each."""
    op.create_table(
        "name_views",
        sa.Column("entry", sa.BigInteger, primary_key=True, autoincrement=False),
        *required(comment_id=sa.String(32), reason=sa.Text, salt=sa.String(32)),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"]),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"]),
        sa.Index("ix_name_views_comment_id", "comment_id"),
    )
    for name in _NARROW:
        op.drop_index(f"ix_{_STATES}_{name}", _STATES)
    for name, columns in _WIDE.items():
        op.create_index(f"ix_{_STATES}_{name}", _STATES, columns)
    op.drop_index(f"ix_{_COUNTS}_policy", _COUNTS)
    for name, columns in _CELLS.items():
        op.create_index(f"ix_{_COUNTS}_{name}", _COUNTS, columns)


def downgrade() -> None:
    """Put back what was before."""
    for name in _CELLS:
        op.drop_index(f"ix_{_COUNTS}_{name}", _COUNTS)
    op.create_index(f"ix_{_COUNTS}_policy", _COUNTS, ["policy"])
    for name in _WIDE:
        op.drop_index(f"ix_{_STATES}_{name}", _STATES)
    for name in _NARROW:
        op.create_index(f"ix_{_STATES}_{name}", _STATES, ["policy", name, "serial", "position"])
    op.drop_table("name_views")
