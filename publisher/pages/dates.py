"""Dates and hours as a page writes them in its language, always in Beijing time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from catalogue.window import CHINA, Window, WindowChange
from look.language import LANGUAGES, Language
from publisher.pages import words

Limits = Window | WindowChange


@dataclass(frozen=True, slots=True)
class Dates:
    """Writes dates in one language of the interface."""

    spoken: Language

    def day(self, value: date) -> str:
        """Write a day: 2018年7月12日, 12 July 2018."""
        if self._is_chinese:
            return words.day(value)
        return format_date(value, self.spoken.say("y年M月d日"), self.spoken.tag)

    def moment(self, value: date | datetime) -> str:
        """Write a date of the official metadata, to the second where the source gives the hour."""
        if self._is_chinese:
            return words.moment(value)
        if not isinstance(value, datetime):
            return self.day(value)
        local = value.astimezone(CHINA) if value.tzinfo else value
        return f"{self.day(local)}, {local:%H:%M:%S}"

    def opens(self, limits: Limits) -> str:
        """Write when a window opens, the hour only where it is not midnight."""
        if self._is_chinese:
            return words.opens(limits)
        local = limits.opens_at.astimezone(CHINA)
        return self.day(local) if _midnight(local) else f"{self.day(local)}, {local:%H:%M}"

    def closes(self, limits: Limits) -> str:
        """Write when a window closes: midnight is 24:00 of the day before."""
        if self._is_chinese:
            return words.closes(limits)
        local = limits.closes_at.astimezone(CHINA)
        if _midnight(local):
            return f"{self.day(local - timedelta(days=1))}, 24:00"
        return f"{self.day(local)}, {local:%H:%M}"

    def period(self, limits: Limits) -> str:
        """Write the whole window."""
        first, last = self.opens(limits), self.closes(limits)
        return self.spoken.say("%(first)s至%(last)s", first=first, last=last)

    @property
    def _is_chinese(self) -> bool:
        return self.spoken.tag == LANGUAGES[0]


def _midnight(local: datetime) -> bool:
    return local == local.replace(hour=0, minute=0, second=0, microsecond=0)
