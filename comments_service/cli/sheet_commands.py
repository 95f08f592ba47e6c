"""The commands ``decisions …`` and ``intake …``: the workbooks that officials fill in."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from catalogue.window import china_day
from comments_service.cli.commands import Command, Commands, ExitError, echo, simple
from comments_service.cli.opened_service import laid_out
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.register.code_words import CHANNELS, DISPOSITIONS
from comments_service.services.accounts import staff
from comments_service.services.service import Service
from comments_service.services.workbooks import letters, sheets
from comments_service.sheets.disposition_reader import SheetChange
from comments_service.sheets.workbook_guard import MOST_BYTES
from interface.command_line import said, spoken
from interface.language import language

_NOT_YET = "nothing was taken; to take it: --yes --by LOGIN"


def add_commands(commands: Commands) -> None:
    """Add the commands that write and read workbooks."""
    decisions = commands.add_parser("decisions", help="decisions by workbook")
    group = decisions.add_subparsers(required=True)
    _of_file(
        group,
        "export",
        partial(_write, sheets.dispositions_file),
        "write the workbook in which officials decide",
    )
    _taking(_of_file(group, "import", _import, "show what a filled-in sheet changes, or take it"))
    intake = commands.add_parser("intake", help="letters, faxes and the like by workbook")
    group = intake.add_subparsers(required=True)
    empty = partial(_write, letters.letters_file)
    _of_file(group, "template", empty, "write an empty workbook for letters and faxes")
    _taking(_of_file(group, "read", _read, "show what a filled-in sheet enters, or enter it"))


def _of_file(group: Commands, name: str, run: Command, words: str) -> argparse.ArgumentParser:
    command = simple(group, name, run, words)
    command.add_argument("policy", metavar="POLICY", help="the policy's id")
    command.add_argument("file", type=Path, metavar="FILE.xlsx")
    return command


def _taking(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", metavar="LOGIN", help="who takes it")
    command.add_argument("--yes", action="store_true", help="take it, whole or not at all")


def _write(write: Callable[[Service, str, Path], None], options: argparse.Namespace) -> None:
    if not options.file.parent.is_dir():
        raise ExitError(said("%(folder)s: no such folder", folder=options.file.parent))
    try:
        write(laid_out(), options.policy, options.file)
    except OSError as error:
        raise ExitError(f"{options.file}: {said(error.strerror or str(error))}") from error
    except ValueError as error:
        raise ExitError(f"{options.file}: {error}") from error


def _import(options: argparse.Namespace) -> None:
    service = laid_out()
    officer = _officer(service, options, Right.DECIDE)
    with _cells_named(options.file):
        seen = sheets.preview(service, options.policy, _data(options.file))
        for change in seen.changes:
            echo(_line(change))
        echo(said("unchanged: %(count)s", count=seen.unchanged))
        _require_none(seen.faults)
        if officer is None:
            echo(said(_NOT_YET))
            return
        echo(said("taken: %(count)s", count=len(sheets.take(service, officer, seen))))


def _read(options: argparse.Namespace) -> None:
    service = laid_out()
    officer = _officer(service, options, Right.ENTER)
    with _cells_named(options.file):
        seen = letters.read_letters(service, options.policy, _data(options.file))
        for letter in seen.letters:
            entry = letter.entry
            words = (CHANNELS[entry.channel], str(entry.received_on), len(entry.points))
            echo(f"{letter.place} {letter.number}: " + " ".join(map(str, words)))
        _require_none(seen.faults)
        if officer is None:
            echo(said(_NOT_YET))
            return
        for made in letters.enter_letters(service, officer, seen):
            echo(made.receipt_no)


@contextmanager
def _cells_named(file: Path) -> Iterator[None]:
    """Raise ``ExitError`` that names each faulty cell, where a workbook is ``Invalid``."""
    try:
        yield
    except Invalid as refused:
        words = language(spoken()).translate
        faults = (f"{file}:{f.field} {words(f.message, **f.values)}" for f in refused.faults)
        raise ExitError("\n".join(faults)) from refused


def _require_none(faults: tuple[FieldFault, ...]) -> None:
    if faults:
        raise Invalid(*faults)


def _data(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _line(change: SheetChange) -> str:
    before = DISPOSITIONS.get(change.before or "", "-")
    after = " | ".join(filter(None, [change.carried, change.after.reason, change.after.summary]))
    return (
        f"{change.cell} {change.number}: {before} -> "
        f"{DISPOSITIONS[change.after.disposition]} {after}".rstrip()
    )


def _officer(service: Service, options: argparse.Namespace, right: Right) -> Officer | None:
    """Return who takes it; None where it is only shown."""
    if not options.yes:
        return None
    if not options.by:
        raise ExitError(said("--yes takes --by LOGIN: say who takes it"))
    with service.database.read() as connection:
        row = staff.account(connection, options.by)
        today = china_day(service.clock.now(connection))
        officer = staff.in_force(connection, row.officer, today)
    if not row.active or not officer.may(right, options.policy):
        raise ExitError(said("%(login)s: may not %(right)s here", login=options.by, right=right))
    return officer
