"""What is wrong with a database, by the codes that ``/readyz`` and the log name."""

import re
import sqlite3
from enum import StrEnum

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from comments_service.store.statements.driver_errors import leave_row_out
from interface.command_line import said


class DatabaseFault(StrEnum):
    """The codes; they are part of the interface and never change."""

    UNLINKED = "database_unlinked"
    REPLACED = "database_replaced"
    EMPTY = "database_empty"
    CORRUPT = "database_corrupt"
    LOCKED = "database_locked"
    READ_ONLY = "database_read_only"
    FULL = "disk_low"
    UNREACHABLE = "database_unreachable"
    OUTDATED = "database_outdated"


class DatabaseUnusableError(RuntimeError):
    """The database must not be written, or cannot be; the words name no statement and no data."""

    def __init__(self, fault: DatabaseFault, words: str) -> None:
        super().__init__(f"{fault.value}: {words}")
        self.fault = fault
        self.words = words


def no_turn(seconds: float) -> DatabaseUnusableError:
    """Return what is raised where others write for so long."""
    words = said("no turn to write within %(seconds)s seconds", seconds=f"{seconds:g}")
    return DatabaseUnusableError(DatabaseFault.LOCKED, words)


# What the two kinds of error are called that mean: not now, and not by a fault of the program.
FAILURES = (DBAPIError, PoolTimeoutError, DatabaseUnusableError)

_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: DatabaseFault.LOCKED,
    sqlite3.SQLITE_LOCKED: DatabaseFault.LOCKED,
    sqlite3.SQLITE_READONLY: DatabaseFault.READ_ONLY,
    sqlite3.SQLITE_PERM: DatabaseFault.READ_ONLY,
    sqlite3.SQLITE_FULL: DatabaseFault.FULL,
    sqlite3.SQLITE_CORRUPT: DatabaseFault.CORRUPT,
    sqlite3.SQLITE_NOTADB: DatabaseFault.CORRUPT,
    sqlite3.SQLITE_IOERR: DatabaseFault.CORRUPT,
    sqlite3.SQLITE_CANTOPEN: DatabaseFault.UNLINKED,
}
# PostgreSQL's classes and codes (its manual, appendix A), the longest first.
_OF_POSTGRESQL = {
    "53100": DatabaseFault.FULL,
    "25006": DatabaseFault.READ_ONLY,
    "42501": DatabaseFault.READ_ONLY,
    "55P03": DatabaseFault.LOCKED,
    "57014": DatabaseFault.LOCKED,
    "25P03": DatabaseFault.LOCKED,
    "40P01": DatabaseFault.LOCKED,
    "3D000": DatabaseFault.UNLINKED,
    "42P01": DatabaseFault.EMPTY,
    "3F000": DatabaseFault.EMPTY,
    "XX": DatabaseFault.CORRUPT,
    "58": DatabaseFault.CORRUPT,
    "08": DatabaseFault.UNREACHABLE,
    "53": DatabaseFault.UNREACHABLE,
    "57": DatabaseFault.UNREACHABLE,
    "28": DatabaseFault.UNREACHABLE,
}

# The same unique value as another one's, or two that wait for each other.
_OF_OTHERS = {"23505", "40P01"}
# A connection that is refused has no code, only words.
_NO_SUCH_DATABASE = re.compile(r'FATAL: +database ".*" does not exist')


def unusable(error: Exception) -> DatabaseUnusableError | None:
    """Return what an error says about the database; None where the program is at fault."""
    if isinstance(error, DatabaseUnusableError):
        return error
    if isinstance(error, PoolTimeoutError):
        return DatabaseUnusableError(DatabaseFault.LOCKED, said("every connection is in use"))
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return of_sqlite(error.orig)
    return _of_postgresql(error)


def is_in_the_way(error: DBAPIError) -> bool:
    """Return whether what another transaction wrote at that time was in the way of this one."""
    return getattr(error.orig, "sqlstate", None) in _OF_OTHERS


def without_row(context: ExceptionContext) -> None:
    """Leave the row out of PostgreSQL's words on an error: it may hold what somebody said."""
    row, whole = leave_row_out(context.original_exception), context.sqlalchemy_exception
    if whole and row:
        whole.args = (str(whole.args[0]).replace(f"\n{row}", ""), *whole.args[1:])


def of_sqlite(error: sqlite3.Error) -> DatabaseUnusableError | None:
    """Return what an error of SQLite says about the database."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    fault = _OF_SQLITE.get(code & 0xFF)
    if "no such table" in str(error):
        fault = DatabaseFault.EMPTY
    return DatabaseUnusableError(fault, str(error)) if fault else None


def _of_postgresql(error: DBAPIError) -> DatabaseUnusableError | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # There was no answer at all; the driver's words may name the user, but no password.
        first = str(error.orig).strip().partition("\n")[0]
        gone = _NO_SUCH_DATABASE.search(first)
        return DatabaseUnusableError(
            DatabaseFault.UNLINKED if gone else DatabaseFault.UNREACHABLE, first
        )
    for begins, fault in _OF_POSTGRESQL.items():
        if state.startswith(begins):
            # The primary message alone: the detail may hold a row's values.
            diagnosis = getattr(error.orig, "diag", None)
            words = getattr(diagnosis, "message_primary", None) or state
            return DatabaseUnusableError(fault, words)
    return None
