"""What the step to the public's side adds; once released it never changes."""

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, Day, Instant, optional, required
from comments_service.store.migrations import ledger_tables

_ID, _CODE, _NAME, _SALT, _DIGEST = (sa.String(n) for n in (32, 16, 64, 32, 64))

metadata = sa.MetaData(naming_convention=NAMING)
# They are there already; the new ones refer to them.
_earlier = [ledger_tables.metadata.tables[name].to_metadata(metadata) for name in (
    "participants", "ledger", "staff", "submissions", "comments",
)]  # fmt: skip


def added() -> dict[str, list[sa.Column[object]]]:
    """Return the columns that earlier tables get, made anew."""
    return {
        "submissions": optional(
            notice_version=sa.String(40),
            restricted_at=Instant,
            erased_at=Instant,
            filled_seconds=sa.Integer,
            language=_CODE,
        ),
        # A keyed digest of the folded words, by which the same text from many is found.
        "comments": optional(text_mark=_DIGEST),
    }


attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(policy=_NAME, name=sa.Text, media_type=sa.String(100), size=sa.Integer),
    *required(salt=_SALT, digest=_DIGEST, content=sa.LargeBinary, made_at=Instant),
    *required(text_state=_CODE),
    *optional(text=sa.LargeBinary, claimed_at=Instant, position=sa.Integer),
    *optional(submission_id=sa.ForeignKey("submissions.id")),
    *optional(comment_id=sa.ForeignKey("comments.id")),
    sa.Index("ix_attachments_submission_id", "submission_id"),
    sa.Index("ix_attachments_comment_id", "comment_id", "position"),
    sa.Index("ix_attachments_text_state", "text_state", "made_at"),
)

contact_codes = sa.Table(
    "contact_codes",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(address_digest=_DIGEST, address=sa.Text, code_digest=_DIGEST, made_at=Instant),
    *required(tries=sa.Integer),
    *optional(used_at=Instant),
    sa.Index("ix_contact_codes_address_digest", "address_digest", "made_at"),
    sa.Index("ix_contact_codes_made_at", "made_at"),
)

# A message names no address: whoever sends it takes that from what it belongs to. ``tried_at`` is
# of an attempt of which nothing tells how it ended.
messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(kind=_CODE, language=_CODE, made_at=Instant, due_at=Instant, attempts=sa.Integer),
    *optional(tried_at=Instant, sent_at=Instant, dropped=_CODE, words=sa.Text),
    *optional(submission_id=sa.ForeignKey("submissions.id")),
    *optional(contact_code_id=sa.ForeignKey("contact_codes.id", ondelete="CASCADE")),
    sa.UniqueConstraint("submission_id", "kind"),
    sa.Index("ix_messages_contact_code_id", "contact_code_id"),
    sa.Index("ix_messages_due_at", "sent_at", "dropped", "due_at"),
)

message_stops = sa.Table(
    "message_stops",
    metadata,
    sa.Column("submission_id", sa.ForeignKey("submissions.id"), primary_key=True),
    *required(at=Instant),
)

identity_sessions = sa.Table(
    "identity_sessions",
    metadata,
    sa.Column("state_digest", _DIGEST, primary_key=True),
    # What only this service knows of a way to the provider, with the form that waits for it.
    *required(attempt=sa.Text, policy=_NAME, made_at=Instant),
    *optional(ticket_digest=_DIGEST, name=sa.Text, used_at=Instant),
    sa.UniqueConstraint("ticket_digest"),
    sa.Index("ix_identity_sessions_made_at", "made_at"),
)

spent_challenges = sa.Table(
    "spent_challenges",
    metadata,
    sa.Column("digest", _DIGEST, primary_key=True),
    *required(at=Instant),
    sa.Index("ix_spent_challenges_at", "at"),
    # Without row numbers, which would tell the order in which rows were written.
    sqlite_with_rowid=False,
)

submission_requests = sa.Table(
    "submission_requests",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(submission_id=sa.ForeignKey("submissions.id"), policy=_NAME, kind=_CODE),
    *required(made_at=Instant, due_on=Day, state=_CODE, digest=_DIGEST),
    *required(entry=sa.ForeignKey("ledger.id")),
    # Words and answer, encrypted, and the salts of their digests are gone after an erasure.
    *optional(comment_id=sa.ForeignKey("comments.id"), words=sa.Text, salt=_SALT),
    *optional(answer=sa.Text, answer_salt=_SALT, answer_digest=_DIGEST, answered_at=Instant),
    *optional(answered_by=sa.ForeignKey("staff.id")),
    sa.Index("ix_submission_requests_policy", "policy", "state", "due_on"),
    *(
        sa.Index(f"ix_submission_requests_{name}", name)
        for name in ("submission_id", "comment_id", "answered_by", "entry")
    ),
)

# Whether the public sees a comment: the last row of each says so. ``redacted`` are the parts of
# the version's texts that are left out.
comment_releases = sa.Table(
    "comment_releases",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    *required(comment_id=sa.ForeignKey("comments.id"), policy=_NAME, version=sa.Integer),
    *required(shown=sa.Boolean, redacted=sa.Text, reason=sa.Text, by=_ID, at=Instant),
    *required(salt=_SALT, digest=_DIGEST, entry=sa.ForeignKey("ledger.id")),
    sa.Index("ix_comment_releases_comment_id", "comment_id", "entry"),
    sa.Index("ix_comment_releases_policy", "policy", "entry"),
    sa.Index("ix_comment_releases_entry", "entry"),
)

TABLES = [table for table in metadata.sorted_tables if table not in _earlier]
"""What the step makes, each after those that it refers to."""
