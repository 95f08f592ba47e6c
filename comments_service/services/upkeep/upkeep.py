"""Upkeep: what a serving process does by itself at its time, whether anybody asks or not.

Every serving process has a thread for it, one for what is slow, and one for each second. On
PostgreSQL several do the same work at once, so a task must be safe to run twice.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from multiprocessing.util import Finalize
from typing import NamedTuple

from comments_service.logs import error_facts
from comments_service.services.accounts.contact_codes import forget_codes
from comments_service.services.accounts.identity_proofs import forget_proofs
from comments_service.services.accounts.sign_in import forget_sign_ins
from comments_service.services.database.identity import note_identity
from comments_service.services.intake.challenges import forget_challenges
from comments_service.services.intake.scans import forget_uploads
from comments_service.services.intake.uploads import forget_attachments
from comments_service.services.ledger.flood_limits import forget_addresses, write_pending
from comments_service.services.ledger.keys import recheck_keys
from comments_service.services.service import Service
from comments_service.services.upkeep.attachment_texts import read_attachment
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.comments import comment_counts, tally_counts
from comments_service.store.ledger import ledger

EVERY = timedelta(seconds=30)
_SOON = timedelta(seconds=1)
# Two steps are never closer than this, whatever a task asks for.
_SHORTEST = timedelta(milliseconds=20)
# Seconds in which a step must have ended that was under way when the process is to end.
_PATIENCE = 10.0
_LOG = logging.getLogger(__name__)


class UpkeepTask(NamedTuple):
    """One thing to be done at each step; it may say after how long it wants the next one."""

    name: str
    run: Callable[[Service], timedelta | None]


def _merge_counts(service: Service) -> timedelta:
    with service.database.read() as connection:
        many = (
            comment_counts.to_merge(connection)
            or tally_counts.to_merge(connection)
            or ledger.has_counts_to_merge(connection)
        )
    if many:
        with service.database.write() as connection:
            comment_counts.merge(connection)
            tally_counts.merge(connection)
            ledger.merge_counts(connection)
    # Whoever reads a tally adds up what came since.
    return _SOON


# What the database is comes first: nothing is written into another one.
TASKS: tuple[UpkeepTask, ...] = (
    UpkeepTask("identity", note_identity),
    UpkeepTask("keys", recheck_keys),
    UpkeepTask("time", keep_time),
    UpkeepTask("what readers left", write_pending),
    UpkeepTask("limits", forget_addresses),
    UpkeepTask("sign-ins", forget_sign_ins),
    UpkeepTask("uploads", forget_uploads),
    UpkeepTask("attachments", forget_attachments),
    UpkeepTask("challenges", forget_challenges),
    UpkeepTask("codes", forget_codes),
    UpkeepTask("proofs", forget_proofs),
)
# What takes seconds has a thread of its own: windows close at their time.
SLOW_TASKS: tuple[UpkeepTask, ...] = (UpkeepTask("texts of attachments", read_attachment),)
# What is looked at each second: in the half minute between other steps, ten thousand may comment.
CONSTANT_TASKS: tuple[UpkeepTask, ...] = (UpkeepTask("counts", _merge_counts),)


class Upkeep:
    """The tasks of one process, and the thread that does them until it is stopped."""

    def __init__(
        self,
        service: Service,
        tasks: Sequence[UpkeepTask] = TASKS,
        failed: Callable[[str], None] = lambda _task: None,
    ) -> None:
        self._service = service
        self.tasks = tasks
        self._failed = failed
        self._failing: dict[str, str] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def step(self) -> timedelta:
        """Do every task once, whatever others raise; return after how long the next is due."""
        wanted = [self._done(task) for task in self.tasks]
        return max(_SHORTEST, min([EVERY, *(each for each in wanted if each is not None)]))

    def start(self) -> None:
        """Begin with the first step, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Wait for the step that is under way, and begin no other."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self.step().total_seconds())

    def _done(self, task: UpkeepTask) -> timedelta | None:
        try:
            wanted = task.run(self._service)
        except Exception as error:  # noqa: BLE001 - a thread that dies would do nothing ever after
            # First line of the driver: the next, like SQLAlchemy's words, is the statement.
            words = str(getattr(error, "orig", error)).partition("\n")[0]
            cause = f"{type(error).__name__}: {words}"
            self._failed(task.name)
            if self._failing.get(task.name) != cause:
                facts = {"facts": error_facts(error)}
                _LOG.error("upkeep: %s failed: %s", task.name, cause, extra=facts)
            self._failing[task.name] = cause
            return None
        if self._failing.pop(task.name, None):
            _LOG.warning("upkeep: %s is done again", task.name)
        return wanted


def start_upkeep(service: Service, failed: Callable[[str], None] = lambda _task: None) -> Upkeep:
    """Begin the upkeep of a serving process; it stops when the process ends.

    ``failed`` is called with the name of a task whenever that failed.
    """
    upkeep = Upkeep(service, failed=failed)
    for each in (
        upkeep,
        *(Upkeep(service, tasks, failed) for tasks in (SLOW_TASKS, CONSTANT_TASKS)),
    ):
        each.start()
        # Not atexit, which a process that multiprocessing forked passes by.
        Finalize(None, each.stop, exitpriority=1)
    return upkeep
