"""What columns are made of; instants and days are text in UTC and Beijing, in order when sorted."""

from collections.abc import Callable
from datetime import date, datetime
from operator import methodcaller
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Column, Dialect, String
from sqlalchemy.types import TypeDecorator

from comments_service.domain.canonical import instant_text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


Value = TypeVar("Value")


class WrittenType(TypeDecorator[Value]):
    """A type whose values are written by ``written``, None as it is, in all databases alike."""

    cache_ok = True
    written: ClassVar[Callable[..., str]]

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the value."""
        return None if value is None else self.written(value)


class Instant(WrittenType[datetime]):
    """An aware instant, kept as text in UTC to the millisecond."""

    impl = String(24)
    cache_ok = True
    written = staticmethod(instant_text)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read the instant back, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Day(WrittenType[date]):
    """A day in Beijing, kept as text."""

    impl = String(10)
    cache_ok = True
    # Not of the type alone: an instant would be taken for its day in UTC.
    written = methodcaller("isoformat")

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read the day back."""
        return None if value is None else date.fromisoformat(value)


def required(**columns: Any) -> list[Column[Any]]:
    """Return columns of these types, or foreign keys, that are never NULL."""
    return [Column(name, kind, nullable=False) for name, kind in columns.items()]


def optional(**columns: Any) -> list[Column[Any]]:
    """Return columns of these types, or foreign keys, that may be NULL."""
    return [Column(name, kind) for name, kind in columns.items()]
