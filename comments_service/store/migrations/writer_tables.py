"""What the step to writers side by side adds; once released it never changes."""

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, required

metadata = sa.MetaData(naming_convention=NAMING)

# How many entries there are on PostgreSQL, where their numbers have gaps: a row by each statement
# that inserts some, put together later, so that no row is one that every writer waits for.
ledger_counts = sa.Table(
    "ledger_counts",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    *required(number=sa.BigInteger),
)

COUNT = " BEGIN INSERT INTO ledger_counts (number) SELECT count(*) FROM added; RETURN NULL; END "
"""The body of the function ``count_entries`` on PostgreSQL."""
COUNTED = (
    "CREATE TRIGGER ledger_counted AFTER INSERT ON ledger REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION count_entries()"
)
