"""Columns in which both databases keep the same: what one refuses, the other refuses.

Once released nothing here changes: steps make their tables by it.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from comments_service.store.column_types import Day, Instant

# In the order of code points, as SQLite has it, and of any length.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# 2018-07-12T08:30:00.000Z, and 2018-07-12.
_INSTANT, _DAY = 24, 10
# What is said of such a check in ``info``: PostgreSQL's types see to the same.
ON_SQLITE = {"only": "sqlite"}


class Flag(sa.Boolean):
    """True or false; a strict table of SQLite knows numbers only."""


@compiles(Flag, "sqlite")
def _flag_on_sqlite(*_: object, **_options: object) -> str:
    return "INTEGER"


class InstantText(Instant):
    """An instant as text of any length: that it is as long as instants are is checked."""

    impl = _TEXT
    cache_ok = True


class DayText(Day):
    """A day as text of any length: that it is as long as days are is checked."""

    impl = _TEXT
    cache_ok = True


def checked(
    table: sa.Table, metadata: sa.MetaData, enumerations: Mapping[str, tuple[str, ...]]
) -> sa.Table:
    """Return a table like this one whose columns are so; ``enumerations`` by ``table.column``."""
    made = table.to_metadata(metadata)
    check(made, enumerations)
    return made


def check(table: sa.Table, enumerations: Mapping[str, tuple[str, ...]]) -> None:
    """Make a table's columns so; those that it refers to must be so already.

    ``info["longest"]`` of a column is how many characters a text may have, if that is limited.
    """
    table.dialect_options["sqlite"]["strict"] = True
    same: list[sa.ColumnElement[bool]] = []
    for column in table.columns:
        enumeration = enumerations.get(f"{table.name}.{column.name}")
        # What refers to another table's is checked there.
        if enumeration:
            # SQLite makes a table of its own of a longer list behind IN, for each row again.
            _check(column, sa.or_(*(column == each for each in enumeration)))
        elif isinstance(column.type, sa.Boolean):
            same.append(column.in_([sa.literal_column("0"), sa.literal_column("1")]))
        elif isinstance(column.type, sa.String | Instant | Day) and not column.foreign_keys:
            same.append(sa.func.instr(column, sa.func.char(0)) == 0)
            _check_length(column)
        column.info["longest"] = getattr(column.type, "length", None)
        column.type = _type(column.type)
    if same:
        alike = sa.CheckConstraint(sa.and_(*same), name="as_postgresql", info=ON_SQLITE)
        table.append_constraint(alike.ddl_if(dialect="sqlite"))


def _check_length(column: sa.Column[Any]) -> None:
    length, kind = sa.func.length(column), column.type
    if isinstance(kind, sa.String) and kind.length:
        _check(column, length <= kind.length)
    elif isinstance(kind, Instant | Day):
        _check(column, length == (_DAY if isinstance(kind, Day) else _INSTANT))


def _check(column: sa.Column[Any], condition: sa.ColumnElement[bool]) -> None:
    column.table.append_constraint(sa.CheckConstraint(condition, name=column.name))


def _type(kind: Any) -> Any:
    if isinstance(kind, Instant):
        return InstantText()
    if isinstance(kind, Day):
        return DayText()
    if isinstance(kind, sa.Boolean):
        return Flag()
    if isinstance(kind, sa.Integer):
        return _NUMBER
    return _TEXT if isinstance(kind, sa.String) else kind
