"""The entries become the ledger; versions, states, counts of comments, and decisions on them.

Tables that others refer to are moved aside as plain copies, made anew and filled: the same
steps on both databases, in one transaction.
"""

# ruff: noqa: S608 - statements are put together of the names that stand here

import hashlib
import json
import re
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations.kept_tables import keep, let_go

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LEVELS, _OF_A_LEVEL = 4, 1000
_VERSIONED = "stance", "body", "proposed_text", "reason", "confidential", "selector"
_CLAUSE = "wid", "eid", "clause_digest", "citation", "clause_text"
_SUBMISSION = (
    "id", "receipt_no", "query_code", "policy", "policy_title", "version", "window_id", "channel",
    "participant_id", "personal", "assurance", "consent_notice_at", "consent_publish_name",
    "received_at", "idempotency", "fingerprint", "entry",
)  # fmt: skip
_BEIJING = {
    "sqlite": "date(received_at, '+8 hours')",
    "postgresql": "to_char((received_at::timestamptz AT TIME ZONE 'UTC') + interval '8 hours',"
    " 'YYYY-MM-DD')",
}
_KEPT_TABLES = "ledger", "comment_versions", "decisions"
# What the release before knows to read.
_KNOWN = "submission.received", "window_closed", "clock_accepted", "database.restored"


def upgrade() -> None:
    """Make the new tables and bring over what stands; its entries become those of schema 0."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER entries_kept ON entries")
        op.execute("DROP TRIGGER entries_not_emptied ON entries")
        op.execute("DROP FUNCTION refuse_entry_change()")
    _aside("comments", "submissions", "entries")
    _ledger()
    _submissions("ledger.id", sa.Column("personal_salt", sa.String(32)), *_days())
    _comments()
    _versions()
    _states()
    _decisions()
    _counts()
    _bring_over()
    _drop("comments", "submissions", "entries")
    keep(*_KEPT_TABLES)


def downgrade() -> None:
    """Go back to the entries; what the release before cannot keep is refused, never lost."""
    bind = op.get_bind()
    kinds = set(bind.execute(sa.text("SELECT DISTINCT type FROM ledger")).scalars())
    beyond = sorted(kinds - set(_KNOWN))
    if beyond:
        message = f"the release before knows no entries of type {', '.join(beyond)}"
        raise RuntimeError(message)
    let_go(*_KEPT_TABLES)
    for table in ("comment_days", "comment_counts", "comment_states", "decisions"):
        op.drop_table(table)
    _aside("comment_versions", "comments", "submissions", "ledger")
    _entries()
    _submissions("entries.seq")
    _comments(*_versioned_columns(), sa.Column("state", sa.String(16), nullable=False))
    _take_back()
    _drop("comment_versions", "comments", "submissions", "ledger")
    _keep_entries()


def _aside(*tables: str) -> None:
    for table in tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")
    for table in tables:
        op.drop_table(table)


def _drop(*tables: str) -> None:
    for table in tables:
        op.drop_table(f"before_{table}")


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.create_index("ix_ledger_stream", "ledger", ["stream", "type", "id"])
    op.create_index("ix_ledger_subject", "ledger", ["subject"])


def _days() -> list[sa.Column[Any]]:
    return [
        sa.Column("posted_on", sa.String(10)),
        sa.Column("received_on", sa.String(10), nullable=False),
    ]


def _submissions(entry: str, *more: sa.Column[Any]) -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(32)),
        sa.Column("receipt_no", sa.String(24), nullable=False),
        sa.Column("query_code", sa.Text, nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("policy_title", sa.Text, nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("window_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("participant_id", sa.String(32), nullable=False),
        sa.Column("personal", sa.Text, nullable=False),
        sa.Column("assurance", sa.String(32), nullable=False),
        sa.Column("consent_notice_at", sa.String(24), nullable=False),
        sa.Column("consent_publish_name", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("idempotency", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(100), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("receipt_no", name="uq_submissions_receipt_no"),
        sa.UniqueConstraint("idempotency", name="uq_submissions_idempotency"),
        sa.UniqueConstraint("entry", name="uq_submissions_entry"),
        sa.ForeignKeyConstraint(["entry"], [entry], name="fk_submissions_entry"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_submissions_participant_id"
        ),
    )
    op.create_index("ix_submissions_policy", "submissions", ["policy", "entry"])
    op.create_index(
        "ix_submissions_participant_id", "submissions", ["participant_id", "received_at"]
    )


def _comments(*more: sa.Column[Any]) -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(32)),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("wid", sa.Text),
        sa.Column("eid", sa.Text),
        sa.Column("clause_digest", sa.String(80), nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("clause_text", sa.Text, nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("submission_id", "position", name="uq_comments_submission_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_comments_submission_id"
        ),
    )


def _versioned_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("selector", sa.Text),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("proposed_text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("content_salt", sa.String(32), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
    ]


def _versions() -> None:
    op.create_table(
        "comment_versions",
        sa.Column("comment_id", sa.String(32)),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("proposed_text", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("selector", sa.Text),
        sa.Column("salt", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("erased_at", sa.String(24)),
        sa.PrimaryKeyConstraint("comment_id", "number", name="pk_comment_versions"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_comment_versions_comment_id"
        ),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"], name="fk_comment_versions_entry"),
    )
    op.create_index("ix_comment_versions_entry", "comment_versions", ["entry"])


def _cell() -> list[sa.Column[Any]]:
    """Return the columns that states and counts have in common."""
    return [
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("window", sa.String(64), nullable=False),
        sa.Column("wid", sa.Text),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("unchecked", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("disposition", sa.String(32)),
    ]


def _states() -> None:
    op.create_table(
        "comment_states",
        sa.Column("comment", sa.String(32)),
        sa.Column("submission", sa.String(32), nullable=False),
        *_cell(),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("proposal", sa.String(32)),
        sa.Column("proposer", sa.String(32)),
        sa.Column("decision", sa.String(32)),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_comment_states"),
    )
    in_order = ["serial", "position"]
    op.create_index("ix_comment_states_submission", "comment_states", ["submission"])
    op.create_index(
        "ix_comment_states_policy", "comment_states", ["policy", *in_order], unique=True
    )
    for name in ("rank", "channel", "kind", "state", "disposition"):
        columns = ["policy", name, *in_order]
        op.create_index(f"ix_comment_states_{name}", "comment_states", columns)
    op.create_index("ix_comment_states_sealed", "comment_states", ["sealed", "policy", "serial"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32)),
        sa.Column("comment_id", sa.String(32), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("disposition", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("to_wid", sa.Text),
        sa.Column("to_version", sa.String(16)),
        sa.Column("to_citation", sa.Text, nullable=False),
        sa.Column("later", sa.Text, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_decisions_comment_id"),
        sa.ForeignKeyConstraint(["entry"], ["ledger.id"], name="fk_decisions_entry"),
    )
    op.create_index("ix_decisions_comment_id", "decisions", ["comment_id", "at"])
    op.create_index("ix_decisions_entry", "decisions", ["entry"])


def _counts() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    of_day = [
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
    ]
    for table, columns in (("comment_counts", _cell()), ("comment_days", of_day)):
        op.create_table(
            table,
            sa.Column("id", number),
            sa.Column("merged", sa.Boolean, nullable=False),
            *columns,
            sa.Column("number", sa.Integer, nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_policy", table, ["policy"])
        op.create_index(f"ix_{table}_merged", table, ["merged", "policy"])


_INTO_LEDGER = (
    "INSERT INTO ledger (id, stream, subject, actor, type, schema, at, body, salt, digest) "
    "SELECT e.seq, COALESCE(s.policy, CASE WHEN e.type = 'window_closed' THEN e.subject "
    "ELSE 'site' END), e.subject, CASE WHEN e.type = 'submission.received' THEN 'public' "
    "ELSE 'system' END, e.type, 0, e.at, e.body, e.salt, e.digest"
)
_VERSIONS = (
    f"INSERT INTO comment_versions (comment_id, number, {', '.join(_VERSIONED)}, salt, digest, "
    f"entry) SELECT c.id, 1, {', '.join(_VERSIONED)}, content_salt, content_digest, s.entry "
    "FROM before_comments c JOIN before_submissions s ON s.id = c.submission_id"
)


def _bring_over() -> None:
    bind = op.get_bind()
    own, comment = ", ".join(_SUBMISSION), ", ".join(("id", "submission_id", "position", *_CLAUSE))
    day = _BEIJING[bind.dialect.name]
    for statement in (
        f"{_INTO_LEDGER} FROM before_entries e LEFT JOIN before_submissions s ON s.entry = e.seq",
        f"INSERT INTO submissions ({own}, received_on) SELECT {own}, {day} FROM before_submissions",
        f"INSERT INTO comments ({comment}) SELECT {comment} FROM before_comments",
        _VERSIONS,
    ):
        bind.execute(sa.text(statement))
    _project(bind)


def _project(bind: sa.Connection) -> None:
    """Write the states that follow from the entries, and their counts."""
    query = (
        "SELECT c.id AS comment, s.id AS submission, s.policy, s.window_id, c.position, c.wid, "
        "c.eid, s.channel, p.kind, s.received_on AS day, s.entry FROM submissions s "
        "JOIN comments c ON c.submission_id = s.id JOIN participants p ON p.id = s.participant_id "
        "ORDER BY s.entry, c.position"
    )
    table = sa.table("comment_states", *[sa.column(name) for name in _STATE])
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    rows = []
    for found in bind.execute(sa.text(query)).mappings():
        known = numbers[found["policy"]]
        serial = known.setdefault(found["submission"], len(known) + 1)
        rows.append(_state(found, serial))
    if rows:
        bind.execute(sa.insert(table), rows)
    for into, names in (("comment_counts", _CELL), ("comment_days", "policy, day, channel")):
        count = (
            f"INSERT INTO {into} (merged, {names}, number) SELECT :yes, {names}, count(*) "
            f"FROM comment_states GROUP BY {names}"
        )
        bind.execute(sa.text(count), {"yes": True})


_CELL = 'policy, "window", wid, rank, channel, kind, late, unchecked, sealed, state, disposition'
_STATE = (
    "comment", "submission", "policy", "window", "serial", "position", "rank", "wid", "channel",
    "kind", "day", "late", "unchecked", "sealed", "state", "entry", "changed",
)  # fmt: skip


def _state(found: Any, serial: int) -> dict[str, Any]:
    same = {name: found[name] for name in ("comment", "submission", "policy", "position", "wid")}
    came = {name: found[name] for name in ("channel", "kind", "day", "entry")}
    return {
        **same,
        **came,
        "window": found["window_id"],
        "serial": serial,
        "rank": _rank(found["eid"]),
        "late": False,
        "unchecked": False,
        "sealed": False,
        "state": "received",
        "changed": found["entry"],
    }


def _rank(eid: str | None) -> int:
    if eid is None:
        return -1
    numbers = [int(each) for each in re.findall(r"[0-9]+", eid)][:_LEVELS]
    place = 0
    for number in [*numbers, *[0] * (_LEVELS - len(numbers))]:
        place = place * _OF_A_LEVEL + min(number, _OF_A_LEVEL - 1)
    return int(_OF_A_LEVEL**_LEVELS) + place


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("seq", sa.BigInteger, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entries"),
    )
    op.create_index("ix_entries_subject", "entries", ["subject"])


def _take_back() -> None:
    bind = op.get_bind()
    rows = [_entry(bind, row) for row in bind.execute(_IN_ORDER).mappings().all()]
    names = ("seq", "at", "type", "subject", "body", "salt", "digest")
    if rows:
        bind.execute(sa.insert(sa.table("entries", *[sa.column(n) for n in names])), rows)
    own, clause = ", ".join(_SUBMISSION), ", ".join(_CLAUSE)
    versioned = ", ".join(_VERSIONED)
    bind.execute(sa.text(f"INSERT INTO submissions ({own}) SELECT {own} FROM before_submissions"))
    bind.execute(
        sa.text(
            f"INSERT INTO comments (id, submission_id, position, {clause}, {versioned}, state, "
            f"content_salt, content_digest) SELECT id, submission_id, position, {clause}, "
            f"{versioned}, 'received', salt, digest FROM before_comments c "
            "JOIN before_comment_versions v ON v.comment_id = c.id AND v.number = 1"
        )
    )


_IN_ORDER = sa.text("SELECT * FROM before_ledger ORDER BY id")


def _entry(bind: sa.Connection, row: Any) -> dict[str, Any]:
    """Return an entry in the form of before; of schema 0 it is what it was."""
    kept = {name: row[name] for name in ("at", "type", "subject", "body", "salt", "digest")}
    if row["schema"] == 0:
        return {"seq": row["id"], **kept}
    data = json.loads(row["body"])
    if row["type"] == "submission.received":
        data = _received(bind, row["subject"])
    elif row["type"] == "window_closed":
        data = {**data, "policy": row["stream"]}
    whole = {"at": row["at"], "type": row["type"], "subject": row["subject"], "data": data}
    body = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(bytes.fromhex(row["salt"]) + body.encode()).hexdigest()
    return {"seq": row["id"], **kept, "body": body, "digest": digest}


_OF_SUBMISSION = sa.text(
    'SELECT receipt_no, policy, policy_title, version, window_id AS "window", channel, '
    "participant_id AS participant, kind AS participant_kind, assurance, consent_publish_name "
    "FROM before_submissions s JOIN participants p ON p.id = s.participant_id WHERE s.id = :id"
).columns(consent_publish_name=sa.Boolean)
_OF_COMMENTS = sa.text(
    "SELECT id, wid, eid, clause_digest, digest AS content_digest FROM before_comments c "
    "JOIN before_comment_versions v ON v.comment_id = c.id AND v.number = 1 "
    "WHERE submission_id = :id ORDER BY position"
)


def _received(bind: sa.Connection, submission: str) -> dict[str, Any]:
    own = bind.execute(_OF_SUBMISSION, {"id": submission}).mappings().one()
    comments = bind.execute(_OF_COMMENTS, {"id": submission}).mappings()
    return {**own, "comments": [dict(each) for each in comments]}


_REFUSED = "entries are never changed or deleted"


def _keep_entries() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change, condition in (("UPDATE", ""), ("DELETE", ""), ("INSERT", _REPLACED)):
            name = {"UPDATE": "update", "DELETE": "delete", "INSERT": "replace"}[change]
            op.execute(
                f"CREATE TRIGGER entries_no_{name} BEFORE {change} ON entries {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_entry_change()"
    )
    op.execute(
        "CREATE TRIGGER entries_not_emptied BEFORE TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_entry_change()"
    )


_REPLACED = "WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq) "
