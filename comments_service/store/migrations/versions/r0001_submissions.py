"""Submissions with their comments, participants, the append-only entries, the demo clock."""

from alembic import op

from comments_service.store.migrations.earlier_tables import metadata
from comments_service.store.migrations.kept_entries import keep_entries, let_entries_go

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Lay out the first tables."""
    metadata.create_all(op.get_bind(), checkfirst=False)
    keep_entries()


def downgrade() -> None:
    """Remove them all, with what is in them."""
    let_entries_go()
    metadata.drop_all(op.get_bind(), checkfirst=False)
