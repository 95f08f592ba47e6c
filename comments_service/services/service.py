"""What every use case works with: database, clock, keys, the published site, limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from comments_service.domain.comments.allowances import Allowances, allowances_of
from comments_service.keyring import Keyring
from comments_service.published.site_catalogue import SiteCatalogue, open_site_catalogue
from comments_service.services.clock.clock import Clock, clock_of
from comments_service.settings import Settings
from comments_service.store.database.database import Database, WaitLimits
from comments_service.store.database.identity_file import IdentityFile

Given = ParamSpec("Given")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Service:
    """One running service, safe among threads, not across a fork; ``disk_reserve`` is in bytes."""

    database: Database
    keyring: Keyring
    published: SiteCatalogue
    clock: Clock
    identity: IdentityFile
    demo: bool = False
    disk_reserve: int = 0
    allowances: Allowances | None = None
    policies: Path | None = None

    def now(self) -> datetime:
        """Return what time it is by the service's clock, in UTC; for showing, not for judging."""
        with self.database.read() as connection:
            return self.clock.now(connection)


def open_service(settings: Settings, *, serving: bool = False) -> Service:
    """Make the service of the settings; one that is ``serving`` waits by their limits alone."""
    limits = _limits(settings) if serving else None
    return Service(
        database=Database(settings.database, limits),
        keyring=settings.keys,
        published=open_site_catalogue(settings.site, settings.site_folder),
        clock=clock_of(settings),
        identity=IdentityFile(settings.identity_file),
        demo=settings.demo,
        disk_reserve=settings.disk_reserve * 1024 * 1024,
        allowances=_allowances(settings),
        policies=settings.policies,
    )


def in_transaction(
    work: Callable[Concatenate[Service, Connection, Given], Value],
) -> Callable[Concatenate[Service, Given], Value]:
    """Make a use case one writing transaction (``Database.transact``); its callers name none."""

    @wraps(work)
    def run(service: Service, /, *given: Given.args, **named: Given.kwargs) -> Value:
        return service.database.transact(
            lambda connection: work(service, connection, *given, **named)
        )

    return run


def _allowances(settings: Settings) -> Allowances | None:
    if settings.rate_limit == "off":
        return None
    return allowances_of(
        (settings.limit_participant_hour, settings.limit_participant_day),
        settings.limit_address_hour,
        settings.limit_lookups_hour,
    )


def _limits(settings: Settings) -> WaitLimits:
    return WaitLimits(
        connect=settings.connect_timeout,
        lock=settings.lock_timeout,
        statement=settings.statement_timeout,
        idle=settings.idle_timeout,
    )
