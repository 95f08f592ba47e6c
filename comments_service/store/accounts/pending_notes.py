"""What reading requests leave to be written, so that none of them waits for a writer.

It is in memory, counts as if it were written, and goes into the database with the upkeep; with
the process half a minute of it is lost, and nothing that anybody sent.
"""

import threading
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from comments_service.store.accounts import address_turns, staff_sessions
from comments_service.store.accounts.address_turns import LONGEST, Deed


class PendingNotes:
    """Turns of addresses, by their digests, and when sessions of the desk were used last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[tuple[Deed, str], list[datetime]] = {}
        self._seen: dict[str, datetime] = {}

    def note_turn(self, deed: Deed, address: str, at: datetime) -> None:
        """Note that something was done from the address with this digest."""
        with self._lock:
            self._turns.setdefault((deed, address), []).append(at)

    def turns_of_late(
        self, deed: Deed, addresses: Collection[str], now: datetime
    ) -> list[datetime]:
        """Return when addresses did it in the last hour, as far as that is not written yet."""
        if not self._turns:
            return []
        with self._lock:
            found = [at for each in addresses for at in self._turns.get((deed, each), ())]
        return [at for at in found if now - LONGEST < at <= now]

    def note_seen(self, session: str, at: datetime) -> None:
        """Note that the session with this digest was used."""
        with self._lock:
            self._seen[session] = at

    def seen(self, session: str) -> datetime | None:
        """Return when a session was used last, as far as that is not written yet."""
        return self._seen.get(session)

    def __bool__(self) -> bool:
        """Whether there is anything to be written."""
        return bool(self._turns or self._seen)

    def unwritten(self) -> "Unwritten":
        """Return what is there to be written."""
        with self._lock:
            turns = {key: [*times] for key, times in self._turns.items()}
            return Unwritten(turns, dict(self._seen))

    def forget(self, written: "Unwritten") -> None:
        """Forget what is durable by now; to be done after the transaction, which may be undone."""
        with self._lock:
            for key, times in written.turns.items():
                # What came meanwhile is behind it.
                del self._turns[key][: len(times)]
                if not self._turns[key]:
                    del self._turns[key]
            for session, at in written.seen.items():
                if self._seen.get(session) == at:
                    del self._seen[session]


class Unwritten(NamedTuple):
    """Times by deed and address, and sessions with when they were used."""

    turns: dict[tuple[Deed, str], list[datetime]]
    seen: dict[str, datetime]

    def write(self, connection: Connection) -> None:
        """Write all of it in the caller's transaction."""
        for (deed, address), times in self.turns.items():
            for at in times:
                address_turns.add(connection, deed, address, at)
        for session, at in self.seen.items():
            staff_sessions.seen(connection, session, at)
