"""All tables as the step leaves them that checks what they hold; once released never changed."""

from functools import cache

import sqlalchemy as sa

from comments_service.store.column_types import NAMING, Instant, optional, required
from comments_service.store.migrations import (
    earlier_tables,
    ledger_tables,
    public_tables,
    writer_tables,
)
from comments_service.store.migrations.checked_columns import check

_CODE, _DIGEST = sa.String(16), sa.String(64)


@cache
def earlier() -> sa.MetaData:
    """Return the tables as the steps before leave them."""
    made = _without_comments()
    comments = ledger_tables.comments.to_metadata(made)
    for column in public_tables.added()["comments"]:
        comments.append_column(column)
    sa.Index("ix_comments_text_mark", comments.c.text_mark)
    return made


def _without_comments() -> sa.MetaData:
    made = sa.MetaData(naming_convention=NAMING)
    taken = ("clock", "key_checks", "participants", "participant_lookups")
    for table in (
        *(earlier_tables.metadata.tables[name] for name in taken),
        *ledger_tables.TABLES,
        *public_tables.TABLES,
        writer_tables.ledger_counts,
    ):
        if table.name != "comments":
            table.to_metadata(made)
    for column in public_tables.added()["submissions"]:
        made.tables["submissions"].append_column(column)
    sa.Table(
        "clock_floor",
        made,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *required(at=Instant, accepted=sa.BigInteger, demonstration=sa.String(64)),
    )
    sa.Table(
        "identity",
        made,
        sa.Column("only_row", sa.Integer, primary_key=True, autoincrement=False),
        *required(database_id=sa.String(32), demo=sa.Boolean, made_at=Instant),
        sa.CheckConstraint("only_row = 1", name="only_row"),
    )
    sa.Table(
        "address_turns",
        made,
        sa.Column("id", sa.String(32), primary_key=True),
        *required(deed=_CODE, address=sa.String(64), at=Instant),
        sa.Index("ix_address_turns_address", "address", "deed", "at"),
        sa.Index("ix_address_turns_at", "at"),
        sqlite_with_rowid=False,
    )
    return made


_KINDS = ("person", "organisation", "department")
_CHANNELS = (
    "web", "letter", "fax", "email", "phone", "meeting", "counter", "official_letter",
    "questionnaire", "visit", "referred",
)  # fmt: skip
_DISPOSITIONS = (
    "adopted", "partly_adopted", "not_adopted", "already_provided", "out_of_scope", "referred",
    "petition", "invalid",
)  # fmt: skip
_PROGRESS = ("received", "sorted", "studied", "decided", "answered", "withdrawn")
_STAGES = ("unchecked", "study", "review", "reviewed", "aside")
_LANGUAGES = ("zh-CN", "en")
_OF_STATES = {
    "channel": _CHANNELS, "kind": _KINDS, "state": _PROGRESS, "stage": _STAGES,
    # What accuses somebody is with the inspector.
    "disposition": (*_DISPOSITIONS, "discipline"), "released": _DISPOSITIONS,
}  # fmt: skip
ENUMERATIONS: dict[str, tuple[str, ...]] = {
    "participants.kind": _KINDS,
    "submissions.channel": _CHANNELS,
    "submissions.assurance": ("declared", "contact_verified", "identity_verified"),
    "submissions.language": _LANGUAGES,
    "comment_versions.stance": ("support", "oppose", "suggest", "question"),
    **{f"comment_states.{name}": words for name, words in _OF_STATES.items()},
    **{f"comment_counts.{name}": words for name, words in _OF_STATES.items()},
    "comment_counts.split": ("whole", "clause", "rank", "day", "submission", "participant"),
    "decisions.disposition": (*_DISPOSITIONS, "discipline", "unsealed"),
    "stand_ins.role": (
        "registrar", "handler", "reviewer", "publisher", "supervisor", "admin", "inspector",
        "drafter",
    ),
    "attachments.text_state": ("pending", "read", "empty", "refused"),
    "messages.kind": ("code", "receipt", "outcome"),
    "messages.language": _LANGUAGES,
    "messages.dropped": ("refused", "expired", "stopped", "moot"),
    "submission_requests.kind": ("access", "correction", "erasure", "not_mine"),
    "submission_requests.state": ("open", "granted", "restricted", "refused"),
    "address_turns.deed": (
        "submission", "wrong_lookup", "form", "attachment", "code", "identity", "own",
    ),
}  # fmt: skip
"""What may stand in a column, by ``table.column``."""


@cache
def checked() -> sa.MetaData:
    """Return the tables as the step leaves them."""
    return new_tables()


def new_tables() -> sa.MetaData:
    """Return the tables as the step leaves them, made again for a caller who adds to them."""
    made = _without_comments()
    # A clause's words once, by their SHA-256, and not in each comment on it.
    sa.Table(
        "clause_texts",
        made,
        sa.Column("digest", _DIGEST, primary_key=True),
        *required(text=sa.Text),
    )
    sa.Table(
        "comments",
        made,
        sa.Column("id", sa.String(32), primary_key=True),
        *required(submission_id=sa.ForeignKey("submissions.id"), position=sa.Integer),
        *optional(wid=sa.Text, eid=sa.Text, text_mark=_DIGEST),
        *required(clause_digest=sa.String(80), citation=sa.Text),
        *required(text_digest=sa.ForeignKey("clause_texts.digest")),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_comments_text_mark", "text_mark"),
        sa.Index("ix_comments_text_digest", "text_digest"),
    )
    for table in made.sorted_tables:
        check(table, ENUMERATIONS)
    return made
