"""Writers side by side: numbers that nobody waits for, and how many entries there are.

On PostgreSQL an entry's number is of a sequence, and a trigger counts what is inserted. A
submission's number is that of its entry: to count within a policy all its writers would wait.
"""

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations.writer_tables import COUNT, COUNTED, ledger_counts

revision = "0007"
down_revision = "0006"

_FROM_ENTRIES = (
    "UPDATE comment_states SET serial = "
    "(SELECT entry FROM submissions WHERE submissions.id = comment_states.submission)"
)
_WITHIN_POLICIES = (
    "UPDATE comment_states SET serial = ranked.number FROM "
    "(SELECT comment, dense_rank() OVER (PARTITION BY policy ORDER BY serial) AS number "
    "FROM comment_states) AS ranked WHERE ranked.comment = comment_states.comment"
)
_INDEX = "ix_comment_states_policy"


def upgrade() -> None:
    """Give submissions their entries' numbers; on PostgreSQL begin the sequence and the count."""
    bind = op.get_bind()
    ledger_counts.create(bind, checkfirst=False)
    _number(_FROM_ENTRIES)
    if bind.dialect.name == "postgresql":
        size = bind.execute(sa.text("SELECT count(*) FROM ledger")).scalar_one()
        op.bulk_insert(ledger_counts, [{"number": size}] if size else [])
        op.execute("CREATE SEQUENCE ledger_numbers OWNED BY ledger.id")
        op.execute("SELECT setval('ledger_numbers', max(id)) FROM ledger")
        op.execute(
            f"CREATE FUNCTION count_entries() RETURNS trigger LANGUAGE plpgsql AS $${COUNT}$$"
        )
        op.execute(COUNTED)


def downgrade() -> None:
    """Take it back; what the release before cannot read, numbers with gaps, is refused."""
    bind = op.get_bind()
    size, last = bind.execute(sa.text("SELECT count(*), max(id) FROM ledger")).one()
    if size and size != last:
        message = f"the release before reads {size} entries only where number {size} is the last"
        raise RuntimeError(message)
    if bind.dialect.name == "postgresql":
        op.execute("DROP FUNCTION count_entries() CASCADE")
        op.execute("DROP SEQUENCE ledger_numbers")
    _number(_WITHIN_POLICIES)
    ledger_counts.drop(bind, checkfirst=False)


def _number(statement: str) -> None:
    # It is checked row by row, and one number may be another's until that has its new one.
    op.drop_index(_INDEX, "comment_states")
    op.execute(statement)
    op.create_index(_INDEX, "comment_states", ["policy", "serial", "position"], unique=True)
