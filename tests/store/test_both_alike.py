"""What one database takes, keeps and sorts, the other does alike: told of each column."""

import traceback
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.types import LargeBinary

from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.attachment import TextState
from comments_service.domain.comments.message import DropReason, MessageKind
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.register.code_words import CHANNELS
from comments_service.domain.register.submission_request import RequestKind, RequestState
from comments_service.domain.states.comment_state import CommentProgress, Stage
from comments_service.domain.states.reconciliation import DISCIPLINE, DISPOSITION_CODES, UNSEALED
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments.comment_counts import Split
from comments_service.store.comments.tally_counts import TallySplit
from comments_service.store.database import tables
from comments_service.store.database.tables import metadata
from comments_service.store.migrations import checked_tables, tally_tables
from comments_service.store.migrations.checked_columns import DayText, Flag, InstantText
from interface.language import LANGUAGES
from tests.servers.databases import writing

ENUMERATIONS = checked_tables.ENUMERATIONS | tally_tables.ENUMERATIONS
DISPOSED = tuple(DISPOSITION_CODES)
Words = type[StrEnum] | tuple[str, ...]
OF_STATES: dict[str, Words] = {
    "channel": tuple(CHANNELS),
    "kind": ParticipantKind,
    "state": CommentProgress,
    "stage": Stage,
    "disposition": (*DISPOSED, DISCIPLINE),
    "released": DISPOSED,
}
OF_THE_DOMAIN: dict[str, Words] = {
    "participants.kind": ParticipantKind,
    "submissions.channel": tuple(CHANNELS),
    "submissions.assurance": Assurance,
    "submissions.language": LANGUAGES,
    "comment_versions.stance": Stance,
    **{f"comment_states.{name}": words for name, words in OF_STATES.items()},
    **{f"comment_counts.{name}": words for name, words in OF_STATES.items()},
    "comment_counts.split": Split,
    "tally_counts.split": TallySplit,
    "decisions.disposition": (*DISPOSED, DISCIPLINE, UNSEALED),
    "stand_ins.role": Role,
    "attachments.text_state": TextState,
    "messages.kind": MessageKind,
    "messages.language": LANGUAGES,
    "messages.dropped": DropReason,
    "submission_requests.kind": RequestKind,
    "submission_requests.state": RequestState,
    "address_turns.deed": Deed,
}
# Lengths of names, each by itself and at its limit; the order is that of code points.
ODD = [
    "", " ", "a ", "A", "Z", "a", "é", "e\u0301", "ß", "中", "一", "丁", "\ufeffx", "\uffff", "~",
    "𠮷", "😀", "\u202e", "a\tb", "line\nbreak", "0", "00", "-1", "'; --", "\\", "%_", "n" * 64,
    "长" * 64,
]  # fmt: skip
REFUSED = ["a\0b", "\0", "\ud800", "n" * 65, "长" * 65, "n" * 64 + " "]


def test_what_may_stand_in_an_enumerated_column_is_what_the_domain_says() -> None:
    told = {name: tuple(words) for name, words in OF_THE_DOMAIN.items()}
    assert {name: sorted(words) for name, words in ENUMERATIONS.items()} == {
        name: sorted(words) for name, words in told.items()
    }


def test_every_reference_has_an_index_that_begins_with_it() -> None:
    bare = []
    for table in metadata.sorted_tables:
        indexed = [list(index.columns) for index in table.indexes]
        indexed += [list(each.columns) for each in table.constraints if hasattr(each, "columns")]
        for reference in table.foreign_key_constraints:
            mine, own = list(reference.columns), [*reference.columns]
            others = [each for each in indexed if each[: len(mine)] == mine]
            if len(others) < 1 + (own in indexed):
                bare.append(f"{table.name}: {reference.name}")
    assert bare == []


def test_every_column_is_of_a_type_that_both_databases_bear() -> None:
    for table in metadata.sorted_tables:
        assert table.dialect_options["sqlite"]["strict"], table.name
        for column in table.columns:
            known = isinstance(column.type, Flag | InstantText | DayText | LargeBinary)
            kinds = "TEXT", "BIGINT"
            assert known or str(column.type) in kinds, f"{table.name}.{column.name}"


def put(connection: Connection, table: Table, **values: object) -> bool:
    """Write a row; tell whether it was taken."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table), values)
    except (DBAPIError, StatementError, UnicodeEncodeError, OverflowError):
        return False
    return True


def test_odd_texts_are_kept_and_sorted_alike(service: Service) -> None:
    at = datetime(2018, 7, 15, tzinfo=UTC)
    failures = tables.sign_in_failures
    with writing(service.database) as connection:
        for number, each in enumerate(ODD):
            assert put(connection, failures, id=str(number), login=each, address="", at=at), each
        for each in REFUSED:
            assert not put(connection, failures, id="x", login=each, address="", at=at), each
    with service.database.read() as connection:
        found = connection.scalars(select(failures.c.login).order_by(failures.c.login))
        assert list(found) == sorted(ODD)
        later = select(failures.c.login).where(failures.c.login >= "~")
        assert set(connection.scalars(later)) == {each for each in ODD if each >= "~"}


@pytest.mark.parametrize(
    ("number", "taken"),
    [(2**31, True), (-(2**63), True), (2**63 - 1, True), (2**63, False), (-(2**63) - 1, False)],
)
def test_odd_numbers_are_kept_or_refused_alike(
    service: Service, *, number: int, taken: bool
) -> None:
    with writing(service.database) as connection:
        row = {"id": 7, "setting": "x", "offset_ms": number}
        assert put(connection, tables.clock, **row) is taken
        kept = select(tables.clock.c.offset_ms).where(tables.clock.c.id == 7)
        assert connection.scalars(kept).all() == ([number] if taken else [])


def test_every_column_refuses_what_is_none_of_its_values(service: Service) -> None:
    """Each enumerated, limited and typed column by itself, past all that the store knows."""
    taken = []
    with writing(service.database) as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                taken += [
                    f"{table.name}.{column.name} takes {value}"
                    for value in strange(table.name, column.name)
                    if changes(connection, table, column.name, value)
                ]
    assert taken == []


def strange(table: str, column: str) -> list[str]:
    """Return literals that no column of this kind may take."""
    kind = metadata.tables[table].c[column].type
    if isinstance(kind, Flag):
        return ["2", "'yes and no'"]
    if isinstance(kind, InstantText | DayText):
        return ["'2018-07-12T00:00:00Z'", "''"]
    if f"{table}.{column}" in ENUMERATIONS:
        return ["'other'", "''", "'WEB'"]
    return ["'seven'"] if str(kind) == "BIGINT" else []


def changes(connection: Connection, table: Table, column: str, value: str) -> bool:
    """Write a row in which this alone is strange; tell whether the column's checks let it in."""
    quote = connection.dialect.identifier_preparer.quote
    row = {quote(each.name): plain(table.name, each.name) for each in table.columns}
    if connection.dialect.name == "sqlite":
        row = {name: literal.replace("''::bytea", "x''") for name, literal in row.items()}
    row[quote(column)] = value
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())})"  # noqa: S608
    try:
        with connection.begin_nested() as attempt:
            connection.exec_driver_sql(sql.replace("%", "%%"))
            attempt.rollback()
    except DBAPIError:
        return False
    return True


def plain(table: str, column: str) -> str:
    """Return a literal that the column takes."""
    kind = metadata.tables[table].c[column].type
    if enumerated := ENUMERATIONS.get(f"{table}.{column}"):
        return f"'{enumerated[0]}'"
    if column == "only_row":
        return "1"
    words = {"BIGINT": "987654", "TEXT": "'x'", "BLOB": "''::bytea"}
    if isinstance(kind, Flag):
        return "true"
    if isinstance(kind, InstantText | DayText):
        day = date(2018, 7, 12).isoformat()
        return f"'{day}'" if isinstance(kind, DayText) else f"'{day}T00:00:00.000Z'"
    return words[str(kind)]


def test_plain_rows_are_taken(service: Service) -> None:
    """Or the tests above would show nothing."""
    refused = []
    with writing(service.database) as connection:
        for table in metadata.sorted_tables:
            first = table.columns[table.columns.keys()[-1]].name
            if table.name != "identity" and not changes(
                connection, table, first, plain(table.name, first)
            ):
                refused.append(table.name)
    assert refused == []


def test_what_a_database_says_of_a_row_that_it_refuses_does_not_show_the_row(
    service: Service,
) -> None:
    at = datetime(2018, 7, 15, tzinfo=UTC)
    row = {"id": "x" * 33, "login": "欧阳慕容", "address": "", "at": at}
    with (
        pytest.raises(IntegrityError, match="ck_sign_in_failures_id") as caught,
        writing(service.database) as connection,
    ):
        connection.execute(insert(tables.sign_in_failures), row)
    assert "欧阳慕容" not in "".join(traceback.format_exception(caught.value))
