"""The tables that the step to the ledger makes; those of before stand in ``earlier_tables``.

``store.tables`` takes them over. Once released they never change: a later step writes the
tables that it changes in ``store.tables`` anew.
"""

from typing import Any

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, Day, Instant, optional, required
from comments_service.store.migrations import earlier_tables

_ID, _CODE, _NAME, _SALT, _DIGEST = (sa.String(n) for n in (32, 16, 64, 32, 64))

metadata = sa.MetaData(naming_convention=NAMING)
# It is there already; submissions refer to it.
_participants = earlier_tables.participants.to_metadata(metadata)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    *required(stream=_NAME, subject=_NAME, actor=_ID, type=_NAME, schema=sa.Integer),
    *required(at=Instant, body=sa.Text, salt=_SALT, digest=_DIGEST),
    sa.Index("ix_ledger_stream", "stream", "id"),
    sa.Index("ix_ledger_type", "stream", "type", "id"),
    sa.Index("ix_ledger_subject", "subject"),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(receipt_no=sa.String(24), query_code=sa.Text, policy=_NAME, policy_title=sa.Text),
    *required(version=_CODE, window_id=_NAME, channel=_CODE),
    *required(participant_id=sa.ForeignKey("participants.id"), personal=sa.Text, assurance=_ID),
    *required(consent_notice_at=Instant, consent_publish_name=sa.Boolean, received_at=Instant),
    *required(idempotency=_DIGEST, fingerprint=sa.String(100), entry=sa.ForeignKey("ledger.id")),
    # Without a salt where releases before 0.2.0 wrote the row: the ledger has no digest of it.
    *optional(personal_salt=_SALT, posted_on=Day),
    *required(received_on=Day),
    *(sa.UniqueConstraint(name) for name in ("receipt_no", "idempotency", "entry")),
    sa.Index("ix_submissions_policy", "policy", "entry"),
    sa.Index("ix_submissions_participant_id", "participant_id", "received_at"),
    sa.Index("ix_submissions_window_id", "participant_id", "policy", "window_id"),
)

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(submission_id=sa.ForeignKey("submissions.id"), position=sa.Integer),
    *optional(wid=sa.Text, eid=sa.Text),
    *required(clause_digest=sa.String(80), citation=sa.Text, clause_text=sa.Text),
    sa.UniqueConstraint("submission_id", "position"),
)

comment_versions = sa.Table(
    "comment_versions",
    metadata,
    sa.Column("comment_id", sa.ForeignKey("comments.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *required(stance=_CODE, confidential=sa.Boolean, digest=_DIGEST),
    *required(entry=sa.ForeignKey("ledger.id")),
    *optional(body=sa.Text, proposed_text=sa.Text, reason=sa.Text, selector=sa.Text),
    *optional(salt=_SALT, erased_at=Instant),
    sa.Index("ix_comment_versions_entry", "entry"),
)

_IN_ORDER = ("serial", "position")
# What the register is narrowed by, and what it shows by a key.
_GROUPS = ("sealed", "stage", "channel", "kind", "late", "disposition")
_NARROWING = (*_GROUPS, "window", "comment")
# The few that wait for a release.
_WAITING: dict[str, Any] = dict.fromkeys(
    ("sqlite_where", "postgresql_where"), sa.text("proposal IS NOT NULL")
)
_SEALED: dict[str, Any] = {
    "sqlite_where": sa.text("sealed = 1"), "postgresql_where": sa.text("sealed"),
}  # fmt: skip

comment_states = sa.Table(
    "comment_states",
    metadata,
    sa.Column("comment", _ID, primary_key=True),
    *required(policy=_NAME, window=_NAME, rank=sa.BigInteger, channel=_CODE, kind=_CODE),
    *required(late=sa.Boolean, unchecked=sa.Boolean, sealed=sa.Boolean, state=_CODE),
    *required(submission=_ID, serial=sa.Integer, position=sa.Integer, day=Day),
    *optional(wid=sa.Text, disposition=_ID, released=_ID, answered=sa.BigInteger),
    *optional(proposal=_ID, proposer=_ID, decision=_ID),
    *required(entry=sa.BigInteger, changed=sa.BigInteger, stage=_CODE),
    sa.Index("ix_comment_states_submission", "submission"),
    sa.Index("ix_comment_states_policy", "policy", *_IN_ORDER, unique=True),
    # For the register, in its two orders: what it is narrowed by stands in the index itself.
    sa.Index("ix_comment_states_received", "policy", *_IN_ORDER, "rank", *_NARROWING),
    sa.Index("ix_comment_states_rank", "policy", "rank", *_IN_ORDER, *_NARROWING),
    # For the few that a rare filter leaves.
    sa.Index(
        "ix_comment_states_groups",
        *("policy", *_GROUPS, "rank", *_IN_ORDER, "window", "comment"),
    ),
    # Nearly every comment is not sealed: for these it would be no index.
    sa.Index("ix_comment_states_sealed", "policy", *_IN_ORDER, **_SEALED),
    sa.Index("ix_comment_states_waiting", "policy", "proposer", *_IN_ORDER, **_WAITING),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(comment_id=sa.ForeignKey("comments.id"), policy=_NAME, disposition=_ID),
    *required(reason=sa.Text, summary=sa.Text, to_citation=sa.Text, later=sa.Text, by=_ID),
    *required(at=Instant, salt=_SALT, digest=_DIGEST, entry=sa.ForeignKey("ledger.id")),
    *optional(to_wid=sa.Text, to_version=_CODE),
    sa.Index("ix_decisions_comment_id", "comment_id", "at"),
    sa.Index("ix_decisions_entry", "entry"),
)

name_views = sa.Table(
    "name_views",
    metadata,
    sa.Column("entry", sa.ForeignKey("ledger.id"), primary_key=True, autoincrement=False),
    *required(comment_id=sa.ForeignKey("comments.id"), reason=sa.Text, salt=_SALT),
    sa.Index("ix_name_views_comment_id", "comment_id"),
)

# Counts as changes, inserted and summed up: no row that every writer waits for. What a row is
# not split by is NULL; of participants, ``window`` are all those in which they took part.
comment_counts = sa.Table(
    "comment_counts",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    *required(merged=sa.Boolean, split=_CODE, policy=_NAME, number=sa.Integer),
    *optional(sealed=sa.Boolean, window=sa.Text, rank=sa.BigInteger, stage=_CODE, channel=_CODE),
    *optional(kind=_CODE, late=sa.Boolean, disposition=_ID, state=_CODE),
    *optional(unchecked=sa.Boolean, released=_ID, day=Day),
    sa.Index(
        "ix_comment_counts_split",
        *("policy", "split", "sealed", "window", "rank", "stage", "channel", "kind", "late"),
        *("disposition", "state", "unchecked", "released", "day", "number"),
    ),
    sa.Index("ix_comment_counts_merged", "merged", "policy"),
)

# Accounts, sessions, wrong passwords, and who stands in for whom.
staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(login=_NAME, name=sa.Text, password=sa.Text, first_password=sa.Boolean),
    *required(roles=sa.Text, policies=sa.Text, active=sa.Boolean, made_at=Instant),
    sa.UniqueConstraint("login"),
)

staff_sessions = sa.Table(
    "staff_sessions",
    metadata,
    sa.Column("digest", _DIGEST, primary_key=True),
    *required(staff_id=sa.ForeignKey("staff.id"), csrf=_NAME, began_at=Instant),
    *required(seen_at=Instant, ends_at=Instant),
    sa.Index("ix_staff_sessions_staff_id", "staff_id"),
    sa.Index("ix_staff_sessions_ends_at", "ends_at"),
)

sign_in_failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(login=_NAME, address=_NAME, at=Instant),
    sa.Index("ix_sign_in_failures_login", "login", "at"),
    sa.Index("ix_sign_in_failures_address", "address", "at"),
    sa.Index("ix_sign_in_failures_at", "at"),
)

stand_ins = sa.Table(
    "stand_ins",
    metadata,
    sa.Column("entry", sa.ForeignKey("ledger.id"), primary_key=True, autoincrement=False),
    *required(staff_id=sa.ForeignKey("staff.id"), role=_CODE, first_day=Day, last_day=Day),
    *required(by=sa.ForeignKey("staff.id")),
    sa.CheckConstraint("first_day <= last_day", name="days"),
    sa.Index("ix_stand_ins_staff_id", "staff_id"),
    sa.Index("ix_stand_ins_by", "by"),
)

scans = sa.Table(
    "scans",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(policy=_NAME, by=sa.ForeignKey("staff.id"), name=sa.Text, media_type=_ID),
    *required(size=sa.Integer, salt=_SALT, digest=_DIGEST, content=sa.LargeBinary),
    *required(made_at=Instant),
    *optional(submission_id=sa.ForeignKey("submissions.id")),
    sa.Index("ix_scans_submission_id", "submission_id", "made_at"),
    sa.Index("ix_scans_by", "by"),
)

units_asked = sa.Table(
    "units_asked",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(policy=_NAME, name=sa.Text, due_on=Day, by=sa.ForeignKey("staff.id")),
    *required(asked_at=Instant, salt=_SALT, digest=_DIGEST, entry=sa.ForeignKey("ledger.id")),
    *optional(replied_on=Day, submission_id=sa.ForeignKey("submissions.id")),
    sa.Index("ix_units_asked_policy", "policy", "due_on"),
    *(sa.Index(f"ix_units_asked_{name}", name) for name in ("by", "submission_id", "entry")),
)

TABLES = [table for table in metadata.sorted_tables if table is not _participants]
"""What the step makes, each after those that it refers to."""
