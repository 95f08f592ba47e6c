"""Under which key each encrypted value is, and putting another one in its place."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    and_,
    bindparam,
    case,
    func,
    literal,
    not_,
    select,
    true,
    update,
)

from comments_service.store.database.encrypted_columns import (
    ENCRYPTED,
    FINGERPRINT,
    EncryptedColumn,
)
from comments_service.store.database.tables import participant_lookups, submissions

_S, _LOOKUPS = submissions.c, participant_lookups.c
# Longer than the longest key id, an algorithm's name and the nonce, which no two values share.
_BEGINNING = 80
# What has no algorithm's name in this column is a keyed digest of a release before 0.2.0.
_KEYED = and_(_S.fingerprint != "", not_(_S.fingerprint.like("%.%.%")))


class Renewed(NamedTuple):
    """A row whose value is to be replaced, and its keyed digest too where it has one."""

    row: str
    old: str | bytes
    new: str | bytes
    digest: str | None


def outdated(
    connection: Connection, held: EncryptedColumn, prefix: str, after: str, most: int
) -> list[tuple[str, str | bytes]]:
    """Return (row, value) of values that begin otherwise, in the order of rows, after a row."""
    row = _row(held)
    other = _is_encrypted(held), not_(_begins(held.column, prefix))
    query = select(row, held.column).where(*other, row > after).order_by(row).limit(most)
    return [tuple(found) for found in connection.execute(query)]


def replace(connection: Connection, held: EncryptedColumn, rows: Sequence[Renewed]) -> None:
    """Write new values where the old ones still are."""
    # No name of these is one of a column: each that is would be written too.
    beginning = func.substr(held.column, 1, _BEGINNING)
    begins = bindparam("old_beginning", type_=held.column.type)
    same = _row(held) == bindparam("old_row"), beginning == begins
    values: dict[Any, Any] = {held.column: bindparam("new_value")}
    if held.digests is not None:
        values[held.digests] = bindparam("new_digest")
    changes = [
        {
            "old_row": each.row,
            "old_beginning": each.old[:_BEGINNING],
            "new_value": each.new,
            "new_digest": each.digest,
        }
        for each in rows
    ]
    connection.execute(update(held.column.table).where(*same).values(values), changes)


def rows_under(connection: Connection, key_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Count by key and by column what is under each key: encrypted values and looked-up people."""
    counts: dict[str, dict[str, int]] = {key_id: {} for key_id in key_ids}
    for held in ENCRYPTED:
        each = [func.sum(case((_begins(held.column, f"{key}."), 1), else_=0)) for key in counts]
        for key, number in zip(counts, connection.execute(select(*each)).one(), strict=True):
            counts[key][held.purpose] = number or 0
    query = select(_LOOKUPS.key_id, func.count()).group_by(_LOOKUPS.key_id)
    for key, number in connection.execute(query):
        counts.setdefault(key, {})["participant"] = number
    return counts


def keyed_retries(connection: Connection) -> list[tuple[str, str]]:
    """Return (policy, window) of submissions that are found again by a keyed digest alone."""
    return [tuple(row) for row in connection.execute(
        select(_S.policy, _S.window_id).where(_KEYED).distinct()
    )]  # fmt: skip


def end_retries(
    connection: Connection, policy: str, window: str, after: str, most: int
) -> Sequence[str]:
    """Let submissions of a window be found no more by such a digest; return which, by id.

    After an id: to find the next ones no earlier one is read again.
    """
    mine = _KEYED, _S.policy == policy, _S.window_id == window, _S.id > after
    found = connection.scalars(select(_S.id).where(*mine).order_by(_S.id).limit(most)).all()
    # No digest looks like it, and no two rows have the same.
    nothing = {_S.fingerprint: "", _S.idempotency: "ended/" + _S.id}
    connection.execute(update(submissions).where(_S.id.in_(found)).values(nothing))
    return found


def _row(held: EncryptedColumn) -> ColumnElement[str]:
    [row] = held.column.table.primary_key.columns
    return row


def _is_encrypted(held: EncryptedColumn) -> ColumnElement[bool]:
    if isinstance(held.column.type, LargeBinary):
        return held.column.is_not(None)
    return and_(held.column != "", not_(_KEYED) if held is FINGERPRINT else true())


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    is_binary = isinstance(column.type, LargeBinary)
    begin = literal(prefix.encode() if is_binary else prefix, column.type)
    return func.substr(column, 1, len(prefix)) == begin
