"""Whether the keys are those that the database was written with.

Under another key one person would be counted twice, and what was encrypted could not be
read; so nothing is written and nothing is exported until the keys are right.
"""

from sqlalchemy import Connection

from comments_service.keyring import Keyring, KeyringError
from comments_service.services.service import Service
from comments_service.store import key_checks


def require_keys(service: Service) -> None:
    """Raise ``KeyringError`` with a line for each key that is missing or is another one."""
    with service.database.read() as connection:
        _refuse(key_faults(connection, service.keyring))


def settle_keys(connection: Connection, keyring: Keyring) -> None:
    """Record the keys that are now used for the first time; ``KeyringError`` for wrong ones.

    The caller holds the write lock, and writes under these keys in the same transaction.
    """
    _refuse(key_faults(connection, keyring))
    known = key_checks.recorded(connection)
    values = keyring.check_values()
    key_checks.record(connection, {k: values[k] for k in values if k not in known})


def key_faults(connection: Connection, keyring: Keyring) -> list[str]:
    """Return one line for each key in use that is missing or is not what it was."""
    values = keyring.check_values()
    return [
        _fault(key_id, key_id in values)
        for key_id, digest in key_checks.recorded(connection).items()
        if values.get(key_id) != digest
    ]


def _fault(key_id: str, named: bool) -> str:  # noqa: FBT001 - which of the two lines it is
    if named:
        return f"YANLU_KEYS: key {key_id} is not the key that this database was written with"
    return f"YANLU_KEYS: key {key_id} is missing, with which this database was written"


def _refuse(faults: list[str]) -> None:
    if faults:
        raise KeyringError("\n".join(faults))
