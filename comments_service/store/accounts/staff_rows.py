"""Members of staff as rows, and the roles that they have for some days (代办)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from comments_service.domain.accounts.officer import Officer, StandIn
from comments_service.domain.accounts.roles import Role
from comments_service.store.database.tables import staff, stand_ins
from comments_service.store.statements.prepared import Prepared

_C, _S = staff.c, stand_ins.c
_ACCOUNTS = select(
    _C.id, _C.login, _C.name, _C.roles, _C.policies,
    _C.password, _C.first_password, _C.active, _C.made_at,
)  # fmt: skip
_INSERT = Prepared(insert(staff), [column.name for column in _ACCOUNTS.selected_columns])
_EVERYONE = Prepared(_ACCOUNTS.order_by(_C.login))
_BY_LOGIN = Prepared(_ACCOUNTS.where(_C.login == bindparam("login")))
_BY_ID = Prepared(_ACCOUNTS.where(_C.id == bindparam("staff_id")))
_ARRANGED = select(_S.staff_id, _S.role, _S.first_day, _S.last_day, _S.by).order_by(
    _S.first_day.desc(), _S.entry
)
_ALL_STAND_INS = Prepared(_ARRANGED)
_STAND_INS_OF = Prepared(_ARRANGED.where(_S.staff_id == bindparam("of_staff")))


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
    _INSERT.run(connection, values)


def by_login(connection: Connection, login: str) -> StaffRow | None:
    """Return the account with a login, None where there is none."""
    row = _BY_LOGIN.first(connection, login=login)
    return None if row is None else _read(row)


def by_id(connection: Connection, staff_id: str) -> StaffRow | None:
    """Return the account with an id, None where there is none."""
    row = _BY_ID.first(connection, staff_id=staff_id)
    return None if row is None else _read(row)


def everyone(connection: Connection) -> list[StaffRow]:
    """Return all accounts by login."""
    return [_read(row) for row in _EVERYONE.all(connection)]


def change(connection: Connection, staff_id: str, **columns: Any) -> None:
    """Change columns of an account."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**columns))


def add_stand_in(connection: Connection, stand_in: StandIn, entry: int) -> None:
    """Write down who has a role for which days, as an entry says."""
    row = {"entry": entry, **asdict(stand_in), "role": stand_in.role.value}
    connection.execute(insert(stand_ins), row)


def all_stand_ins(connection: Connection, staff_id: str | None = None) -> list[StandIn]:
    """Return every 代办, or those of one officer, the newest first."""
    if staff_id is None:
        rows = _ALL_STAND_INS.all(connection)
    else:
        rows = _STAND_INS_OF.all(connection, of_staff=staff_id)
    return [StandIn(whose, Role(role), *days_and_by) for whose, role, *days_and_by in rows]


def _read(row: tuple[Any, ...]) -> StaffRow:
    staff_id, login, name, roles, policies, *others = row
    held = frozenset(Role(role) for role in roles.split())
    return StaffRow(Officer(staff_id, login, name, held, frozenset(policies.split())), *others)


def scope(officer: Officer) -> dict[str, str]:
    """Return the columns of what an officer may do."""
    values = {"roles": officer.roles, "policies": officer.policies}
    return {name: " ".join(sorted(map(str, each))) for name, each in values.items()}
