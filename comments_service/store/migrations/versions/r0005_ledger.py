"""The entries become the ledger; versions, states, counts, decisions; what the desk keeps.

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

from comments_service.store.migrations import earlier_tables, ledger_tables
from comments_service.store.migrations.kept_entries import keep_entries, let_entries_go
from comments_service.store.migrations.kept_tables import keep, let_go

revision = "0005"
down_revision = "0004"

_LEVELS, _OF_A_LEVEL = 4, 1000
_BEIJING = {
    "sqlite": "date(received_at, '+8 hours')",
    "postgresql": "to_char((received_at::timestamptz AT TIME ZONE 'UTC') + interval '8 hours',"
    " 'YYYY-MM-DD')",
}
_EARLIER = earlier_tables.comments, earlier_tables.submissions, earlier_tables.entries
_LATER = (
    ledger_tables.comment_versions, ledger_tables.comments, ledger_tables.submissions,
    ledger_tables.ledger,
)  # fmt: skip
_KEPT_TABLES = "ledger", "comment_versions", "decisions"
# What the release before knows to read.
_KNOWN = "submission.received", "window_closed", "clock_accepted", "database.restored"


def upgrade() -> None:
    """Make the new tables and bring over what stands; its entries become those of schema 0."""
    bind = op.get_bind()
    let_entries_go()
    _copy_aside(_EARLIER)
    for table in _EARLIER:
        table.drop(bind, checkfirst=False)
    for table in ledger_tables.TABLES:
        table.create(bind, checkfirst=False)
    _bring_over(bind)
    _drop_copies(_EARLIER)
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
    _copy_aside(_LATER)
    for table in reversed(ledger_tables.TABLES):
        table.drop(bind, checkfirst=False)
    for table in reversed(_EARLIER):
        table.create(bind, checkfirst=False)
    # As the step before left it.
    op.drop_index("ix_submissions_participant_id", "submissions")
    of_late = ["participant_id", "received_at"]
    op.create_index("ix_submissions_participant_id", "submissions", of_late)
    _take_back(bind)
    _drop_copies(_LATER)
    keep_entries()


def _copy_aside(tables: tuple[sa.Table, ...]) -> None:
    for table in tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")


def _drop_copies(tables: tuple[sa.Table, ...]) -> None:
    for table in tables:
        op.drop_table(f"before_{table}")


def _common(one: sa.Table, other: sa.Table) -> str:
    """Return the names of the columns that two tables have in common, to stand in a statement."""
    return ", ".join(column.name for column in one.columns if column.name in other.columns)


_INTO_LEDGER = (
    "INSERT INTO ledger (id, stream, subject, actor, type, schema, at, body, salt, digest) "
    "SELECT e.seq, COALESCE(s.policy, CASE WHEN e.type = 'window_closed' THEN e.subject "
    "ELSE 'site' END), e.subject, CASE WHEN e.type = 'submission.received' THEN 'public' "
    "ELSE 'system' END, e.type, 0, e.at, e.body, e.salt, e.digest "
    "FROM before_entries e LEFT JOIN before_submissions s ON s.entry = e.seq"
)
_OF_SUBMISSIONS = _common(earlier_tables.submissions, ledger_tables.submissions)
_OF_COMMENTS = _common(earlier_tables.comments, ledger_tables.comments)
_OF_VERSIONS = _common(earlier_tables.comments, ledger_tables.comment_versions)


def _bring_over(bind: sa.Connection) -> None:
    op.execute(_INTO_LEDGER)
    op.execute(
        f"INSERT INTO submissions ({_OF_SUBMISSIONS}, received_on) "
        f"SELECT {_OF_SUBMISSIONS}, {_BEIJING[bind.dialect.name]} FROM before_submissions"
    )
    op.execute(f"INSERT INTO comments ({_OF_COMMENTS}) SELECT {_OF_COMMENTS} FROM before_comments")
    op.execute(
        f"INSERT INTO comment_versions (comment_id, number, {_OF_VERSIONS}, salt, digest, entry) "
        f"SELECT c.id, 1, {_OF_VERSIONS}, content_salt, content_digest, s.entry "
        "FROM before_comments c JOIN before_submissions s ON s.id = c.submission_id"
    )
    _project(bind)


_RECEIVED = sa.text(
    'SELECT c.id AS comment, s.id AS submission, s.policy, s.window_id AS "window", c.position, '
    "c.wid, c.eid, s.channel, p.kind, s.received_on AS day, s.entry, s.entry AS changed "
    "FROM submissions s JOIN comments c ON c.submission_id = s.id "
    "JOIN participants p ON p.id = s.participant_id ORDER BY s.entry, c.position"
)
_AT_FIRST = {
    "late": False, "unchecked": False, "sealed": False, "state": "received", "stage": "study",
}  # fmt: skip
_SEEN = 'policy, sealed, "window"'
_GROUPS = f"{_SEEN}, stage, channel, kind, late, disposition"
_SPLITS = {
    "whole": (f"{_GROUPS}, state, unchecked, released", ""),
    "clause": (f"{_GROUPS}, rank", ""),
    "rank": (f"{_SEEN}, rank", ""),
    "day": ("policy, day", "WHERE NOT sealed"),
    "submission": ('policy, "window"', "WHERE position = 0"),
}


def _project(bind: sa.Connection) -> None:
    """Write the states that follow from the entries, and their counts."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    rows = []
    for found in bind.execute(_RECEIVED).mappings():
        known = numbers[found["policy"]]
        serial = known.setdefault(found["submission"], len(known) + 1)
        named = {name: value for name, value in found.items() if name != "eid"}
        rows.append({**named, **_AT_FIRST, "serial": serial, "rank": _rank(found["eid"])})
    if rows:
        # By names alone: days are text here as they are there.
        op.bulk_insert(sa.table("comment_states", *[sa.column(name) for name in rows[0]]), rows)
    for split, (names, where) in _SPLITS.items():
        count = (
            f"INSERT INTO comment_counts (merged, split, {names}, number) SELECT :yes, '{split}', "
            f"{names}, count(*) FROM comment_states {where} GROUP BY {names}"
        )
        bind.execute(sa.text(count), {"yes": True})
    _count_participants(bind)


_SENDERS = sa.text(
    "SELECT DISTINCT s.policy, p.kind, p.id, s.window_id FROM submissions s "
    "JOIN participants p ON p.id = s.participant_id"
)


def _count_participants(bind: sa.Connection) -> None:
    """Count participants by the windows in which they took part."""
    windows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for policy, kind, participant, window in bind.execute(_SENDERS):
        windows[policy, kind, participant].append(window)
    counted = Counter((*who[:2], " ".join(sorted(every))) for who, every in windows.items())
    same = {"merged": True, "split": "participant"}
    rows = [
        {**same, "policy": policy, "kind": kind, "window": every, "number": number}
        for (policy, kind, every), number in counted.items()
    ]
    op.bulk_insert(ledger_tables.comment_counts, rows)


def _rank(eid: str | None) -> int:
    if eid is None:
        return -1
    numbers = [int(each) for each in re.findall(r"[0-9]+", eid)][:_LEVELS]
    place = 0
    for number in [*numbers, *[0] * (_LEVELS - len(numbers))]:
        place = place * _OF_A_LEVEL + min(number, _OF_A_LEVEL - 1)
    return int(_OF_A_LEVEL**_LEVELS) + place


def _take_back(bind: sa.Connection) -> None:
    rows = [_entry(bind, row) for row in bind.execute(_IN_ORDER).mappings().all()]
    if rows:
        op.bulk_insert(sa.table("entries", *[sa.column(name) for name in rows[0]]), rows)
    every = _OF_SUBMISSIONS
    op.execute(f"INSERT INTO submissions ({every}) SELECT {every} FROM before_submissions")
    op.execute(
        f"INSERT INTO comments ({_OF_COMMENTS}, {_OF_VERSIONS}, state, content_salt, "
        f"content_digest) SELECT {_OF_COMMENTS}, {_OF_VERSIONS}, 'received', salt, digest "
        "FROM before_comments c JOIN before_comment_versions v "
        "ON v.comment_id = c.id AND v.number = 1"
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
    elif row["type"] == "clock_accepted":
        data = {**data, "by": row["actor"]}
    whole = {"at": row["at"], "type": row["type"], "subject": row["subject"], "data": data}
    body = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(bytes.fromhex(row["salt"]) + body.encode()).hexdigest()
    return {"seq": row["id"], **kept, "body": body, "digest": digest}


_ITS_SUBMISSION = sa.text(
    'SELECT receipt_no, policy, policy_title, version, window_id AS "window", channel, '
    "participant_id AS participant, kind AS participant_kind, assurance, consent_publish_name "
    "FROM before_submissions s JOIN participants p ON p.id = s.participant_id WHERE s.id = :id"
).columns(consent_publish_name=sa.Boolean)
_ITS_COMMENTS = sa.text(
    "SELECT id, wid, eid, clause_digest, digest AS content_digest FROM before_comments c "
    "JOIN before_comment_versions v ON v.comment_id = c.id AND v.number = 1 "
    "WHERE submission_id = :id ORDER BY position"
)


def _received(bind: sa.Connection, submission: str) -> dict[str, Any]:
    own = bind.execute(_ITS_SUBMISSION, {"id": submission}).mappings().one()
    comments = bind.execute(_ITS_COMMENTS, {"id": submission}).mappings()
    return {**own, "comments": [dict(each) for each in comments]}
