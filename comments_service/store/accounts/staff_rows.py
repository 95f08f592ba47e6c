"""Members of staff as rows, and the roles that they have for some days (代办)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from comments_service.domain.accounts.officer import Officer, StandIn
from comments_service.domain.accounts.roles import Role
from comments_service.store.database.tables import staff, stand_ins


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An account with its own roles, without those of a 代办; ``password`` is an argon2id hash."""

    officer: Officer
    password: str
    first_password: bool
    active: bool
    made_at: datetime


def add(connection: Connection, row: StaffRow) -> None:
    """Write a new account; its login must be free."""
    values = asdict(row)
    values |= values.pop("officer") | scope(row.officer)
    connection.execute(insert(staff), values)


def by_login(connection: Connection, login: str) -> StaffRow | None:
    """Return the account with a login, None where there is none."""
    return _one(connection, staff.c.login == login)


def by_id(connection: Connection, staff_id: str) -> StaffRow | None:
    """Return the account with an id, None where there is none."""
    return _one(connection, staff.c.id == staff_id)


def everyone(connection: Connection) -> list[StaffRow]:
    """Return all accounts by login."""
    return [_read(row) for row in connection.execute(select(staff).order_by(staff.c.login))]


def change(connection: Connection, staff_id: str, **columns: Any) -> None:
    """Change columns of an account."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**columns))


def add_stand_in(connection: Connection, stand_in: StandIn, entry: int) -> None:
    """Write down who has a role for which days, as an entry says."""
    row = {"entry": entry, **asdict(stand_in), "role": stand_in.role.value}
    connection.execute(insert(stand_ins), row)


def all_stand_ins(connection: Connection, staff_id: str | None = None) -> list[StandIn]:
    """Return every 代办, or those of one officer, the newest first."""
    query = select(stand_ins).order_by(stand_ins.c.first_day.desc(), stand_ins.c.entry)
    query = query if staff_id is None else query.where(stand_ins.c.staff_id == staff_id)
    return [
        StandIn(row.staff_id, Role(row.role), row.first_day, row.last_day, row.by)
        for row in connection.execute(query)
    ]


def _one(connection: Connection, condition: Any) -> StaffRow | None:
    row = connection.execute(select(staff).where(condition)).one_or_none()
    return None if row is None else _read(row)


def _read(row: Row[Any]) -> StaffRow:
    roles = frozenset(Role(role) for role in row.roles.split())
    officer = Officer(row.id, row.login, row.name, roles, frozenset(row.policies.split()))
    return StaffRow(officer, row.password, row.first_password, row.active, row.made_at)


def scope(officer: Officer) -> dict[str, str]:
    """Return the columns of what an officer may do."""
    values = {"roles": officer.roles, "policies": officer.policies}
    return {name: " ".join(sorted(map(str, each))) for name, each in values.items()}
