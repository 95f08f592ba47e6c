"""Whether the service can do its work, said piece by piece."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from catalogue.model import Policy
from catalogue.window import WindowState
from comments_service.domain.clock_rules import ClockReading
from comments_service.domain.errors import Unavailable, WrongVersion
from comments_service.services.keys import key_faults
from comments_service.services.service import Service
from comments_service.services.timekeeping import clock_findings
from comments_service.store.migrate import Layout, layout

_STALE = "catalogue.json cannot be read now; the last good one is used (see the log)"


@dataclass(slots=True)
class Readiness:
    """What is there, by name; what hinders (``problems``) and what only needs a look.

    ``database``: laid out for this release; ``keys``: those that it was written with;
    ``catalogue``: read at least once; ``clauses``: of every consultation that is open or
    to come; ``clock``: what time it is can be told. ``codes`` name what was found.
    """

    checks: dict[str, bool]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether submissions can be taken."""
        return all(self.checks.values())


def readiness(service: Service) -> Readiness:
    """Look at everything that taking a submission needs."""
    needed = ("database", "keys", "clock", "catalogue", "clauses")
    found = Readiness(dict.fromkeys(needed, False))
    now = _database(service, found)
    _site(service, found, now)
    return found


def _database(service: Service, found: Readiness) -> datetime | None:
    """Look at the database; its time comes back, None where it cannot be asked."""
    try:
        with service.database.read() as connection:
            if layout(connection) is not Layout.CURRENT:
                found.problems.append("the database is not laid out for this release")
                return None
            faults = key_faults(connection, service.keyring)
            reading = service.clock.read(connection)
    except (SQLAlchemyError, Unavailable):
        found.problems.append("the database cannot be read")
        return None
    found.checks.update(database=True, keys=not faults)
    found.problems += faults
    _clock(found, reading)
    return reading.now


def _clock(found: Readiness, reading: ClockReading) -> None:
    found.checks["clock"] = not reading.is_unsure
    for finding in clock_findings(reading):
        lines = found.problems if finding.severity == "problem" else found.warnings
        lines.append(finding.words)
        found.codes.append(finding.code)


def _site(service: Service, found: Readiness, now: datetime | None) -> None:
    try:
        catalogue = service.published.catalogue()
    except Unavailable:
        found.problems.append("catalogue.json cannot be read")
        return
    found.checks["catalogue"] = True
    if service.published.catalogue_is_stale():
        found.warnings.append(_STALE)
    if now is not None:
        missing = [line for policy in catalogue.policies for line in _missing(service, policy, now)]
        found.checks["clauses"] = not missing
        found.problems += missing


def _missing(service: Service, policy: Policy, now: datetime) -> list[str]:
    """Name the versions whose clauses comments need, now or later, and that cannot be read."""
    lines = []
    for window in policy.windows:
        state = window.state(now)
        if state is WindowState.CLOSED:
            continue
        try:
            service.published.clauses(policy, window.version)
        except Unavailable:
            lines.append(f"{policy.id} {window.version}: clauses.json cannot be read")
        except WrongVersion:
            # A window to come may be announced before its text is public.
            if state is WindowState.OPEN:
                lines.append(f"{policy.id} {window.version}: is out for comment, but not public")
    return lines
