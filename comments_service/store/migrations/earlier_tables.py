"""The tables of release 0.1.0, which the first step makes: never changed."""

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, Instant, optional, required

_ID, _CODE, _NAME, _DIGEST = (sa.String(n) for n in (32, 16, 64, 64))

metadata = sa.MetaData(naming_convention=NAMING)

clock = sa.Table(
    "clock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    *required(setting=sa.String(40), offset_ms=sa.BigInteger),
)

key_checks = sa.Table(
    "key_checks",
    metadata,
    sa.Column("key_id", _ID, primary_key=True),
    *required(digest=_DIGEST),
)

participants = sa.Table(
    "participants",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(kind=_CODE, created_at=Instant),
)

participant_lookups = sa.Table(
    "participant_lookups",
    metadata,
    sa.Column("participant_id", sa.ForeignKey("participants.id"), primary_key=True),
    sa.Column("key_id", _ID, primary_key=True),
    *required(digest=_DIGEST),
    sa.UniqueConstraint("digest"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    *required(at=Instant, type=_NAME, subject=_NAME, body=sa.Text, salt=_ID, digest=_DIGEST),
    sa.Index("ix_entries_subject", "subject"),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(receipt_no=sa.String(24), query_code=sa.Text, policy=_NAME, policy_title=sa.Text),
    *required(version=_CODE, window_id=_NAME, channel=_CODE),
    *required(participant_id=sa.ForeignKey("participants.id"), personal=sa.Text, assurance=_ID),
    *required(consent_notice_at=Instant, consent_publish_name=sa.Boolean, received_at=Instant),
    *required(idempotency=_DIGEST, fingerprint=sa.String(100), entry=sa.ForeignKey("entries.seq")),
    *(sa.UniqueConstraint(name) for name in ("receipt_no", "idempotency", "entry")),
    sa.Index("ix_submissions_policy", "policy", "entry"),
    sa.Index("ix_submissions_participant_id", "participant_id"),
)

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(submission_id=sa.ForeignKey("submissions.id"), position=sa.Integer),
    *optional(wid=sa.Text, eid=sa.Text, selector=sa.Text),
    *required(clause_digest=sa.String(80), citation=sa.Text, clause_text=sa.Text, stance=_CODE),
    *required(body=sa.Text, proposed_text=sa.Text, reason=sa.Text, confidential=sa.Boolean),
    *required(state=_CODE, content_salt=_ID, content_digest=_DIGEST),
    sa.UniqueConstraint("submission_id", "position"),
)
