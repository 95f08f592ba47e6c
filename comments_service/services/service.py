"""What every use case works with: database, clock, keys, the published site, limits."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from comments_service.domain.comments.allowances import Allowances, allowances_of
from comments_service.identity_provider import IdentityProvider
from comments_service.keyring import Keyring
from comments_service.published.site_catalogue import SiteCatalogue, open_site_catalogue
from comments_service.services.clock.clock import Clock, clock_of
from comments_service.settings import Settings
from comments_service.store.accounts.pending_notes import PendingNotes
from comments_service.store.database.connecting import WaitLimits
from comments_service.store.database.database import Database
from comments_service.store.database.identity_file import IdentityFile
from interface.long_work import Progress, unheard


@dataclass(frozen=True, slots=True)
class Service:
    """One running service, safe among threads, not across a fork; ``disk_reserve`` is in bytes.

    ``challenge``: forms have tokens; ``mail``: messages are sent, so they are kept in the outbox.
    ``login``: senders can prove who they are. ``pending``: what readers left to be written.
    ``progress`` is told how far it is with what goes over all rows.
    """

    database: Database
    keyring: Keyring
    published: SiteCatalogue
    clock: Clock
    identity: IdentityFile
    demo: bool = False
    disk_reserve: int = 0
    allowances: Allowances | None = None
    challenge: bool = False
    mail: bool = False
    policies: Path | None = None
    inbox: Path | None = None
    identity_provider: IdentityProvider | None = None
    pending: PendingNotes = field(default_factory=PendingNotes, compare=False, repr=False)
    progress: Progress = field(default=unheard, compare=False, repr=False)

    def now(self) -> datetime:
        """Return what time it is by the service's clock, in UTC; for showing, not for judging."""
        with self.database.read() as connection:
            return self.clock.now(connection)


def open_service(settings: Settings, *, serving: bool = False) -> Service:
    """Make the service of the settings; one that is ``serving`` waits by their limits alone."""
    limits = WaitLimits(
        connect=settings.connect_timeout,
        lock=settings.lock_timeout,
        statement=settings.statement_timeout,
        idle=settings.idle_timeout,
        connections=settings.most_connections,
        processes=settings.serving_processes,
    )
    allowances = allowances_of(
        participant_hour=settings.limit_participant_hour,
        participant_day=settings.limit_participant_day,
        address=settings.limit_address_hour,
        lookups=settings.limit_lookups_hour,
        form=settings.limit_form_hour,
        attachments=settings.limit_attachments_hour,
        codes=settings.limit_codes_hour,
        own=settings.limit_participant_hour,
    )
    return Service(
        database=Database(settings.database, limits if serving else None),
        keyring=settings.keys,
        published=open_site_catalogue(settings.site, settings.site_folder),
        clock=clock_of(settings),
        identity=IdentityFile(settings.identity_file),
        demo=settings.demo,
        disk_reserve=settings.disk_reserve * 1024 * 1024,
        allowances=allowances if settings.rate_limit == "on" else None,
        challenge=settings.challenge == "on",
        mail=settings.mail is not None,
        policies=settings.policies,
        inbox=settings.inbox,
        identity_provider=_provider(settings),
    )


def _provider(settings: Settings) -> IdentityProvider | None:
    if not (settings.oidc_issuer and settings.oidc_client and settings.oidc_secret):
        return None
    # Its libraries take a third of a second, which commands need not wait for without one.
    from comments_service.openid_connect import OpenIDConnect  # noqa: PLC0415

    return OpenIDConnect(settings.oidc_issuer, settings.oidc_client, settings.oidc_secret)
