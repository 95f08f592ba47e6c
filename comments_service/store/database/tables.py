"""The tables, as the newest migration leaves them (a test compares the two).

Most are as the step that made them has them. What a later step changes is written here again.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, Table
from sqlalchemy.types import BigInteger

from comments_service.store.column_types import Instant, metadata, required
from comments_service.store.migrations import (
    earlier_tables,
    ledger_tables,
    public_tables,
    writer_tables,
)

clock = earlier_tables.clock.to_metadata(metadata)
key_checks = earlier_tables.key_checks.to_metadata(metadata)
participants = earlier_tables.participants.to_metadata(metadata)
participant_lookups = earlier_tables.participant_lookups.to_metadata(metadata)

clock_floor = Table(
    "clock_floor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *required(at=Instant, accepted=BigInteger, demonstration=String(64)),
)

identity = Table(
    "identity",
    metadata,
    Column("only_row", Integer, primary_key=True, autoincrement=False),
    *required(database_id=String(32), demo=Boolean, made_at=Instant),
    CheckConstraint("only_row = 1", name="only_row"),
)

address_turns = Table(
    "address_turns",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(deed=String(16), address=String(64), at=Instant),
    Index("ix_address_turns_address", "address", "deed", "at"),
    Index("ix_address_turns_at", "at"),
    sqlite_with_rowid=False,
)

ledger = ledger_tables.ledger.to_metadata(metadata)
ledger_counts = writer_tables.ledger_counts.to_metadata(metadata)
submissions = ledger_tables.submissions.to_metadata(metadata)
comments = ledger_tables.comments.to_metadata(metadata)
for _name, _columns in public_tables.added().items():
    for _column in _columns:
        metadata.tables[_name].append_column(_column)
Index("ix_comments_text_mark", comments.c.text_mark)
comment_versions = ledger_tables.comment_versions.to_metadata(metadata)
comment_states = ledger_tables.comment_states.to_metadata(metadata)
decisions = ledger_tables.decisions.to_metadata(metadata)
name_views = ledger_tables.name_views.to_metadata(metadata)
comment_counts = ledger_tables.comment_counts.to_metadata(metadata)
staff = ledger_tables.staff.to_metadata(metadata)
staff_sessions = ledger_tables.staff_sessions.to_metadata(metadata)
sign_in_failures = ledger_tables.sign_in_failures.to_metadata(metadata)
stand_ins = ledger_tables.stand_ins.to_metadata(metadata)
scans = ledger_tables.scans.to_metadata(metadata)
units_asked = ledger_tables.units_asked.to_metadata(metadata)
attachments = public_tables.attachments.to_metadata(metadata)
contact_codes = public_tables.contact_codes.to_metadata(metadata)
messages = public_tables.messages.to_metadata(metadata)
message_stops = public_tables.message_stops.to_metadata(metadata)
identity_sessions = public_tables.identity_sessions.to_metadata(metadata)
spent_challenges = public_tables.spent_challenges.to_metadata(metadata)
submission_requests = public_tables.submission_requests.to_metadata(metadata)
comment_releases = public_tables.comment_releases.to_metadata(metadata)
