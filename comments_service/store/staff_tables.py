"""The tables of staff: accounts, sessions, wrong passwords, who stands in for whom."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)

from comments_service.store.column_types import Instant, metadata

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

# What came on paper. Name and content are encrypted; without a submission it is an upload that
# waits for its form to be saved.
