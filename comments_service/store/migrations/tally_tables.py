"""What the step to kept tallies adds; once released it never changes."""

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, optional, required

_CODE, _NAME = sa.String(16), sa.String(64)
_FIGURES = (
    "submissions", "comments", "participants", "withdrawn", "support", "oppose", "suggest",
    "question",
)  # fmt: skip

metadata = sa.MetaData(naming_convention=NAMING)

# The tally of each policy as changes, inserted and summed up: no row that every writer waits for.
tally_counts = sa.Table(
    "tally_counts",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    *required(merged=sa.Boolean, policy=_NAME, split=_CODE, name=sa.Text),
    *optional(eid=sa.Text, citation=sa.Text),
    *required(**dict.fromkeys(_FIGURES, sa.Integer)),
    sa.Index("ix_tally_counts_policy", "policy", "merged"),
)
