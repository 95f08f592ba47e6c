"""What the step to kept tallies adds; once released it never changes."""

from typing import Any

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, optional, required
from comments_service.store.migrations.checked_columns import checked

_CODE, _NAME = sa.String(16), sa.String(64)
_FIGURES = (
    "submissions", "comments", "participants", "withdrawn", "support", "oppose", "suggest",
    "question",
)  # fmt: skip

# Those that came since the last time that they were put together.
_UNMERGED: dict[str, Any] = {
    "sqlite_where": sa.text("merged = 0"), "postgresql_where": sa.text("NOT merged"),
}  # fmt: skip
metadata = sa.MetaData(naming_convention=NAMING)

# The tally of each policy as changes, inserted and summed up: no row that every writer waits for.
_raw = sa.Table(
    "tally_counts",
    sa.MetaData(naming_convention=NAMING),
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    *required(merged=sa.Boolean, policy=_NAME, split=_CODE, name=sa.Text),
    *optional(eid=sa.Text, citation=sa.Text),
    *required(**dict.fromkeys(_FIGURES, sa.Integer)),
    sa.Index("ix_tally_counts_split", "split", "policy", "name"),
    sa.Index("ix_tally_counts_merged", "policy", **_UNMERGED),
)
ENUMERATIONS = {"tally_counts.split": ("clause", "day", "kind")}
checked(_raw, metadata, ENUMERATIONS)
tally_counts = metadata.tables["tally_counts"]
