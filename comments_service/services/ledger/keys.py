"""Whether the keys are those that the database was written with.

Under another key one person would be counted twice, and what was encrypted could not be
read; so nothing is written and nothing is exported until the keys are right.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from comments_service.keyring import Keyring, KeyringError
from comments_service.services.service import Service
from comments_service.store.ledger import identity_row
from comments_service.store.locks.writer_locks import hold
from interface.command_line import said

# What is held by whoever records a key, where others hold a digest: so two never do at once.
_KEY_CHECKS = "6b65795f636865636b73"


def require_keys(service: Service) -> None:
    """Raise ``KeyringError`` with a line for each key that is missing or is another one."""
    with service.database.read() as connection:
        _refuse(key_faults(connection, service.keyring))


def record_keys(connection: Connection, service: Service) -> None:
    """Record the current key where it is used first; ``KeyringError`` for wrong ones.

    The others write nothing: one of them that ``keys rotate`` has done away with stays so.
    """
    values = service.keyring.check_values()
    in_use = frozenset(values.items())
    if service.database.recorded_keys == in_use:
        return
    known, current = identity_row.recorded_keys(connection), service.keyring.keys[0].id
    if current not in known:
        hold(connection, [_KEY_CHECKS])
        known = identity_row.recorded_keys(connection)
    _refuse(_faults(known, values))
    if current not in known:
        identity_row.record_key_checks(connection, {current: values[current]})
    else:
        # Only what is there permanently: a transaction that records keys may yet be undone.
        service.database.recorded_keys = in_use


def recheck_keys(service: Service) -> None:
    """Look again which keys the database has; ``KeyringError``. A task of upkeep.

    A process that was not started again with a new key writes nothing more under the old one.
    """
    service.database.recorded_keys = frozenset()
    require_keys(service)


def key_faults(connection: Connection, keyring: Keyring) -> list[str]:
    """Return one line for each key in use that is missing or is not what it was."""
    return _faults(identity_row.recorded_keys(connection), keyring.check_values())


def _faults(recorded: Mapping[str, str], values: Mapping[str, str]) -> list[str]:
    other = "YANLU_KEYS: key %(key)s is not the key that this database was written with"
    missing = "YANLU_KEYS: key %(key)s is missing, with which this database was written"
    return [
        said(other if key_id in values else missing, key=key_id)
        for key_id, digest in recorded.items()
        if values.get(key_id) != digest
    ]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise KeyringError("\n".join(faults))
