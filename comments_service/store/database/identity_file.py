"""The file outside the database by which a lost or exchanged database is known."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import parse_instant, rfc3339
from comments_service.store.database.half_made import half_made, on_disk
from interface.command_line import said

_SCHEMA = "yanlu-identity/1"


class IdentityFileError(RuntimeError):
    """The file is there but is none of ours; the message names it."""


@dataclass(frozen=True, slots=True)
class SeenDatabase:
    """The database as it was seen last: its id, how long its log was, and when that was."""

    id: str
    log_size: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class IdentityFile:
    """Where it is kept; never in the database's folder, so that both are not lost together."""

    path: Path

    def read(self) -> SeenDatabase | None:
        """Return what was seen last, None where there is no file."""
        try:
            data = json.loads(self.path.read_text("utf-8"))
            at, size = parse_instant(data["seen_at"]), data["log_size"]
            if data["schema"] == _SCHEMA and isinstance(size, int) and size >= 0:
                return SeenDatabase(str(data["id"]), size, at)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
        words = "is no identity of a database (%(schema)s); put it back or remove it"
        raise IdentityFileError(f"{self.path}: {said(words, schema=_SCHEMA)}")

    def write(self, seen: SeenDatabase) -> None:
        """Replace the file (that a link leads to) in one step, for this user alone."""
        path = self.path.resolve()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = {"schema": _SCHEMA, **asdict(seen), "seen_at": rfc3339(seen.seen_at)}
        with half_made(path) as made:
            made.write_text(json.dumps(data) + "\n", "utf-8")
            on_disk(made)
            made.replace(path)

    def put_aside(self) -> None:
        """Rename the file, so that nothing is known of its database until that is adopted."""
        path = self.path.resolve()
        if path.exists():
            path.replace(path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"))
