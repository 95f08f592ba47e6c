"""Values inside messages: they read in Chinese by themselves, other languages write them again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from catalogue.window import CHINA


@dataclass(frozen=True, slots=True)
class InBoth:
    """What somebody else says in both languages."""

    chinese: str
    english: str

    def __str__(self) -> str:
        """Write it in Chinese."""
        return self.chinese


@dataclass(frozen=True, slots=True)
class Minute:
    """2018年7月2日08:30 in Beijing; an ``end`` at midnight is 24:00 (《民法典》第二百零三条)."""

    at: datetime
    end: bool = False

    @property
    def day(self) -> datetime:
        """An instant in Beijing of the day that is named."""
        local = self.at.astimezone(CHINA)
        return local - timedelta(days=1) if self._ends_a_day else local

    @property
    def clock(self) -> str:
        """The hour and minute on that day."""
        return "24:00" if self._ends_a_day else f"{self.at.astimezone(CHINA):%H:%M}"

    @property
    def _ends_a_day(self) -> bool:
        local = self.at.astimezone(CHINA)
        return self.end and not local.hour and not local.minute

    def __str__(self) -> str:
        """Write it in Chinese."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日{self.clock}"
