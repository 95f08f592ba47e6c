"""The commands ``db …`` and ``clock …``: the database, and taking a clock for right."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import rfc3339
from comments_service.cli.commands import Commands, ExitError, echo, simple
from comments_service.cli.opened_service import laid_out, opened, opened_by_owner
from comments_service.services.database import backup, database_schema, identity
from comments_service.services.database.check import check
from comments_service.services.database.transfer import transfer
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import accept_clock
from comments_service.settings import Settings, SettingsError
from comments_service.store.database import role_rights
from interface.command_line import said

_LONGEST_NAME = 100


def add_commands(commands: Commands) -> None:
    """Add ``db …`` and ``clock …``."""
    group = commands.add_parser("db", help="the database").add_subparsers(required=True)
    init = simple(group, "init", _init, "lay out a new database and write down what it is")
    init.add_argument(
        "--if-new", action="store_true",
        help="do nothing where there is a database, or a file that tells of one",
    )  # fmt: skip
    simple(group, "upgrade", _upgrade, "bring an older database up to date, write down an own")
    words = "compare every row with the entries; 1 if any differs"
    checking = simple(group, "check", _check, words)
    checking.add_argument(
        "--expect", type=_entries, default=0, metavar="N",
        help="1 too where there are fewer than N entries, as told by an earlier check",
    )  # fmt: skip
    words = "copy the database while comments arrive; mode 0600, read again and compared"
    copying = simple(group, "backup", _backup, words)
    place = copying.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the copy; must not be there yet"
    )
    place.add_argument("--into", type=Path, metavar="DIR", help="a copy named by the time")
    copying.add_argument(
        "--keep", type=_entries, metavar="N", help="with --into: remove all but the newest N"
    )
    words = "put a copy in the place of the database, which is kept; the server must be stopped"
    restore = simple(group, "restore", _restore, words)
    restore.add_argument("file", type=Path, metavar="FILE", help="a copy that `db backup` made")
    words = "copy a SQLite database into an empty PostgreSQL one; the server must be stopped"
    moving = simple(group, "copy", _copy, words)
    moving.add_argument("url", metavar="URL", help="postgresql://… of the tables' owner")
    group = commands.add_parser("clock", help="the clock").add_subparsers(required=True)
    words = "take the clock for right as it stands now; closings of windows yet to end are void"
    accept = simple(group, "accept", _accept, words)
    accept.add_argument("--by", required=True, type=_name, metavar="NAME", help="who says so")


def _entries(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(said("%(text)s is no number of entries", text=text))
    return int(text)


def _init(options: argparse.Namespace) -> None:
    service, role = opened_by_owner()
    if not options.if_new or identity.is_brand_new(service):
        identity.begin_database(service)
        _grant(service, role)
        words = "a new database is laid out; %(file)s tells what it is"
        echo(said(words, file=service.identity.path))


def _upgrade(_options: argparse.Namespace) -> None:
    service, role = opened_by_owner()
    done = database_schema.upgrade(service)
    _grant(service, role)
    echo(said("the database is up to date now") if done else said("the database was up to date"))
    if identity.adopt_database(service):
        echo(said("%(file)s tells what it is from now on", file=service.identity.path))


def _check(options: argparse.Namespace) -> int:
    service = laid_out()
    found = check(service, options.expect)
    for line in found.differences:
        echo(line)
    words = (
        "%(entries)s entries, %(submissions)s submissions, %(comments)s comments: "
        "%(differences)s differences"
    )
    counts = {"submissions": found.submissions, "comments": found.comments}
    echo(said(words, entries=found.entries, differences=len(found.differences), **counts))
    return 1 if found.differences else 0


def _backup(options: argparse.Namespace) -> None:
    if options.into and not options.into.is_dir():
        words = "%(folder)s: no such folder; make it: mkdir -m 700 %(folder)s"
        raise ExitError(said(words, folder=options.into))
    file = options.file or backup.dated_copy(options.into, datetime.now(UTC))
    size = backup.back_up(opened(), file)
    words = "%(file)s: a copy with %(count)s entries, read again and compared"
    echo(said(words, file=file, count=size))
    pruned = (
        backup.remove_older(options.into, options.keep) if options.into and options.keep else ()
    )
    for older in pruned:
        echo(said("%(file)s is removed: %(count)s newer are kept", file=older, count=options.keep))


def _restore(options: argparse.Namespace) -> None:
    service, role = opened_by_owner()
    done = backup.restore(service, options.file)
    _grant(service, role)
    if done.aside:
        echo(said("the database that was there is kept as %(aside)s", aside=done.aside))
    words = "%(file)s is in its place, with %(count)s entries"
    echo(said(words, file=options.file, count=done.log_size))
    words = (
        "what came after %(lost_from)s may be lost; publish the notice of docs/operators/backup.md"
    )
    echo(said(words, lost_from=done.lost_from))


def _copy(options: argparse.Namespace) -> None:
    # Who owns the old one owns nothing there.
    no_owner = dict.fromkeys(("YANLU_DATABASE_OWNER", "YANLU_DATABASE_OWNER_FILE"), "")
    named = {**os.environ, **no_owner, "YANLU_DATABASE": options.url}
    try:
        settings = Settings.from_env(named)
    except SettingsError as error:
        # It is of the argument that this is said.
        raise ExitError(str(error).replace("YANLU_DATABASE:", "URL:")) from None
    target = opened(settings)
    try:
        figures = transfer(laid_out(), target)
    except KeyboardInterrupt:
        words = "interrupted; nothing was copied, the same command begins again"
        raise ExitError(said(words)) from None
    for name, each in figures.items():
        words = "%(table)s: %(count)s rows, sha256 %(digest)s"
        echo(said(words, table=name, count=each.rows, digest=each.digest[:16]))
    words = "every row is there, checked against the ledger; set YANLU_DATABASE to the new database"
    echo(said(words))
    words = "%(file)s tells what it is; the old one is not served any more"
    echo(said(words, file=target.identity.path))


def _grant(service: Service, role: str | None) -> None:
    if role is not None:
        with service.database.write() as connection:
            role_rights.grant(connection, role)
        words = "the role %(role)s may read and write it, and not change what is kept"
        echo(said(words, role=role))


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        words = said("a name of 1 to %(most)s characters is wanted", most=_LONGEST_NAME)
        raise argparse.ArgumentTypeError(words)
    return name


def _accept(options: argparse.Namespace) -> None:
    done = accept_clock(laid_out(), options.by)
    for each in done.voided:
        words = "%(policy)s %(window)s: ends at %(at)s, its closing is void"
        at = rfc3339(each.closes_at)
        echo(said(words, policy=each.policy, window=each.window, at=at))
    words = "it is %(at)s, says %(by)s; the time was %(floor)s at least"
    at, floor = rfc3339(done.at), rfc3339(done.floor_before)
    echo(said(words, at=at, by=options.by, floor=floor))
