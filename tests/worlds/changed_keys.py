"""One database under an old key and a newer one, and people who comment under each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.keyring import parse_keys
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.keys import require_keys
from comments_service.services.service import Service
from comments_service.services.upkeep.key_rotation import key_uses, rotate
from comments_service.store.database.tables import metadata, participants, submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, World

NEWER = f"newer:{'C' * 43}="


def under(service: Service, keys: str) -> Service:
    """Return the service of a process with these keys on the same database."""
    return replace(service, keyring=parse_keys(keys))


def sent(world: World, service: Service, who: int = 0, **changes: Any) -> StoredSubmission:
    body = world.citizen(**{"phone": f"138 0728 {1000 + who}", **changes})
    return submit(service, parse_submission(body))


def silently(_what: str, _done: int) -> None:
    """Nobody reads how far it has come."""


def rotated(service: Service, told: Callable[[str, int], None] = silently) -> Service:
    """Rotate to the newer key, and return the service of a process without the old one."""
    done = rotate(under(service, f"{NEWER} {KEYS}"), told)
    assert (done.removed, done.left, done.retries, done.is_wiped) == (("test",), (), (), True)
    changed = under(service, NEWER)
    require_keys(changed)
    assert [each.key_id for each in key_uses(changed)] == ["newer"]
    return changed


def people(service: Service) -> int:
    with service.database.read() as connection:
        return connection.execute(select(func.count()).select_from(participants)).scalar_one()


def everything(service: Service) -> set[str]:
    """Return all texts and bytes in all rows."""
    found: set[str] = set()
    with service.database.read() as connection:
        for table in metadata.sorted_tables:
            for value in (value for row in connection.execute(select(table)) for value in row):
                is_binary = isinstance(value, bytes | memoryview)
                found.add(bytes(value).decode("latin-1") if is_binary else str(value))
    return found


def submissions_of(service: Service) -> list[Any]:
    with service.database.read() as connection:
        return [*connection.execute(select(submissions))]
