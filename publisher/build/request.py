"""What a build is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from catalogue.window import china_day

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build from where to where; ``now`` is aware, addresses may be empty.

    ``jobs`` processes work at once, 0 is one for each core; ``cache`` holds the downloads
    that were made ahead; ``removals`` are the public addresses that may go.
    ``time_is_named`` where the caller chose ``now``, rather than the clock. ``known`` are
    policies of elsewhere that count as there. Lists and the first page tell how consultations
    stand at ``shown_at``, else ``now``: a demo has a clock of its own.
    """

    policies: Path
    site: Path
    site_file: Path
    mkdocs_file: Path
    interface: Path
    now: datetime
    base_url: str = ""
    service_url: str = ""
    preview: bool = False
    engine: str = "mkdocs"
    jobs: int = 0
    cache: Path | None = None
    removals: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    time_is_named: bool = False
    shown_at: datetime | None = None
    progress: Progress = field(default=lambda _done, _total: None, compare=False)

    @property
    def today(self) -> date | None:
        """The day (Beijing) whose readers the site is for; None shows what is not public."""
        return None if self.preview else china_day(self.now)
