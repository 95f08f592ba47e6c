"""The tables, as the newest migration leaves them (a test compares the two)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

import comments_service.store.staff_tables  # noqa: F401 - its tables are of the same metadata
from comments_service.store.column_types import Day, Instant, metadata

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("setting", String(40), nullable=False),
    Column("offset_ms", BigInteger, nullable=False),
)

clock_floor = Table(
    "clock_floor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("accepted", BigInteger, nullable=False),
    Column("demonstration", String(64), nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("only_row", Integer, primary_key=True, autoincrement=False),
    Column("database_id", String(32), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    CheckConstraint("only_row = 1", name="only_row"),
)

participants = Table(
    "participants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
)

participant_lookups = Table(
    "participant_lookups",
    metadata,
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    Column("key_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("digest"),
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("key_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("actor", String(32), nullable=False),
    Column("type", String(64), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_ledger_stream", "stream", "id"),
    Index("ix_ledger_type", "stream", "type", "id"),
    Index("ix_ledger_subject", "subject"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("receipt_no", String(24), nullable=False, unique=True),
    Column("query_code", Text, nullable=False),
    Column("policy", String(64), nullable=False),
    Column("policy_title", Text, nullable=False),
    Column("version", String(16), nullable=False),
    Column("window_id", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("participant_id", ForeignKey("participants.id"), nullable=False),
    Column("personal", Text, nullable=False),
    # Without a salt where releases before 0.2.0 wrote the row: the ledger has no digest of it.
    Column("personal_salt", String(32)),
    Column("assurance", String(32), nullable=False),
    Column("consent_notice_at", Instant, nullable=False),
    Column("consent_publish_name", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("posted_on", Day),
    Column("received_on", Day, nullable=False),
    Column("idempotency", String(64), nullable=False, unique=True),
    Column("fingerprint", String(100), nullable=False),
    Column("entry", ForeignKey("ledger.id"), nullable=False, unique=True),
    Index("ix_submissions_policy", "policy", "entry"),
    Index("ix_submissions_participant_id", "participant_id", "received_at"),
)

comments = Table(
    "comments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("submission_id", ForeignKey("submissions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("wid", Text),
    Column("eid", Text),
    Column("clause_digest", String(80), nullable=False),
    Column("citation", Text, nullable=False),
    Column("clause_text", Text, nullable=False),
    UniqueConstraint("submission_id", "position"),
)

comment_versions = Table(
    "comment_versions",
    metadata,
    Column("comment_id", ForeignKey("comments.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stance", String(16), nullable=False),
    Column("body", Text),
    Column("proposed_text", Text),
    Column("reason", Text),
    Column("confidential", Boolean, nullable=False),
    Column("selector", Text),
    Column("salt", String(32)),
    Column("digest", String(64), nullable=False),
    Column("entry", ForeignKey("ledger.id"), nullable=False),
    Column("erased_at", Instant),
    Index("ix_comment_versions_entry", "entry"),
)

comment_states = Table(
    "comment_states",
    metadata,
    Column("comment", String(32), primary_key=True),
    Column("submission", String(32), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("window", String(64), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("wid", Text),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("day", Day, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("unchecked", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("proposal", String(32)),
    Column("disposition", String(32)),
    Column("proposer", String(32)),
    Column("decision", String(32)),
    Column("entry", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Index("ix_comment_states_submission", "submission"),
    # For the register: each way to narrow it or to sort it, the order of receipt behind.
    Index("ix_comment_states_policy", "policy", "serial", "position", unique=True),
    Index("ix_comment_states_rank", "policy", "rank", "serial", "position"),
    Index("ix_comment_states_channel", "policy", "channel", "serial", "position"),
    Index("ix_comment_states_kind", "policy", "kind", "serial", "position"),
    Index("ix_comment_states_state", "policy", "state", "serial", "position"),
    Index("ix_comment_states_disposition", "policy", "disposition", "serial", "position"),
    # Nearly every comment is not sealed: for these it would be no index.
    Index(
        "ix_comment_states_sealed",
        "policy",
        "serial",
        "position",
        sqlite_where=text("sealed = 1"),
        postgresql_where=text("sealed"),
    ),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("comment_id", ForeignKey("comments.id"), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("disposition", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("to_wid", Text),
    Column("to_version", String(16)),
    Column("to_citation", Text, nullable=False),
    Column("later", Text, nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("entry", ForeignKey("ledger.id"), nullable=False),
    Index("ix_decisions_comment_id", "comment_id", "at"),
    Index("ix_decisions_entry", "entry"),
)

name_views = Table(
    "name_views",
    metadata,
    Column("entry", ForeignKey("ledger.id"), primary_key=True, autoincrement=False),
    Column("comment_id", ForeignKey("comments.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("salt", String(32), nullable=False),
    Index("ix_name_views_comment_id", "comment_id"),
)

# Counts of comments as changes, inserted and summed up: no row that every writer waits for.
comment_counts = Table(
    "comment_counts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("merged", Boolean, nullable=False),
    Column("policy", String(64), nullable=False),
    Column("window", String(64), nullable=False),
    Column("wid", Text),
    Column("rank", BigInteger, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("unchecked", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("disposition", String(32)),
    Column("number", Integer, nullable=False),
    # All that the progress of a policy is summed up from.
    Index("ix_comment_counts_policy", "policy", "sealed", "unchecked", "state", "number"),
    Index("ix_comment_counts_merged", "merged", "policy"),
)

comment_days = Table(
    "comment_days",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("merged", Boolean, nullable=False),
    Column("policy", String(64), nullable=False),
    Column("day", Day, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Index("ix_comment_days_policy", "policy"),
    Index("ix_comment_days_merged", "merged", "policy"),
)

address_turns = Table(
    "address_turns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("deed", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_address_turns_address", "address", "deed", "at"),
    Index("ix_address_turns_at", "at"),
    sqlite_with_rowid=False,
)

scans = Table(
    "scans",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("policy", String(64), nullable=False),
    Column("submission_id", ForeignKey("submissions.id")),
    Column("by", ForeignKey("staff.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(32), nullable=False),
    Column("size", Integer, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_scans_submission_id", "submission_id", "made_at"),
    Index("ix_scans_by", "by"),
)

units_asked = Table(
    "units_asked",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("policy", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("due_on", Day, nullable=False),
    Column("by", ForeignKey("staff.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("replied_on", Day),
    Column("submission_id", ForeignKey("submissions.id")),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("entry", ForeignKey("ledger.id"), nullable=False),
    Index("ix_units_asked_policy", "policy", "due_on"),
    Index("ix_units_asked_by", "by"),
    Index("ix_units_asked_submission_id", "submission_id"),
    Index("ix_units_asked_entry", "entry"),
)
