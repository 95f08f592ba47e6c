"""The tables of what staff keep beside comments: scans, and the units that were asked."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from comments_service.store.column_types import Day, Instant, metadata

# What came on paper. Name and content are encrypted; without a submission it is an upload that
# waits for its form to be saved.
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
