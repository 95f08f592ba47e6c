"""What a command or a server refuses with in one message, and what is a fault of the program."""

from sqlalchemy.exc import DBAPIError

from comments_service.cli.commands import ExitError
from comments_service.domain.errors import Refusal
from comments_service.keyring import KeyringError
from comments_service.services.accounts.staff import StaffError
from comments_service.services.database.backup import CopyError
from comments_service.services.database.database_schema import SchemaError
from comments_service.services.database.identity import IdentityError
from comments_service.services.outcome.outcome import OutcomeError
from comments_service.services.upkeep.retention import RetentionError
from comments_service.settings import SettingsError
from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.store.database.identity_file import IdentityFileError
from comments_service.store.locks.sole_server import SecondServerError
from interface.command_line import said, said_of

_EXPECTED = (
    ExitError, SettingsError, SchemaError, IdentityError, IdentityFileError, DatabaseUnusableError,
    CopyError, SecondServerError, Refusal, KeyringError, StaffError, OutcomeError,
    RetentionError, OSError,
)  # fmt: skip
# PostgreSQL: insufficient_privilege.
_NO_RIGHT = "42501"
_OWNER_NEEDED = (
    "the role of YANLU_DATABASE may not do that: run `python -m comments_service db upgrade` (for "
    "a new database `db init`) with YANLU_DATABASE_OWNER, the URL of the role that owns the tables"
)


def words_of(error: Exception) -> str | None:
    """Return what the operator reads of an error; None where the program is at fault."""
    if isinstance(error, DBAPIError):
        # The driver's own words: SQLAlchemy's would add the statement.
        words = said("database: %(words)s", words=error.orig)
        no_right = getattr(error.orig, "sqlstate", None) == _NO_RIGHT
        return f"{words}\n{said(_OWNER_NEEDED)}" if no_right else words
    if isinstance(error, OSError):
        return said_of(error)
    return str(error) if isinstance(error, _EXPECTED) else None
