"""The tables, as the newest migration leaves them (a test compares the two).

Instants are text in UTC to the millisecond, ``2018-07-18T15:59:59.999Z``: exact on
every database, and in order when sorted.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as text in UTC to the millisecond."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the instant; it must be aware."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read the instant back, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def instant_text(at: datetime) -> str:
    """Write an aware instant as it is kept."""
    if at.tzinfo is None:
        message = "an instant must be aware"
        raise ValueError(message)
    plain = at.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="milliseconds") + "Z"


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

entries = Table(
    "entries",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("type", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_entries_subject", "subject"),
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
    Column("assurance", String(32), nullable=False),
    Column("consent_notice_at", Instant, nullable=False),
    Column("consent_publish_name", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("idempotency", String(64), nullable=False, unique=True),
    Column("fingerprint", String(100), nullable=False),
    Column("entry", ForeignKey("entries.seq"), nullable=False, unique=True),
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
    Column("selector", Text),
    Column("stance", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("proposed_text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("content_salt", String(32), nullable=False),
    Column("content_digest", String(64), nullable=False),
    UniqueConstraint("submission_id", "position"),
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

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("first_password", Boolean, nullable=False),
    Column("roles", Text, nullable=False),
    Column("policies", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index("ix_staff_sessions_staff_id", "staff_id"),
    Index("ix_staff_sessions_ends_at", "ends_at"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_sign_in_failures_login", "login", "at"),
    Index("ix_sign_in_failures_address", "address", "at"),
    Index("ix_sign_in_failures_at", "at"),
)

stand_ins = Table(
    "stand_ins",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("by", ForeignKey("staff.id"), nullable=False),
    CheckConstraint("first_day <= last_day", name="days"),
    Index("ix_stand_ins_staff_id", "staff_id"),
    Index("ix_stand_ins_by", "by"),
)
