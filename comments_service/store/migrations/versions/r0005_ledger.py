"""The entries become the ledger; versions, states, counts of comments, and decisions on them.

Tables that others refer to are moved aside as plain copies, made anew and filled: the same
steps on both databases, in one transaction.
"""

# ruff: noqa: S608 - statements are put together of the names that stand here

import hashlib
import json
import re
from collections import Counter, defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations import ledger_tables
from comments_service.store.migrations.kept_tables import keep, let_go

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LEVELS, _OF_A_LEVEL = 4, 1000
_VERSIONED = "stance", "body", "proposed_text", "reason", "confidential", "selector"
_OF_LATE = ("received_at",)
_OF_WINDOW = ["participant_id", "policy", "window_id"]
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
    ledger_tables.let_entries_go()
    _aside("comments", "submissions", "entries")
    ledger_tables.ledger()
    salt = sa.Column("personal_salt", sa.String(32))
    ledger_tables.submissions("ledger.id", salt, *ledger_tables.days(), of_late=_OF_LATE)
    op.create_index("ix_submissions_window_id", "submissions", _OF_WINDOW)
    ledger_tables.comments()
    ledger_tables.versions()
    ledger_tables.states()
    ledger_tables.decisions()
    ledger_tables.counts()
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
    for table in ("comment_counts", "comment_states", "decisions"):
        op.drop_table(table)
    _aside("comment_versions", "comments", "submissions", "ledger")
    ledger_tables.entries()
    ledger_tables.submissions("entries.seq", of_late=_OF_LATE)
    ledger_tables.comments(*ledger_tables.columns_of_before())
    _take_back()
    _drop("comment_versions", "comments", "submissions", "ledger")
    ledger_tables.keep_entries()


def _aside(*tables: str) -> None:
    for table in tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")
    for table in tables:
        op.drop_table(table)


def _drop(*tables: str) -> None:
    for table in tables:
        op.drop_table(f"before_{table}")


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
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    rows = []
    for found in bind.execute(sa.text(query)).mappings():
        known = numbers[found["policy"]]
        serial = known.setdefault(found["submission"], len(known) + 1)
        rows.append(_state(found, serial))
    if rows:
        table = sa.table("comment_states", *map(sa.column, rows[0]))
        bind.execute(sa.insert(table), rows)
    for split, (names, where) in _SPLITS.items():
        count = (
            f"INSERT INTO comment_counts (merged, split, {names}, number) SELECT :yes, '{split}', "
            f"{names}, count(*) FROM comment_states {where} GROUP BY {names}"
        )
        bind.execute(sa.text(count), {"yes": True})
    _count_participants(bind)


def _count_participants(bind: sa.Connection) -> None:
    """Count participants by the windows in which they took part."""
    query = (
        "SELECT DISTINCT s.policy, p.kind, p.id, s.window_id FROM submissions s "
        "JOIN participants p ON p.id = s.participant_id"
    )
    windows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for *who, window in bind.execute(sa.text(query)):
        windows[tuple(who)].append(window)
    counted = Counter((*who[:2], " ".join(sorted(every))) for who, every in windows.items())
    into = (
        'INSERT INTO comment_counts (merged, split, policy, kind, "window", number) '
        "VALUES (:yes, 'participant', :policy, :kind, :windows, :number)"
    )
    for (policy, kind, every), number in counted.items():
        values = {"policy": policy, "kind": kind, "windows": every, "number": number}
        bind.execute(sa.text(into), {"yes": True, **values})


_SEEN = 'policy, sealed, "window"'
_GROUPS = f"{_SEEN}, stage, channel, kind, late, disposition"
_SPLITS = {
    "whole": (f"{_GROUPS}, state, unchecked, released", ""),
    "clause": (f"{_GROUPS}, rank", ""),
    "rank": (f"{_SEEN}, rank", ""),
    "day": ("policy, day", "WHERE NOT sealed"),
    "submission": ('policy, "window"', "WHERE position = 0"),
}


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
        "stage": "study",
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
