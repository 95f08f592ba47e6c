"""The rows of units that were asked; what they reply is entered in the ledger and noted here."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from comments_service.domain.intake.unit import AskedUnit
from comments_service.store.database.tables import units_asked
from comments_service.store.statements.prepared import Prepared

_SAME = tuple(each.name for each in fields(AskedUnit) if each.name != "submission")
_C = units_asked.c
_COUNTED = Prepared(
    select(func.count(_C.replied_on), func.count()).where(_C.policy == bindparam("of_policy"))
)


def add(connection: Connection, unit: AskedUnit, by: str, asked_at: datetime, entry: int) -> None:
    """Write a unit that is asked, by a staff id."""
    values = {name: getattr(unit, name) for name in _SAME}
    own = {"submission_id": unit.submission, "by": by, "asked_at": asked_at, "entry": entry}
    connection.execute(insert(units_asked), {**values, **own})


def of_policy(connection: Connection, policy_id: str) -> list[AskedUnit]:
    """Return the units asked, those first whose reply is due first."""
    query = select(units_asked).where(_C.policy == policy_id).order_by(_C.due_on, _C.entry)
    return [_unit(row) for row in connection.execute(query)]


def by_id(connection: Connection, unit_id: str) -> AskedUnit | None:
    """Return a unit that was asked, None where there is none."""
    row = connection.execute(select(units_asked).where(_C.id == unit_id)).first()
    return _unit(row) if row else None


def note_reply(
    connection: Connection, unit_id: str, replied_on: date, submission_id: str | None
) -> None:
    """Note when and with what a unit replied."""
    values = {"replied_on": replied_on, "submission_id": submission_id}
    connection.execute(update(units_asked).where(_C.id == unit_id).values(values))


def counted(connection: Connection, policy_id: str) -> tuple[int, int]:
    """Return (how many replied, how many were asked)."""
    ((replied, asked),) = _COUNTED.all(connection, of_policy=policy_id)
    return replied, asked


def _unit(row: Row[Any]) -> AskedUnit:
    return AskedUnit(submission=row.submission_id, **{name: getattr(row, name) for name in _SAME})
