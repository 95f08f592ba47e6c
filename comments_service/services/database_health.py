"""Whether the database is the one that it was, whole, and can be written now."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from comments_service.domain.clock_rules import ClockReading
from comments_service.domain.errors import Unavailable
from comments_service.services.identity import difference
from comments_service.services.keys import key_faults
from comments_service.services.layout import refusal
from comments_service.services.service import Service
from comments_service.store.faults import FAILURES, DatabaseFault, DatabaseUnusableError, unusable
from comments_service.store.identity_file import IdentityFileError, SeenDatabase
from comments_service.store.migrate import Layout, layout

_OF_LAYOUT = {
    Layout.EMPTY: DatabaseFault.EMPTY,
    Layout.OLDER: DatabaseFault.OUTDATED,
    Layout.DAMAGED: DatabaseFault.CORRUPT,
    Layout.UNKNOWN: DatabaseFault.REPLACED,
}
_KEYS_WRONG = "keys_wrong"


@dataclass(slots=True)
class DatabaseHealth:
    """What was found; ``faults`` are (code, words), ``reading`` None where it cannot be asked."""

    service: Service
    faults: list[tuple[str, str]] = field(default_factory=list)
    usable: bool = False
    keys_right: bool = False
    reading: ClockReading | None = None

    def look(self) -> None:
        """Look at the file, inside, then whether it can be written, until something is wrong."""
        try:
            self._look_at_file()
            with self.service.database.read(hurried=True) as connection:
                self._look_inside(connection)
            if not self.faults:
                self.service.database.rehearse()
            self.usable = not [code for code, _ in self.faults if code != _KEYS_WRONG]
        except FAILURES as error:
            found = unusable(error)
            if found is None:
                raise
            self._note(found)
        except Unavailable as error:
            self._note(DatabaseUnusableError(DatabaseFault.CORRUPT, error.cause))

    def _look_at_file(self) -> None:
        file = self.service.database.sqlite
        if file is None:
            return
        file.require_there()
        try:
            file.require_writable(self.service.disk_reserve)
        except DatabaseUnusableError as error:
            # It can be read all the same, and more may be wrong with it.
            self._note(error)

    def _look_inside(self, connection: Connection) -> None:
        found = layout(connection)
        if found is not Layout.CURRENT:
            raise DatabaseUnusableError(_OF_LAYOUT[found], refusal(connection, found))
        seen = self._seen()
        fault = difference(connection, seen) if seen else ""
        if fault:
            raise DatabaseUnusableError(DatabaseFault.REPLACED, fault)
        wrong = key_faults(connection, self.service.keyring)
        self.keys_right = not wrong
        self.faults += [(_KEYS_WRONG, line) for line in wrong]
        self.reading = self.service.clock.read(connection)

    def _seen(self) -> SeenDatabase | None:
        try:
            return self.service.identity.read()
        except (IdentityFileError, OSError) as error:
            self._note(DatabaseUnusableError(DatabaseFault.REPLACED, str(error)))
            return None

    def _note(self, error: DatabaseUnusableError) -> None:
        self.faults.append((error.fault.value, error.words))
