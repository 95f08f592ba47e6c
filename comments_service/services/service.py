"""What every use case works with: database, clock, keys, the published site, limits."""

from dataclasses import dataclass
from datetime import datetime

from comments_service.clock import Clock, clock_of
from comments_service.domain.limits import Limits, limits_of
from comments_service.keyring import Keyring
from comments_service.published import Published, published_at
from comments_service.settings import Settings
from comments_service.store.database import Database
from comments_service.store.identity_file import IdentityFile


@dataclass(frozen=True, slots=True)
class Service:
    """One running service; safe to share among threads, not across a fork.

    ``disk_reserve`` is in bytes: with less free space the service is not ready.
    """

    database: Database
    keyring: Keyring
    published: Published
    clock: Clock
    identity: IdentityFile
    demo: bool = False
    disk_reserve: int = 0
    limits: Limits | None = None

    def now(self) -> datetime:
        """Return what time it is by the service's clock, in UTC; for showing, not for judging."""
        with self.database.read() as connection:
            return self.clock.now(connection)

    def now_settled(self) -> datetime:
        """Return what time it is, with everything recorded up to then committed.

        Asked under the write lock: a writer takes its time while it holds the lock, so a
        snapshot that is opened after this call holds every row up to this instant.
        """
        with self.database.write() as connection:
            return self.clock.now(connection)


def open_service(settings: Settings) -> Service:
    """Make the service that the settings describe; nothing is opened or read yet."""
    return Service(
        database=Database(settings.database),
        keyring=settings.keys,
        published=published_at(settings.site, settings.site_folder),
        clock=clock_of(settings),
        identity=IdentityFile(settings.identity_file),
        demo=settings.demo,
        disk_reserve=settings.disk_reserve * 1024 * 1024,
        limits=_limits(settings),
    )


def _limits(settings: Settings) -> Limits | None:
    if settings.rate_limit == "off":
        return None
    return limits_of(
        (settings.limit_participant_hour, settings.limit_participant_day),
        settings.limit_address_hour,
        settings.limit_lookups_hour,
    )
