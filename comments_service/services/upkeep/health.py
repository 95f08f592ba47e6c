"""Whether the service can do its work, piece by piece."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from catalogue.model import Policy
from catalogue.window import WindowState
from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.comments.clock_rules import ClockReading
from comments_service.domain.errors import Unavailable, WrongVersion
from comments_service.services.database.database_schema import (
    SchemaError,
    refusal,
    require_demo,
)
from comments_service.services.database.identity import difference
from comments_service.services.ledger.keys import key_faults
from comments_service.services.messages.outbox import waiting_too_long
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import Finding, clock_findings
from comments_service.store.database.database_faults import (
    FAILURES,
    DatabaseFault,
    DatabaseUnusableError,
    unusable,
)
from comments_service.store.database.identity_file import IdentityFileError, SeenDatabase
from comments_service.store.database.migrate import SchemaState, schema_state
from interface.command_line import said

# For so many seconds an answer is given again: whoever asks often makes no work.
KEPT_SECONDS = 2.0
_LONGEST_SECONDS = 9.0
_STALE = "catalogue.json cannot be read now; the last good one is used (see the log)"
_NEEDED = ("database", "keys", "clock", "catalogue", "clauses")
_OF_LAYOUT = {
    SchemaState.EMPTY: DatabaseFault.EMPTY,
    SchemaState.OLDER: DatabaseFault.OUTDATED,
    SchemaState.DAMAGED: DatabaseFault.CORRUPT,
    SchemaState.UNKNOWN: DatabaseFault.REPLACED,
}
_KEYS_WRONG = "keys_wrong"
_LATE_MESSAGES = "%(count)s messages have waited for over an hour: see `outbox status` and its log"
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Readiness:
    """What is there, by name; what hinders (``problems``) and what only needs a look.

    ``database``: laid out for this release, the one that it was, and to be written;
    ``keys``: those that it was written with; ``clock``: what time it is can be told;
    ``catalogue``: read at least once; ``clauses``: of every consultation that is open or to
    come. ``codes`` names each problem and warning by a word that never changes.
    """

    checks: dict[str, bool]
    findings: list[Finding] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What hinders, in words."""
        return [each.words for each in self.findings if each.severity == "problem"]

    @property
    def warnings(self) -> list[str]:
        """What only needs a look, in words."""
        return [each.words for each in self.findings if each.severity == "warning"]

    @property
    def codes(self) -> list[str]:
        """The codes of all findings, each once."""
        return [*dict.fromkeys(each.code for each in self.findings)]

    @property
    def ready(self) -> bool:
        """Whether submissions can be taken."""
        return all(self.checks.values()) and not self.problems

    def hinder(self, code: str, words: str) -> None:
        """Note what stops submissions from being taken."""
        self.findings.append(Finding(code, "problem", words))

    def warn(self, code: str, words: str) -> None:
        """Note what only needs a look."""
        self.findings.append(Finding(code, "warning", words))


class Health:
    """Asks one at a time, and gives the last answer to those who come meanwhile."""

    def __init__(self, service: Service, seconds: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._seconds = seconds
        self._asking = threading.Lock()
        self._last: tuple[float, Readiness] | None = None

    def readiness(self) -> Readiness:
        """Return what is there now, or was a moment ago; within 10 seconds in any case."""
        kept = self._within(KEPT_SECONDS)
        if kept:
            return kept
        # An older answer than that is not told while somebody asks: it is waited for.
        last = self._within(_LONGEST_SECONDS)
        if not self._asking.acquire(timeout=0 if last else _LONGEST_SECONDS):
            none = Readiness(dict.fromkeys(_NEEDED, False))
            none.hinder("database_locked", said("the database gave no answer in time"))
            return last or none
        try:
            kept = self._within(KEPT_SECONDS)
            if kept:
                return kept
            found = readiness(self._service)
            if found.problems:
                _LOG.error("not ready: %s: %s", ", ".join(found.codes), "; ".join(found.problems))
            self._last = self._seconds(), found
            return found
        finally:
            self._asking.release()

    def _within(self, seconds: float) -> Readiness | None:
        """Return the last answer if it is not older than that."""
        last = self._last
        return last[1] if last and self._seconds() - last[0] < seconds else None


def readiness(service: Service) -> Readiness:
    """Return the state of everything that taking a submission needs."""
    found = Readiness(dict.fromkeys(_NEEDED, False))
    _site(service, found, _database(service, found))
    return found


def _database(service: Service, found: Readiness) -> datetime | None:
    """Look at the file, inside, then whether it can be written, until something is wrong.

    Its time comes back, None where it cannot be asked.
    """
    reading = None
    try:
        _look_at_file(service, found)
        with service.database.read(hurried=True) as connection:
            reading = _look_inside(service, connection, found)
        if not found.problems:
            service.database.rehearse()
        found.checks["database"] = set(found.codes) <= {_KEYS_WRONG}
    except FAILURES as error:
        fault = unusable(error)
        if fault is None:
            raise
        found.hinder(fault.fault, fault.words)
    except SchemaError as error:
        found.hinder("demo_mixed", str(error))
    except Unavailable as error:
        found.hinder("demo_clock", error.cause)
    if reading is None:
        return None
    found.checks["clock"] = not reading.is_unsure
    found.findings += clock_findings(reading)
    return reading.now


def _look_at_file(service: Service, found: Readiness) -> None:
    file = service.database.sqlite
    if file is not None:
        file.require_there()
        try:
            file.require_writable(service.disk_reserve)
        except DatabaseUnusableError as error:
            # It can be read all the same, and more may be wrong with it.
            found.hinder(error.fault, error.words)


def _look_inside(service: Service, connection: Connection, found: Readiness) -> ClockReading:
    at = schema_state(connection)
    if at is not SchemaState.CURRENT:
        raise DatabaseUnusableError(_OF_LAYOUT[at], refusal(connection, at))
    seen = _seen(service, found)
    fault = difference(connection, seen) if seen else ""
    if fault:
        raise DatabaseUnusableError(DatabaseFault.REPLACED, fault)
    require_demo(connection, service)
    wrong = key_faults(connection, service.keyring)
    found.checks["keys"] = not wrong
    for line in wrong:
        found.hinder(_KEYS_WRONG, line)
    # Once mail is switched off, what waits is sent by nobody, as it was wanted.
    if service.mail and (late := waiting_too_long(service, connection)):
        found.warn("messages_waiting", said(_LATE_MESSAGES, count=late))
    return service.clock.read(connection)


def _seen(service: Service, found: Readiness) -> SeenDatabase | None:
    try:
        return service.identity.read()
    except (IdentityFileError, OSError) as error:
        found.hinder(DatabaseFault.REPLACED, str(error))
        return None


def _site(service: Service, found: Readiness, now: datetime | None) -> None:
    try:
        catalogue = service.published.catalogue()
    except Unavailable:
        found.hinder("catalogue_missing", said("catalogue.json cannot be read"))
        return
    found.checks["catalogue"] = True
    if service.published.catalogue_is_stale():
        found.warn("catalogue_stale", said(_STALE))
    if now is not None:
        missing = [line for policy in catalogue.policies for line in _missing(service, policy, now)]
        found.checks["clauses"] = not missing
        for line in missing:
            found.hinder("clauses_missing", line)
        for line in _out_of_reach(service, catalogue.policies, now):
            found.warn("assurance_missing", line)
    for line in service.published.stale_clauses():
        found.warn("clauses_stale", said("%(line)s; the last good one is used", line=line))
    for each in catalogue.kept:
        codes = ", ".join(each.codes)
        words = said("its pages are those of before (%(codes)s)", codes=codes)
        found.warn("policy_kept", f"{each.policy}: {words}")


def _out_of_reach(service: Service, policies: Sequence[Policy], now: datetime) -> Iterator[str]:
    """Yield the consultations, open or to come, that ask for what nobody can prove here."""
    unset: dict[str, str] = {
        # Whoever proves their identity need not prove their contact.
        Assurance.CONTACT_VERIFIED: ""
        if service.mail or service.identity_provider
        else "YANLU_MAIL",
        Assurance.IDENTITY_VERIFIED: "" if service.identity_provider else "YANLU_OIDC_ISSUER",
    }
    for policy in policies:
        setting = unset.get(policy.assurance)
        if setting and any(each.state(now) is not WindowState.CLOSED for each in policy.windows):
            words = "asks for %(what)s, and %(setting)s is not set: nobody can comment on it here"
            yield f"{policy.id}: {said(words, what=policy.assurance, setting=setting)}"


def _missing(service: Service, policy: Policy, now: datetime) -> list[str]:
    """Return the versions whose clauses comments need, now or later, and that cannot be read."""
    lines = []
    for window in policy.windows:
        state = window.state(now)
        if state is WindowState.CLOSED:
            continue
        place = f"{policy.id} {window.version}"
        try:
            service.published.clauses(policy, window.version)
        except Unavailable:
            lines.append(f"{place}: {said('clauses.json cannot be read')}")
        except WrongVersion:
            # A window to come may be announced before its text is public.
            if state is WindowState.OPEN:
                lines.append(f"{place}: {said('is out for comment, but not public')}")
    return lines
