"""Copies of the database: made while comments arrive, read again, and put back."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from catalogue.window import rfc3339
from comments_service.domain.ledger.entries import SITE, SYSTEM, Occurrence
from comments_service.domain.ledger.site_entries import DatabaseRestored
from comments_service.services.appending import enter
from comments_service.services.database import database_schema
from comments_service.services.database.check import compared
from comments_service.services.ledger.keys import require_keys
from comments_service.services.service import Service
from comments_service.store.comments import message_rows
from comments_service.store.copying import postgresql_copy, sqlite_copy
from comments_service.store.copying.database_copy import CopyError, CopyFacts, earlier_log_size
from comments_service.store.database.database import Database
from comments_service.store.database.half_made import half_made, on_disk
from comments_service.store.database.identity_file import SeenDatabase
from comments_service.store.database.migrate import SchemaState
from comments_service.store.ledger import identity_row
from comments_service.store.locks.sole_server import sole_server
from interface.command_line import said

__all__ = ["CopyError", "Restored", "back_up", "dated_copy", "remove_older", "restore"]

_STEM = "yanlu-"
_DATED = re.compile(rf"{_STEM}\d{{8}}T\d{{6}}Z")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: where the old database is kept (empty: nowhere), and what may be lost."""

    aside: str
    log_size: int
    lost_from: str


def back_up(service: Service, file: Path) -> int:
    """Write a copy, mode 0600, read it again; return its entries. ``CopyError``: it falls short."""
    database_schema.require_there(service)
    with service.database.read() as connection:
        if (
            database_schema.require(connection, SchemaState.CURRENT, SchemaState.OLDER)
            is SchemaState.CURRENT
        ):
            own = identity_row.read(connection).id
            least = CopyFacts(own, identity_row.log_size(connection))
        else:
            # Its own tables say how long its log is, the copy which database it is of.
            least = CopyFacts(None, earlier_log_size(connection))
    service.database.require_durable()
    if file.exists() or file.is_symlink():
        raise CopyError(f"{file}: {said('is there already; a copy replaces nothing')}")
    try:
        return _written(service, file, least)
    except OSError as error:
        # The error itself names the half-made file next to the one that was asked for.
        raise CopyError(f"{file}: {said(error.strerror or str(error))}") from error


def dated_copy(folder: Path, now: datetime) -> Path:
    """Return the name of a copy that is made at an aware instant."""
    return folder / f"{_STEM}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def remove_older(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` of the copies that are named by their time."""
    copies = sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name))
    older = copies[:-keep]
    for path in older:
        path.unlink()
    return older


def restore(service: Service, file: Path) -> Restored:
    """Put a copy in the place of the database and note in its log which span may be lost.

    ``CopyError``, ``KeyringError`` or ``SecondServerError``, and nothing is changed: the copy
    is damaged or another database's, its keys are not there, or a server runs. The database
    that was there is kept next to it.
    """
    if service.database.file is None:
        return _restore_postgresql(service, file)
    # Where it really is: a file is exchanged for another on the same disk, whatever leads there.
    target = service.database.file.resolve()
    sqlite_copy.require_alone(file)
    if target.exists() and target.samefile(file):
        raise CopyError(f"{file}: {said('is the database itself')}")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sole_server(target), half_made(target) as made:
        facts = sqlite_copy.copy(file, made, still=True, progress=service.progress)
        _require_of(service, facts)
        whole = replace(service, database=Database(f"sqlite:///{made}"))
        try:
            seen, restored = _recorded(whole, facts)
        finally:
            whole.database.close()
        sqlite_copy.single_file(made)
        service.database.close()
        aside = sqlite_copy.exchange(target, made)
    service.identity.write(seen)
    return Restored(aside, seen.log_size, rfc3339(restored.lost_from))


def _restore_postgresql(service: Service, file: Path) -> Restored:
    facts = postgresql_copy.facts(file, service.progress)
    _require_of(service, facts)
    aside = postgresql_copy.put_back(service.database, file, service.progress)
    try:
        seen, restored = _recorded(service, facts)
    except Exception:
        postgresql_copy.take_back(service.database, aside)
        raise
    service.identity.write(seen)
    kept = said("the schema %(name)s", name=aside) if aside else ""
    return Restored(kept, seen.log_size, rfc3339(restored.lost_from))


def _written(service: Service, file: Path, least: CopyFacts) -> int:
    database = service.database
    with half_made(file) as made:
        if database.file is not None:
            facts = sqlite_copy.copy(database.file, made, still=False, progress=service.progress)
        else:
            facts = postgresql_copy.copy(database, made, service.progress)
        if least.database_id not in {None, facts.database_id} or facts.log_size < least.log_size:
            words = said("the copy is not of this database, or shorter than it")
            raise CopyError(f"{file}: {words}")
        made.rename(file)
        on_disk(file)
    return facts.log_size


def _require_of(service: Service, facts: CopyFacts) -> None:
    """Raise ``CopyError`` for a copy of another database than the file tells of."""
    seen = service.identity.read()
    if seen and facts.database_id not in {None, seen.id}:
        words = "the copy is of another database (%(id)s) than %(file)s tells of (%(seen)s)"
        raise CopyError(said(words, id=facts.database_id, file=service.identity.path, seen=seen.id))


def _recorded(service: Service, facts: CopyFacts) -> tuple[SeenDatabase, DatabaseRestored]:
    """Bring what was put back up to date, check it and note in its log what it is."""
    seen = service.identity.read()
    database_schema.upgrade(service)
    require_keys(service)
    _require_whole(service)
    with service.database.write() as connection:
        if seen and facts.database_id is None:
            identity_row.rename(connection, seen.id)
        size = identity_row.log_size(connection)
        restored = DatabaseRestored(
            lost_from=identity_row.last_sign(connection),
            lost_to=service.clock.now(connection),
            log_size=size,
            known_size=max(size, seen.log_size if seen else 0),
        )
        enter(connection, restored.lost_to, Occurrence(SITE, "database", SYSTEM, restored))
        message_rows.doubt_all(connection)
        own, size = identity_row.read(connection), identity_row.log_size(connection)
        return SeenDatabase(own.id, size, restored.lost_to), restored


def _require_whole(service: Service) -> None:
    """Raise ``CopyError`` where rows and entries do not agree: something in them was damaged."""
    try:
        with service.database.read() as connection:
            differences = compared(connection, service.keyring, service.progress).differences
    except (DBAPIError, ValueError, LookupError) as error:
        words = "the copy is damaged: a row cannot be read (%(error)s)"
        raise CopyError(said(words, error=type(error).__name__)) from error
    if differences:
        words = "the copy is damaged: %(first)s (%(count)s differences)"
        raise CopyError(said(words, first=differences[0], count=len(differences)))
