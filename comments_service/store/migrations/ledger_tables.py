"""Making the tables of the step to the ledger, and those of before."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def ledger() -> None:
    """Make the ledger."""
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.create_index("ix_ledger_stream", "ledger", ["stream", "id"])
    op.create_index("ix_ledger_type", "ledger", ["stream", "type", "id"])
    op.create_index("ix_ledger_subject", "ledger", ["subject"])


def days() -> list[sa.Column[Any]]:
    """Return the columns of the days by which lateness is judged."""
    return [
        sa.Column("posted_on", sa.String(10)),
        sa.Column("received_on", sa.String(10), nullable=False),
    ]


def submissions(entry: str, *more: sa.Column[Any]) -> None:
    """Make the submissions, whose entry stands in the column ``entry``."""
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
        *more,
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("receipt_no", name="uq_submissions_receipt_no"),
        sa.UniqueConstraint("idempotency", name="uq_submissions_idempotency"),
        sa.UniqueConstraint("entry", name="uq_submissions_entry"),
        sa.ForeignKeyConstraint(["entry"], [entry], name="fk_submissions_entry"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_submissions_participant_id"
        ),
    )
    op.create_index("ix_submissions_policy", "submissions", ["policy", "entry"])
    op.create_index(
        "ix_submissions_participant_id", "submissions", ["participant_id", "received_at"]
    )


def comments(*more: sa.Column[Any]) -> None:
    """Make the comments."""
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
        *more,
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("submission_id", "position", name="uq_comments_submission_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_comments_submission_id"
        ),
    )


def versioned_columns() -> list[sa.Column[Any]]:
    """Return what moved into the versions."""
    return [
        sa.Column("selector", sa.Text),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("proposed_text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("content_salt", sa.String(32), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
    ]


def versions() -> None:
    """Make the versions of comments."""
    op.create_table(
        "comment_versions",
        sa.Column("comment_id", sa.String(32)),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("proposed_text", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("selector", sa.Text),
        sa.Column("salt", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("erased_at", sa.String(24)),
        sa.PrimaryKeyConstraint("comment_id", "number", name="pk_comment_versions"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_comment_versions_comment_id"
        ),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"], name="fk_comment_versions_entry"),
    )
    op.create_index("ix_comment_versions_entry", "comment_versions", ["entry"])


def _cell() -> list[sa.Column[Any]]:
    """Return the columns that states and counts have in common."""
    return [
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("window", sa.String(64), nullable=False),
        sa.Column("wid", sa.Text),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("unchecked", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("disposition", sa.String(32)),
    ]


def states() -> None:
    """Make the states of comments."""
    op.create_table(
        "comment_states",
        sa.Column("comment", sa.String(32)),
        sa.Column("submission", sa.String(32), nullable=False),
        *_cell(),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("proposal", sa.String(32)),
        sa.Column("proposer", sa.String(32)),
        sa.Column("decision", sa.String(32)),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_comment_states"),
    )
    in_order = ["serial", "position"]
    op.create_index("ix_comment_states_submission", "comment_states", ["submission"])
    op.create_index(
        "ix_comment_states_policy", "comment_states", ["policy", *in_order], unique=True
    )
    for name in ("rank", "channel", "kind", "state", "disposition"):
        columns = ["policy", name, *in_order]
        op.create_index(f"ix_comment_states_{name}", "comment_states", columns)
    op.create_index(
        "ix_comment_states_sealed", "comment_states", ["policy", "serial", "position"],
        sqlite_where=sa.text("sealed = 1"), postgresql_where=sa.text("sealed"),
    )  # fmt: skip


def decisions() -> None:
    """Make the decisions."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32)),
        sa.Column("comment_id", sa.String(32), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("disposition", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("to_wid", sa.Text),
        sa.Column("to_version", sa.String(16)),
        sa.Column("to_citation", sa.Text, nullable=False),
        sa.Column("later", sa.Text, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_decisions_comment_id"),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"], name="fk_decisions_entry"),
    )
    op.create_index("ix_decisions_comment_id", "decisions", ["comment_id", "at"])
    op.create_index("ix_decisions_entry", "decisions", ["entry"])


def counts() -> None:
    """Make the counts of comments."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    of_day = [
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
    ]
    for table, columns in (("comment_counts", _cell()), ("comment_days", of_day)):
        op.create_table(
            table,
            sa.Column("id", number),
            sa.Column("merged", sa.Boolean, nullable=False),
            *columns,
            sa.Column("number", sa.Integer, nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        parts = ["sealed", "unchecked", "state", "number"] if table == "comment_counts" else []
        op.create_index(f"ix_{table}_policy", table, ["policy", *parts])
        op.create_index(f"ix_{table}_merged", table, ["merged", "policy"])


def entries() -> None:
    """Make the entries as they were before."""
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


_REFUSED = "entries are never changed or deleted"


def keep_entries() -> None:
    """Make their triggers as they were before."""
    if op.get_bind().dialect.name == "sqlite":
        for change, condition in (("UPDATE", ""), ("DELETE", ""), ("INSERT", _REPLACED)):
            name = {"UPDATE": "update", "DELETE": "delete", "INSERT": "replace"}[change]
            op.execute(
                f"CREATE TRIGGER entries_no_{name} BEFORE {change} ON entries {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
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


_REPLACED = "WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq) "
