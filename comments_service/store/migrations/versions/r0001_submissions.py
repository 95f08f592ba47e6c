"""Submissions with their comments, participants, the append-only entries, the demo clock."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSED = "entries are never changed or deleted"


def upgrade() -> None:
    """Lay out the first tables."""
    _clock()
    _key_checks()
    _participants()
    _entries()
    _submissions()
    _comments()
    _keep_entries()


def downgrade() -> None:
    """Remove them all, with what is in them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER entries_kept ON entries")
        op.execute("DROP TRIGGER entries_not_emptied ON entries")
        op.execute("DROP FUNCTION refuse_entry_change()")
    for table in (
        "comments", "submissions", "entries", "participant_lookups", "participants",
        "key_checks", "clock",
    ):  # fmt: skip
        op.drop_table(table)


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("setting", sa.String(40), nullable=False),
        sa.Column("offset_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )


def _key_checks() -> None:
    op.create_table(
        "key_checks",
        sa.Column("key_id", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_key_checks"),
    )


def _participants() -> None:
    op.create_table(
        "participants",
        sa.Column("id", sa.String(32)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
    )
    op.create_table(
        "participant_lookups",
        sa.Column("participant_id", sa.String(32)),
        sa.Column("key_id", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("participant_id", "key_id", name="pk_participant_lookups"),
        sa.UniqueConstraint("digest", name="uq_participant_lookups_digest"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name="fk_participant_lookups_participant_id",
        ),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(32)),
        sa.Column("receipt_no", sa.String(24), nullable=False),
        sa.Column("query_code", sa.Text, nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("policy_title", sa.Text, nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("window_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("participant_id", sa.String(32), nullable=False),
        sa.Column("personal", sa.Text, nullable=False),
        sa.Column("assurance", sa.String(32), nullable=False),
        sa.Column("consent_notice_at", sa.String(24), nullable=False),
        sa.Column("consent_publish_name", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("idempotency", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(100), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("receipt_no", name="uq_submissions_receipt_no"),
        sa.UniqueConstraint("idempotency", name="uq_submissions_idempotency"),
        sa.UniqueConstraint("entry", name="uq_submissions_entry"),
        sa.ForeignKeyConstraint(["entry"], ["entries.seq"], name="fk_submissions_entry"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_submissions_participant_id"
        ),
    )
    op.create_index("ix_submissions_policy", "submissions", ["policy", "entry"])
    op.create_index("ix_submissions_participant_id", "submissions", ["participant_id"])


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(32)),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("wid", sa.Text),
        sa.Column("eid", sa.Text),
        sa.Column("clause_digest", sa.String(80), nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("clause_text", sa.Text, nullable=False),
        sa.Column("selector", sa.Text),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("proposed_text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content_salt", sa.String(32), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("submission_id", "position", name="uq_comments_submission_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_comments_submission_id"
        ),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("seq", sa.BigInteger, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entries"),
    )
    op.create_index("ix_entries_subject", "entries", ["subject"])


def _keep_entries() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entries_no_{change.lower()} BEFORE {change} ON entries "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        # INSERT OR REPLACE deletes without firing the delete trigger.
        op.execute(
            "CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries "
            "WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'entries are never changed or deleted'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_entry_change()"
    )
    op.execute(
        "CREATE TRIGGER entries_not_emptied BEFORE TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_entry_change()"
    )
