"""The commands ``outbox …``: sending messages, and what became of them."""

import argparse
import logging
import os
import signal
from contextlib import suppress
from email.headerregistry import Address
from queue import Empty, SimpleQueue

from catalogue.window import rfc3339
from comments_service.cli.commands import Commands, ExitError, echo, simple
from comments_service.cli.failures import words_of
from comments_service.cli.opened_service import laid_out
from comments_service.domain.comments.message import DropReason
from comments_service.domain.comments.participant import ascii_email
from comments_service.logs import start_log
from comments_service.services.messages.outbox import Outbox, waiting_too_long
from comments_service.services.messages.smtp_carrier import SmtpCarrier
from comments_service.services.service import Service
from comments_service.settings import Settings
from comments_service.store.comments import message_rows
from interface.command_line import said

# In seconds; somebody may wait for a code.
_PAUSE, _LONGER_PAUSE = 2.0, 10.0
_DROPPED = {
    DropReason.REFUSED: "refused by the other side",
    DropReason.EXPIRED: "given up",
    DropReason.STOPPED: "stopped by the sender of the comments",
    DropReason.MOOT: "needed no more",
}
_LOG = logging.getLogger(__name__)


def add_commands(commands: Commands) -> None:
    """Add ``outbox run`` and ``outbox status``."""
    group = commands.add_parser("outbox", help="messages to those who comment")
    parts = group.add_subparsers(required=True)
    run = simple(parts, "run", _run, "send messages as they become due, until it is stopped")
    run.add_argument("--once", action="store_true", help="send what is due now, and end")
    words = "count messages by what became of them; 1 if any has waited for over an hour"
    simple(parts, "status", _status, words)


def _run(options: argparse.Namespace) -> None:
    settings = Settings.from_env(os.environ)
    outbox = _outbox(settings, laid_out())
    if options.once:
        echo(said("%(count)s sent", count=outbox.send_due()))
        return
    start_log(settings.log, settings.log_level)
    # Of what a signal may wake up, this alone may be used by its handler too.
    ending: SimpleQueue[int] = SimpleQueue()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _: ending.put(number))
    while True:
        try:
            outbox.send_due(lambda: not ending.empty())
        except Exception as error:
            words = words_of(error)
            if words is None:
                raise
            # A database that is gone for a while, a clock that cannot be believed.
            _LOG.error("outbox: %s", words)
        # A connection would stay with the file that `db restore` moved away.
        outbox.service.database.close()
        with suppress(Empty):
            ending.get(timeout=_PAUSE if outbox.is_reached else _LONGER_PAUSE)
            return


def _outbox(settings: Settings, service: Service) -> Outbox:
    own, sender = settings.service_url or settings.base_url, ascii_email(settings.mail_from or "")
    if settings.mail is None or sender is None:
        raise ExitError(said("no mail is sent: set YANLU_MAIL and YANLU_MAIL_FROM"))
    site = service.published.catalogue().site
    # A name over several lines would be no header.
    name = " ".join((site.organiser or site.name).split())
    address = Address(name, addr_spec=sender)
    return Outbox(service, SmtpCarrier(settings.mail, address), f"{own}/")


def _status(_options: argparse.Namespace) -> int:
    service = laid_out()
    with service.database.read() as connection:
        found = message_rows.counted(connection)
        late = waiting_too_long(service, connection)
    echo(said("sent: %(count)s", count=found.sent))
    since = said(", since %(at)s", at=rfc3339(found.oldest)) if found.oldest else ""
    echo(said("waiting: %(count)s", count=found.waiting) + since)
    for why, words in _DROPPED.items():
        if why in found.dropped:
            echo(f"{said(words)}: {found.dropped[why]}")
    return 1 if late else 0
