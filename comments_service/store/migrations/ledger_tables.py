"""Making the tables of the step to the ledger, and those of before.

Constraints without a name get the one that ``column_types.NAMING`` makes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from comments_service.store.column_types import optional, required

_ID, _CODE, _NAME, _SALT, _DIGEST = (sa.String(n) for n in (32, 16, 64, 32, 64))
_DAY, _INSTANT = sa.String(10), sa.String(24)


def ledger() -> None:
    """Make the ledger."""
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        *required(stream=_NAME, subject=_NAME, actor=_ID, type=_NAME, schema=sa.Integer),
        *required(at=_INSTANT, body=sa.Text, salt=_SALT, digest=_DIGEST),
        sa.Index("ix_ledger_stream", "stream", "id"),
        sa.Index("ix_ledger_type", "stream", "type", "id"),
        sa.Index("ix_ledger_subject", "subject"),
    )


def days() -> list[sa.Column[Any]]:
    """Return the columns of the days by which lateness is judged."""
    return [*optional(posted_on=_DAY), *required(received_on=_DAY)]


def submissions(entry: str, *more: sa.Column[Any], of_late: tuple[str, ...] = ()) -> None:
    """Make the submissions, whose entry stands in the column ``entry``.

    ``of_late`` are the columns of an index behind the participant.
    """
    op.create_table(
        "submissions",
        sa.Column("id", _ID, primary_key=True),
        *required(receipt_no=sa.String(24), query_code=sa.Text, policy=_NAME),
        *required(policy_title=sa.Text, version=_CODE, window_id=_NAME, channel=_CODE),
        *required(participant_id=_ID, personal=sa.Text, assurance=_ID),
        *required(consent_notice_at=_INSTANT, consent_publish_name=sa.Boolean),
        *required(received_at=_INSTANT, idempotency=_DIGEST, fingerprint=sa.String(100)),
        *required(entry=sa.BigInteger),
        *more,
        *(sa.UniqueConstraint(name) for name in ("receipt_no", "idempotency", "entry")),
        sa.ForeignKeyConstraint(["entry"], [entry]),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"]),
        sa.Index("ix_submissions_policy", "policy", "entry"),
        sa.Index("ix_submissions_participant_id", "participant_id", *of_late),
    )


def comments(*more: sa.Column[Any]) -> None:
    """Make the comments."""
    op.create_table(
        "comments",
        sa.Column("id", _ID, primary_key=True),
        *required(submission_id=_ID, position=sa.Integer),
        *optional(wid=sa.Text, eid=sa.Text),
        *required(clause_digest=sa.String(80), citation=sa.Text, clause_text=sa.Text),
        *more,
        sa.UniqueConstraint("submission_id", "position"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"]),
    )


def columns_of_before() -> list[sa.Column[Any]]:
    """Return what comments held before: what moved into their versions, and the state."""
    return [
        *optional(selector=sa.Text),
        *required(stance=_CODE, body=sa.Text, proposed_text=sa.Text, reason=sa.Text),
        *required(confidential=sa.Boolean, state=_CODE, content_salt=_SALT, content_digest=_DIGEST),
    ]


def versions() -> None:
    """Make the versions of comments."""
    op.create_table(
        "comment_versions",
        sa.Column("comment_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *required(stance=_CODE, confidential=sa.Boolean, digest=_DIGEST, entry=sa.BigInteger),
        *optional(body=sa.Text, proposed_text=sa.Text, reason=sa.Text, selector=sa.Text),
        *optional(salt=_SALT, erased_at=_INSTANT),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"]),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"]),
        sa.Index("ix_comment_versions_entry", "entry"),
    )


def states() -> None:
    """Make the states of comments; what the register is narrowed by stands in its indexes."""
    in_order = ["serial", "position"]
    groups = ["sealed", "stage", "channel", "kind", "late", "disposition"]
    wide = {
        "received": [*in_order, "rank", *groups, "window", "comment"],
        "rank": ["rank", *in_order, *groups, "window", "comment"],
        "groups": [*groups, "rank", *in_order, "window", "comment"],
    }
    where = sa.text("proposal IS NOT NULL")
    waiting: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), where)
    op.create_table(
        "comment_states",
        sa.Column("comment", _ID, primary_key=True),
        *required(policy=_NAME, window=_NAME, rank=sa.BigInteger, channel=_CODE, kind=_CODE),
        *required(late=sa.Boolean, unchecked=sa.Boolean, sealed=sa.Boolean, state=_CODE),
        *optional(wid=sa.Text, disposition=_ID),
        *required(submission=_ID, serial=sa.Integer, position=sa.Integer, day=_DAY),
        *optional(proposal=_ID, proposer=_ID, decision=_ID, released=_ID),
        *required(entry=sa.BigInteger, changed=sa.BigInteger, stage=_CODE),
        sa.Index("ix_comment_states_submission", "submission"),
        sa.Index("ix_comment_states_policy", "policy", *in_order, unique=True),
        *(sa.Index(f"ix_comment_states_{name}", "policy", *each) for name, each in wide.items()),
        sa.Index(
            "ix_comment_states_sealed",
            "policy",
            *in_order,
            sqlite_where=sa.text("sealed = 1"),
            postgresql_where=sa.text("sealed"),
        ),
        sa.Index("ix_comment_states_waiting", "policy", "proposer", *in_order, **waiting),
    )


def decisions() -> None:
    """Make the decisions."""
    op.create_table(
        "decisions",
        sa.Column("id", _ID, primary_key=True),
        *required(comment_id=_ID, policy=_NAME, disposition=_ID, reason=sa.Text),
        *required(summary=sa.Text, to_citation=sa.Text, later=sa.Text, by=_ID, at=_INSTANT),
        *required(salt=_SALT, digest=_DIGEST, entry=sa.BigInteger),
        *optional(to_wid=sa.Text, to_version=_CODE),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"]),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"]),
        sa.Index("ix_decisions_comment_id", "comment_id", "at"),
        sa.Index("ix_decisions_entry", "entry"),
    )


def counts() -> None:
    """Make the counts of comments, of submissions and of participants."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "comment_counts",
        sa.Column("id", number, primary_key=True),
        *required(merged=sa.Boolean, split=_CODE, policy=_NAME, number=sa.Integer),
        *optional(sealed=sa.Boolean, window=sa.Text, rank=sa.BigInteger, stage=_CODE),
        *optional(channel=_CODE, kind=_CODE, late=sa.Boolean, disposition=_ID, state=_CODE),
        *optional(unchecked=sa.Boolean, released=_ID, day=_DAY),
        sa.Index(
            "ix_comment_counts_split",
            *("policy", "split", "sealed", "window", "rank", "stage", "channel", "kind", "late"),
            *("disposition", "state", "unchecked", "released", "day", "number"),
        ),
        sa.Index("ix_comment_counts_merged", "merged", "policy"),
    )


def entries() -> None:
    """Make the entries as they were before."""
    op.create_table(
        "entries",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *required(at=_INSTANT, type=_NAME, subject=_NAME, body=sa.Text),
        *required(salt=_SALT, digest=_DIGEST),
        sa.Index("ix_entries_subject", "subject"),
    )


_REFUSED = "entries are never changed or deleted"
# INSERT OR REPLACE deletes without firing the delete trigger.
_REPLACED = "WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq) "


def keep_entries() -> None:
    """Make their triggers as they were before."""
    if op.get_bind().dialect.name == "sqlite":
        for change, name, condition in (
            ("UPDATE", "update", ""), ("DELETE", "delete", ""), ("INSERT", "replace", _REPLACED),
        ):  # fmt: skip
            op.execute(
                f"CREATE TRIGGER entries_no_{name} BEFORE {change} ON entries {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for name, changes, each in (
        ("kept", "UPDATE OR DELETE", "ROW"), ("not_emptied", "TRUNCATE", "STATEMENT"),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER entries_{name} BEFORE {changes} ON entries "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_entry_change()"
        )


def let_entries_go() -> None:
    """Remove the triggers on PostgreSQL; on SQLite they go with their table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_entry_change() CASCADE")
