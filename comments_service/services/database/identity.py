"""A database knows what it is; what was last seen of it is in a file (``identity_file``)."""

from sqlalchemy import Connection

from catalogue.window import rfc3339
from comments_service.services.database import database_schema
from comments_service.services.database.database_schema import INIT, RESTORE, UPGRADE, SchemaError
from comments_service.services.ledger.keys import require_keys
from comments_service.services.service import Service
from comments_service.store.database import migrate
from comments_service.store.database.database_faults import DatabaseFault, DatabaseUnusableError
from comments_service.store.database.identity_file import SeenDatabase
from comments_service.store.ledger import identity_row, restorations
from interface.command_line import called, said


class IdentityError(RuntimeError):
    """The database is not the one that it was, or it is unknown; the message says what to run."""


def begin_database(service: Service) -> None:
    """Lay out a new database and write down what it is; ``IdentityError`` where one was before."""
    seen = service.identity.read()
    if seen is not None:
        words = (
            "%(file)s tells of a database with %(count)s entries at %(at)s: put back a backup "
            "with %(command)s; to begin anew and give that one up, move this file away"
        )
        raise IdentityError(said(words, **_told(service, seen)))
    if not database_schema.create_schema(service):
        words = "there is a database already; %(command)s writes down what it is"
        raise SchemaError(said(words, command=called(UPGRADE)))
    note_identity(service)


def is_brand_new(service: Service) -> bool:
    """Return whether there is neither a database nor a file that says what it was."""
    return service.identity.read() is None and _is_empty(service)


def adopt_database(service: Service) -> bool:
    """Write down what a database is for which there is no file; return whether that was so."""
    if service.identity.read() is not None:
        return False
    note_identity(service)
    return True


def require_same(service: Service) -> None:
    """Raise ``IdentityError`` unless the database is the one that was seen last, and whole."""
    seen = service.identity.read()
    if _is_empty(service):
        none = said(
            "there is no database yet: %(command)s lays out a new one", command=called(INIT)
        )
        raise IdentityError(_lost(service, seen) if seen else none)
    database_schema.require_current(service)
    if seen is None:
        words = "says nothing of this database yet; %(command)s adopts it"
        words = said(words, command=called(UPGRADE))
        raise IdentityError(f"{service.identity.path}: {words}")
    with service.database.read() as connection:
        fault = difference(connection, seen)
    if fault:
        words = "%(fault)s, says %(file)s: put back a backup with %(command)s"
        values = {"file": service.identity.path, "command": called(RESTORE)}
        raise IdentityError(said(words, fault=fault, **values))


def difference(connection: Connection, seen: SeenDatabase) -> str:
    """Return how the database differs from what was seen of it; empty where it does not."""
    found, size = identity_row.read(connection), identity_row.log_size(connection)
    if found.id != seen.id:
        words = "the database is another one (%(found)s, not %(seen)s)"
        return said(words, found=found.id, seen=seen.id)
    shorter = size < seen.log_size
    if shorter and not restorations.covers(connection, seen.log_size, seen.seen_at):
        words = "the database's log has %(size)s entries, but %(count)s were there at %(at)s"
        return said(words, size=size, count=seen.log_size, at=rfc3339(seen.seen_at))
    return ""


def note_identity(service: Service) -> None:
    """Write down how long the log is now; ``DatabaseUnusableError`` where it is another one."""
    seen = service.identity.read()
    with service.database.read() as connection:
        found, size = identity_row.read(connection), identity_row.log_size(connection)
        now = service.clock.now(connection)
        fault = difference(connection, seen) if seen else ""
    if seen and fault:
        service.database.expect(seen.id, seen.log_size)
        raise DatabaseUnusableError(DatabaseFault.REPLACED, fault)
    service.database.expect(found.id, size)
    # Else a log that is shorter after a power cut would be taken for an older one.
    service.database.require_durable()
    service.identity.write(SeenDatabase(found.id, size, now))


def prepare(service: Service) -> None:
    """Refuse to serve what is lost, exchanged, old or mixed; start a demonstration's clock."""
    require_same(service)
    with service.database.write() as connection:
        database_schema.start_clock(connection, service)
    require_keys(service)
    note_identity(service)


def _is_empty(service: Service) -> bool:
    if service.database.is_missing:
        return True
    with service.database.read() as connection:
        return migrate.is_empty(connection)


def _lost(service: Service, seen: SeenDatabase) -> str:
    words = (
        "%(name)s is not there, but %(file)s says that it had %(count)s entries at %(at)s: "
        "put back a backup with %(command)s"
    )
    if not service.database.is_missing:
        words = (
            "%(name)s is empty, but %(file)s says that it had %(count)s entries at %(at)s: "
            "put back a backup with %(command)s"
        )
    name = service.database.file or said("the database")
    return said(words, name=name, **_told(service, seen))


def _told(service: Service, seen: SeenDatabase) -> dict[str, object]:
    told = {"file": service.identity.path, "count": seen.log_size, "at": rfc3339(seen.seen_at)}
    return {**told, "command": called(RESTORE)}
