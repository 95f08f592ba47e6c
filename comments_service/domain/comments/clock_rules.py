"""How far a clock can be believed: held against what has been, and against a second clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments_service.domain.errors import ClockUnsure

# Behind the floor by more than this, the clock has stepped: worth a look.
STEPPED = timedelta(seconds=5)
# Behind the floor, or ahead of the monotonic clock, by more than this nothing is judged by it.
UNSURE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock shows, and what it is held against.

    ``floor`` is an instant that has certainly been reached. ``ahead`` is by how much more
    the clock has advanced than the monotonic clock since it was last taken for right.
    """

    clock: datetime
    floor: datetime
    ahead: timedelta = timedelta()

    @property
    def behind(self) -> timedelta:
        """By how much the clock shows less than has been."""
        return max(timedelta(), self.floor - self.clock)

    @property
    def has_stepped(self) -> bool:
        """Whether the clock was set back, by however little."""
        return self.behind > STEPPED

    @property
    def is_unsure(self) -> bool:
        """Whether nothing may be judged by this clock."""
        return self.behind > UNSURE or self.ahead > UNSURE

    @property
    def now(self) -> datetime:
        """What time it is, never before the floor nor far ahead of the monotonic clock."""
        shown = self.clock - self.ahead if self.ahead > UNSURE else self.clock
        return max(shown, self.floor)

    def sure(self) -> datetime:
        """Return what time it is, to judge by; ``ClockUnsure`` where the clock cannot tell."""
        if self.is_unsure:
            raise ClockUnsure
        return self.now
