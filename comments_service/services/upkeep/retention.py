"""The end of retention: who commented is erased, or kept and used no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from catalogue.model import Policy, Site
from catalogue.window import china_day, rfc3339
from comments_service.domain.errors import UnknownPolicy
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.accounts.contact_codes import forget_codes
from comments_service.services.accounts.identity_proofs import forget_proofs
from comments_service.services.intake.erasure import erase_all, restrict
from comments_service.services.intake.uploads import forget_attachments
from comments_service.services.service import Service
from comments_service.services.upkeep.wiping import wipe
from comments_service.store.comments import erasing
from comments_service.store.ledger import standing_closings
from interface.command_line import said
from interface.long_work import reported_step

# So many at a time, that nobody waits long for the write lock.
_AT_ONCE = 100
# A clock further ahead of what has certainly been reached than this must not erase anything.
_MOST_AHEAD = timedelta(days=1)


class RetentionError(RuntimeError):
    """Nothing can be erased now; the message is what the operator reads."""


@dataclass(frozen=True, slots=True)
class RetainedRound:
    """What a policy's window holds: submissions that are due (``held``: must wait), its last day.

    ``last_day`` is None where nothing tells it; then none of them is due.
    """

    policy: str
    window: str
    last_day: date | None
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """What a run did, or would do: to ``erase`` or to ``restrict``; by rounds with any due.

    ``is_wiped`` is False where a reader kept what was erased from being written over.
    """

    action: str
    rounds: tuple[RetainedRound, ...]
    is_wiped: bool = True


def run_retention(service: Service, *, dry: bool = False) -> RetentionRun:
    """Erase or restrict what is due by the site's ``privacy``; ``dry`` only counts.

    What was done stays done where it ends before: the next run goes on.
    ``RetentionError`` or ``ClockUnsure`` where the clock may be wrong.
    """
    site = service.published.catalogue().site
    restricting = site.archive == "restrict"
    with service.database.read() as connection:
        today = china_day(_believed(service, connection))
        with reported_step(said("counting what is due"), service.progress):
            rounds = tuple(_due(service, connection, site, today, restricting=restricting))
    if not dry:
        forget_proofs(service)
        forget_codes(service)
        forget_attachments(service)
        for each in rounds:
            if each.last_day:
                _all(service, each, restricting=restricting)
    with service.database.read() as connection:
        is_wiped = dry or not erasing.any_erased(connection)
    is_wiped = is_wiped or wipe(service)
    return RetentionRun("restrict" if restricting else "erase", rounds, is_wiped)


def _believed(service: Service, connection: Connection) -> datetime:
    reading = service.clock.read(connection)
    at = reading.sure()
    if at - reading.floor > _MOST_AHEAD:
        words = (
            "the clock shows %(at)s, and the server was last seen at %(floor)s: "
            "let it run for a minute, or see `clock accept`"
        )
        raise RetentionError(said(words, at=rfc3339(at), floor=rfc3339(reading.floor)))
    return at


def _due(
    service: Service, connection: Connection, site: Site, today: date, *, restricting: bool
) -> list[RetainedRound]:
    found: list[RetainedRound] = []
    left = erasing.left_rounds(connection, restricting=restricting)
    ends = {name: _last_days(service, connection, name) for name in {each.policy for each in left}}
    for each in left:
        last_day = ends[each.policy].get(each.window)
        if last_day is None or last_day + timedelta(days=site.retention_days) < today:
            due = each.free if last_day else 0
            found.append(RetainedRound(each.policy, each.window, last_day, due, each.held))
    return found


def _last_days(service: Service, connection: Connection, policy_id: str) -> Mapping[str, date]:
    """Return the last day of each window; of a policy that is public no more by the ledger."""
    closings = standing_closings.standing(connection, [policy_id])
    days = {
        window: china_day(max(ends) - timedelta(microseconds=1))
        for (_, window), ends in closings.ends.items()
    }
    try:
        policy: Policy = closings.applied(service.published.policy(policy_id))
    except UnknownPolicy:
        return days
    return days | {window.id: window.last_day for window in policy.windows}


def _all(service: Service, due: RetainedRound, *, restricting: bool) -> None:
    """Erase or restrict all of them, some at a time."""
    after = done = 0
    while found := _some(service, due, after, restricting=restricting):
        after = found[-1][0]
        done += len(found)
        service.progress(f"{due.policy} {due.window}", done)


def _some(
    service: Service, due: RetainedRound, after: int, *, restricting: bool
) -> list[tuple[int, str]]:
    """Erase or restrict some that came after an entry; return them as (entry, id)."""
    with service.database.write() as connection:
        at = _believed(service, connection)
        which = due.policy, due.window, after, _AT_ONCE
        found = erasing.free_ones(connection, *which, restricting=restricting)
        ids = [each for _, each in found]
        if restricting:
            for each in ids:
                restrict(connection, due.policy, each, SYSTEM, at)
        elif ids:
            erase_all(service, connection, due.policy, ids, SYSTEM, at)
    return found
