"""Counting days as the Civil Code does (《民法典》第二百零一条、第二百零三条).

The first day is not counted; a last day that is a holiday moves to the next working day;
the last day ends at 24:00. 《民法总则》 said the same from 2017-10-01 on. Holidays and the
working days made up for them are the State Council's, as the package chinesecalendar
has them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import is_workday

from catalogue.window import Window

_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period; ``provisional`` where weekends alone could be looked at.

    The holidays of a year are announced in the autumn before it.
    """

    day: date
    provisional: bool


def days_of(window: Window) -> int:
    """Return the length of a window in days, the first not counted (第二百零一条)."""
    return (window.last_day - window.first_day).days


def last_day(day: date) -> LastDay:
    """Return the day itself, or the next working day where it is a holiday (第二百零三条)."""
    provisional = False
    while True:
        works, known = _works(day)
        provisional = provisional or not known
        if works:
            return LastDay(day, provisional)
        day += timedelta(days=1)


def period_after(day: date, days: int) -> LastDay:
    """Return the last day of a period of ``days`` that begins with an event on ``day``."""
    return last_day(day + timedelta(days=days))


def working_day_after(day: date, number: int) -> date:
    """Return the working day that is so many after a day, itself not counted."""
    while number:
        day += timedelta(days=1)
        number -= _works(day)[0]
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start``, up to and with ``end``."""
    days = (start + timedelta(days=each + 1) for each in range((end - start).days))
    return sum(_works(day)[0] for day in days)


def _works(day: date) -> tuple[bool, bool]:
    """Return whether a day is a working day, and whether its year's calendar is known."""
    try:
        return is_workday(day), True
    except NotImplementedError:
        return day.weekday() < _WEEKDAYS, False
