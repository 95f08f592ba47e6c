"""The tables, as the newest migration leaves them (a test compares the two)."""

from typing import Any

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

from comments_service.store.column_types import Day, Instant, metadata, optional, required

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *required(setting=String(40), offset_ms=BigInteger),
)

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

participants = Table(
    "participants",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(kind=String(16), created_at=Instant),
)

participant_lookups = Table(
    "participant_lookups",
    metadata,
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    Column("key_id", String(32), primary_key=True),
    *required(digest=String(64)),
    UniqueConstraint("digest"),
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("key_id", String(32), primary_key=True),
    *required(digest=String(64)),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *required(stream=String(64), subject=String(64), actor=String(32), type=String(64)),
    *required(schema=Integer, at=Instant, body=Text, salt=String(32), digest=String(64)),
    Index("ix_ledger_stream", "stream", "id"),
    Index("ix_ledger_type", "stream", "type", "id"),
    Index("ix_ledger_subject", "subject"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("receipt_no", String(24), nullable=False, unique=True),
    *required(query_code=Text, policy=String(64), policy_title=Text, version=String(16)),
    *required(window_id=String(64), channel=String(16)),
    *required(participant_id=ForeignKey("participants.id"), personal=Text),
    *required(assurance=String(32), consent_notice_at=Instant, consent_publish_name=Boolean),
    *required(received_at=Instant, received_on=Day, fingerprint=String(100)),
    # Without a salt where releases before 0.2.0 wrote the row: the ledger has no digest of it.
    *optional(posted_on=Day, personal_salt=String(32)),
    Column("idempotency", String(64), nullable=False, unique=True),
    Column("entry", ForeignKey("ledger.id"), nullable=False, unique=True),
    Index("ix_submissions_policy", "policy", "entry"),
    Index("ix_submissions_participant_id", "participant_id", "received_at"),
    Index("ix_submissions_window_id", "participant_id", "policy", "window_id"),
)

comments = Table(
    "comments",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(submission_id=ForeignKey("submissions.id"), position=Integer),
    *optional(wid=Text, eid=Text),
    *required(clause_digest=String(80), citation=Text, clause_text=Text),
    UniqueConstraint("submission_id", "position"),
)

comment_versions = Table(
    "comment_versions",
    metadata,
    Column("comment_id", ForeignKey("comments.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *required(stance=String(16), confidential=Boolean, digest=String(64)),
    *required(entry=ForeignKey("ledger.id")),
    *optional(body=Text, proposed_text=Text, reason=Text, selector=Text, salt=String(32)),
    *optional(erased_at=Instant),
    Index("ix_comment_versions_entry", "entry"),
)

# What the register is narrowed by, and what it shows by a key.
_GROUPS = ("sealed", "stage", "channel", "kind", "late", "disposition")
_NARROWING = (*_GROUPS, "window", "comment")
# The few that wait for a release.
_WAITING: dict[str, Any] = dict.fromkeys(
    ("sqlite_where", "postgresql_where"), text("proposal IS NOT NULL")
)

_SEALED: dict[str, Any] = {"sqlite_where": text("sealed = 1"), "postgresql_where": text("sealed")}

comment_states = Table(
    "comment_states",
    metadata,
    Column("comment", String(32), primary_key=True),
    *required(submission=String(32), policy=String(64), window=String(64), serial=Integer),
    *required(position=Integer, rank=BigInteger, channel=String(16), kind=String(16), day=Day),
    *required(late=Boolean, unchecked=Boolean, sealed=Boolean, state=String(16)),
    *required(entry=BigInteger, changed=BigInteger),
    *optional(wid=Text, proposal=String(32), disposition=String(32), proposer=String(32)),
    *optional(decision=String(32), released=String(32)),
    *required(stage=String(16)),
    Index("ix_comment_states_submission", "submission"),
    Index("ix_comment_states_policy", "policy", "serial", "position", unique=True),
    # For the register, in its two orders: what it is narrowed by stands in the index itself.
    Index("ix_comment_states_received", "policy", "serial", "position", "rank", *_NARROWING),
    Index("ix_comment_states_rank", "policy", "rank", "serial", "position", *_NARROWING),
    # For the few that a rare filter leaves.
    Index(
        "ix_comment_states_groups",
        *("policy", *_GROUPS, "rank", "serial", "position", "window", "comment"),
    ),
    # Nearly every comment is not sealed: for these it would be no index.
    Index("ix_comment_states_sealed", "policy", "serial", "position", **_SEALED),
    Index("ix_comment_states_waiting", "policy", "proposer", "serial", "position", **_WAITING),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(comment_id=ForeignKey("comments.id"), policy=String(64), disposition=String(32)),
    *required(reason=Text, summary=Text, to_citation=Text, later=Text, by=String(32)),
    *required(at=Instant, salt=String(32), digest=String(64), entry=ForeignKey("ledger.id")),
    *optional(to_wid=Text, to_version=String(16)),
    Index("ix_decisions_comment_id", "comment_id", "at"),
    Index("ix_decisions_entry", "entry"),
)

name_views = Table(
    "name_views",
    metadata,
    Column("entry", ForeignKey("ledger.id"), primary_key=True, autoincrement=False),
    *required(comment_id=ForeignKey("comments.id"), reason=Text, salt=String(32)),
    Index("ix_name_views_comment_id", "comment_id"),
)

# Counts as changes, inserted and summed up: no row that every writer waits for. What a row is
# not split by is NULL; of participants, ``window`` are all those in which they took part.
comment_counts = Table(
    "comment_counts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    *required(merged=Boolean, split=String(16), policy=String(64), number=Integer),
    *optional(sealed=Boolean, window=Text, rank=BigInteger, stage=String(16), channel=String(16)),
    *optional(kind=String(16), late=Boolean, disposition=String(32), state=String(16)),
    *optional(unchecked=Boolean, released=String(32), day=Day),
    Index(
        "ix_comment_counts_split",
        *("policy", "split", "sealed", "window", "rank", "stage", "channel", "kind", "late"),
        *("disposition", "state", "unchecked", "released", "day", "number"),
    ),
    Index("ix_comment_counts_merged", "merged", "policy"),
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

# Accounts, sessions, wrong passwords, and who stands in for whom.
staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    *required(name=Text, password=Text, first_password=Boolean, roles=Text, policies=Text),
    *required(active=Boolean, made_at=Instant),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    *required(staff_id=ForeignKey("staff.id"), csrf=String(64), began_at=Instant, seen_at=Instant),
    *required(ends_at=Instant),
    Index("ix_staff_sessions_staff_id", "staff_id"),
    Index("ix_staff_sessions_ends_at", "ends_at"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(login=String(64), address=String(64), at=Instant),
    Index("ix_sign_in_failures_login", "login", "at"),
    Index("ix_sign_in_failures_address", "address", "at"),
    Index("ix_sign_in_failures_at", "at"),
)

stand_ins = Table(
    "stand_ins",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(staff_id=ForeignKey("staff.id"), role=String(16), first_day=String(10)),
    *required(last_day=String(10), by=ForeignKey("staff.id")),
    CheckConstraint("first_day <= last_day", name="days"),
    Index("ix_stand_ins_staff_id", "staff_id"),
    Index("ix_stand_ins_by", "by"),
)

scans = Table(
    "scans",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(policy=String(64), by=ForeignKey("staff.id"), name=Text, media_type=String(32)),
    *required(size=Integer, salt=String(32), digest=String(64), content=LargeBinary),
    *required(made_at=Instant),
    *optional(submission_id=ForeignKey("submissions.id")),
    Index("ix_scans_submission_id", "submission_id", "made_at"),
    Index("ix_scans_by", "by"),
)

units_asked = Table(
    "units_asked",
    metadata,
    Column("id", String(32), primary_key=True),
    *required(policy=String(64), name=Text, due_on=Day, by=ForeignKey("staff.id")),
    *required(asked_at=Instant),
    *optional(replied_on=Day, submission_id=ForeignKey("submissions.id")),
    *required(salt=String(32), digest=String(64), entry=ForeignKey("ledger.id")),
    Index("ix_units_asked_policy", "policy", "due_on"),
    Index("ix_units_asked_by", "by"),
    Index("ix_units_asked_submission_id", "submission_id"),
    Index("ix_units_asked_entry", "entry"),
)
