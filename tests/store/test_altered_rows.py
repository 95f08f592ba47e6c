"""Whatever is altered, added or deleted by hand in the database, ``db check`` names it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Table,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from comments_service.domain.accounts.roles import Role
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.keyring import KeyringError
from comments_service.services.accounts.staff import stand_in
from comments_service.services.database import check_entries
from comments_service.services.database.check import check, compared
from comments_service.services.intake import scans
from comments_service.services.intake.checking import check_submission, correct, whole_submission
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.submit import submit
from comments_service.services.intake.units import ask_units, asked_units, no_opinion
from comments_service.services.register.deciding import propose, release, seal, unseal
from comments_service.services.register.revealing import reveal
from comments_service.services.service import Service
from comments_service.store.column_types import Day, Instant
from comments_service.store.database.tables import metadata
from comments_service.store.statements.spilled_values import SpilledValues
from comments_service.web.api.schemas import parse_submission
from tests.conftest import INSIDE, POLICY, World
from tests.worlds.desk_comments import decision
from tests.worlds.ledgers import without_triggers
from tests.worlds.letters import AFTER, PNG, letter
from tests.worlds.officers import add_officer
from tests.worlds.public_side import answered_request, attached_file, shown_comment

# What the ledger does not tell of: limits, sessions, keys, clocks, messages and codes on their way,
# and the database's own mark.
UNTOLD = {
    "clock", "clock_floor", "identity", "key_checks", "participant_lookups", "address_turns",
    "staff_sessions", "sign_in_failures", "restorations", "alembic_version", "contact_codes",
    "messages", "message_stops", "identity_sessions", "spent_challenges",
}  # fmt: skip
CODES = {
    "state": ("withdrawn", "answered"), "stance": ("support", "oppose"),
    "kind": ("person", "organisation"), "type": ("window_closed", "clock_accepted"),
    "role": ("reviewer", "handler"), "text_state": ("pending", "read"),
    "selector": ('{"exact": "x", "prefix": "", "suffix": ""}',),
}  # fmt: skip
# No entry tells of them: who staff are by name, what retries are recognised by, when rows were
# made, and numbers without a meaning (that of a reason for sealing is one too).
UNTOLD_COLUMNS = {
    "attachments.claimed_at", "attachments.id", "attachments.made_at", "attachments.text",
    "attachments.text_state", "comments.text_mark", "submissions.filled_seconds",
    "submissions.language", "comment_counts.id", "comment_counts.merged", "decisions.id",
    "tally_counts.id", "tally_counts.merged",
    "participants.created_at", "ledger_counts.id", "scans.made_at", "stand_ins.id", "staff.login",
    "staff.name",
    "staff.password", "staff.first_password", "submissions.fingerprint",
    "submissions.idempotency",
}  # fmt: skip


@pytest.fixture
def busy(world: World, laid_out_url: str) -> Service:
    """A database in which everything has happened that staff can do."""
    early = world.service(YANLU_DATABASE=laid_out_url, YANLU_NOW=INSIDE)
    submit(early, parse_submission(world.citizen()))
    submit(early, parse_submission(world.company()))
    submit(early, parse_submission(world.department()))
    service = world.service(YANLU_DATABASE=laid_out_url, YANLU_NOW=AFTER)
    heli, zhou, qin = (
        add_officer(service, login, *Role) for login in ("heli", "zhoumin", "qinlan")
    )
    day = date(2018, 7, 26)
    stand_in(service, "heli", Role.REVIEWER, first_day=day, last_day=day, by="qinlan")
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    new = letter(scans=(scan.id,))
    sent = enter_submission(service, heli, new)
    found = whole_submission(service, POLICY, sent.id)
    assert found
    clauses = "一（一）", ""
    points = [
        NewPoint(clause, "改过的话。", id=each.id)
        for each, clause in zip(sent.comments, clauses, strict=True)
    ]
    correct(service, zhou, found, found.seen, points)
    found = whole_submission(service, POLICY, sent.id)
    assert found
    check_submission(service, zhou, POLICY, sent.id, found.seen)
    ask_units(service, heli, POLICY, "市财政局\n市税务局\n市科技局", date(2018, 8, 1))
    no_opinion(service, heli, POLICY, asked_units(service, POLICY)[0].id)
    ids = comments(service)
    made = propose(service, heli.id, [decision(each, 99) for each in ids[:3]])
    release(service, zhou.id, [(each.comment, each.id) for each in made[:2]])
    propose(service, heli.id, [decision(ids[0], 99, "referred")])
    seal(service, heli.id, ids[3:], "检举")
    unseal(service, qin.id, ids[4:], "不是检举")
    reveal(service, heli.id, ids[0], "电话核实")
    attached_file(service, ids[0])
    answered_request(service, ids[0], by=heli.id)
    shown_comment(service, ids[0], by=zhou.id)
    return service


@pytest.fixture(params=[1_000, 3], ids=["in memory", "on disk"])
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many of what the entries tell have room in memory."""
    monkeypatch.setattr(check_entries, "SpilledValues", partial(SpilledValues, request.param))


def comments(service: Service) -> list[str]:
    with service.database.read() as connection:
        query = "SELECT comment FROM comment_states ORDER BY serial, position"
        return list(connection.execute(text(query)).scalars())


def others(column: Column[Any], value: Any) -> Any:
    """Another value of the same kind."""
    day = timedelta(days=1)
    changed: dict[type, Callable[[], Any]] = {
        Instant: lambda: (value or datetime(2018, 7, 1, tzinfo=UTC)) + day,
        Day: lambda: (value or date(2018, 7, 1)) + day,
        Boolean: lambda: not value,
        Integer: lambda: (value or 0) + 1_000,
        LargeBinary: lambda: value[:-1] + bytes([value[-1] ^ 1]),
    }
    if column.name in CODES:
        return next(code for code in CODES[column.name] if code != value)
    for kind, change in changed.items():
        if isinstance(column.type, kind):
            return change()
    return value[:-1] + ("1" if value[-1] == "0" else "0") if value else "x"


def told(connection: Connection, service: Service) -> list[str]:
    try:
        return compared(connection, service.keyring).differences
    except KeyringError as error:
        return [str(error)]


@pytest.mark.usefixtures("room")
def test_everything_that_happens_leaves_rows_that_agree(busy: Service) -> None:
    assert check(busy).differences == []
    with busy.database.read() as connection:
        empty = [
            table.name
            for table in told_tables(busy)
            if not connection.execute(select(table)).first()
        ]
    assert empty == []


def test_each_altered_column_is_named(busy: Service) -> None:
    missed = []
    with by_hand(busy) as connection:
        for table in told_tables(busy):
            for column in tried(busy, table):
                name = f"{table.name}.{column.name}"
                if name not in UNTOLD_COLUMNS and not altered(connection, busy, column):
                    missed.append(name)
    assert "\n".join(missed) == ""


@contextmanager
def by_hand(service: Service) -> Iterator[Connection]:
    """Open a transaction in which no trigger is in force, and which leaves nothing."""
    with service.database.engine.connect() as connection, connection.begin() as transaction:
        with without_triggers(connection):
            yield connection
        transaction.rollback()


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    """Take back what the block does."""
    with connection.begin_nested() as savepoint:
        yield
        savepoint.rollback()


def told_tables(service: Service) -> list[Table]:
    """Return the tables of which the entries tell; on SQLite nothing counts these."""
    untold = {*UNTOLD, "ledger_counts"} if service.database.on_sqlite else UNTOLD
    return [each for each in metadata.sorted_tables if each.name not in untold]


def tried(service: Service, table: Table) -> list[Column[Any]]:
    """Return the columns to alter: all, or on PostgreSQL one of each type.

    The rule that finds them is one for both databases; how a type is kept is not.
    """
    if service.database.on_sqlite:
        return list(table.columns)
    return list({type(each.type): each for each in table.columns}.values())


def altered(connection: Connection, service: Service, column: Column[Any]) -> bool:
    """Alter the column in the first and in the last row; tell whether both are found.

    On PostgreSQL it is the last row alone. What the database itself refuses is no way to alter
    anything.
    """
    table = column.table
    first = next(iter(table.primary_key))
    found = []
    for order in (first, first.desc())[0 if service.database.on_sqlite else 1 :]:
        row = connection.execute(select(table).order_by(order)).mappings().first()
        assert row
        where = [each == row[each.name] for each in table.primary_key]
        value = others(column, row[column.name])
        with suppress(IntegrityError), taken_back(connection):
            connection.execute(update(table).where(*where).values({column.name: value}))
            found.append(bool(told(connection, service)))
    return all(found)


@pytest.mark.usefixtures("room")
def test_each_deleted_row_is_named(busy: Service) -> None:
    missed = []
    with by_hand(busy) as connection:
        for table in told_tables(busy):
            keys = list(table.primary_key)
            rows = connection.execute(select(*keys)).all()
            for row in rows if busy.database.on_sqlite else rows[-1:]:
                with taken_back(connection):
                    where = [key == value for key, value in zip(keys, row, strict=True)]
                    connection.execute(delete(table).where(*where))
                    if not told(connection, busy):
                        missed.append(f"{table.name} {row}")
    assert "\n".join(missed) == ""
