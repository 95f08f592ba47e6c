"""The commands ``decisions …`` and ``intake …``: the workbooks that officials fill in."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from catalogue.window import china_day
from comments_service.cli_commands import Commands, ExitError, laid_out, say, simple
from comments_service.domain.code_words import CHANNELS, DISPOSITIONS
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.roles import Right
from comments_service.domain.staff import Officer
from comments_service.services import letters, sheets, staff
from comments_service.services.service import Service
from comments_service.sheets.disposition_reader import SheetChange
from comments_service.sheets.workbook_guard import MOST_BYTES
from look.language import language

_FAULTY, _TAKEN = 2, "taken: {}"
_NOT_YET = "nothing was taken; to take it: --yes --by LOGIN"


def add_sheet_commands(commands: Commands) -> None:
    """Add the commands that write and read workbooks."""
    decisions = commands.add_parser("decisions", help="decisions by workbook")
    group = decisions.add_subparsers(required=True)
    _of_file(group, "export", _export, "write the workbook in which officials decide")
    _taking(_of_file(group, "import", _import, "show what a filled-in sheet changes, or take it"))
    intake = commands.add_parser("intake", help="letters, faxes and the like by workbook")
    group = intake.add_subparsers(required=True)
    _of_file(group, "template", _template, "write an empty workbook for letters and faxes")
    _taking(_of_file(group, "read", _read, "show what a filled-in sheet enters, or enter it"))


def _of_file(
    group: Commands, name: str, run: Callable[[argparse.Namespace], int], words: str
) -> argparse.ArgumentParser:
    command = simple(group, name, run, words)
    command.add_argument("policy", metavar="POLICY", help="the policy's id")
    command.add_argument("file", type=Path, metavar="FILE.xlsx")
    return command


def _taking(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", metavar="LOGIN", help="who takes it")
    command.add_argument("--yes", action="store_true", help="take it, whole or not at all")


def _export(options: argparse.Namespace) -> int:
    return _written(options, sheets.dispositions_file)


def _template(options: argparse.Namespace) -> int:
    return _written(options, letters.letters_file)


def _written(options: argparse.Namespace, write: Callable[[Service, str, Path], None]) -> int:
    if not options.file.parent.is_dir():
        message = f"{options.file.parent}: no such folder"
        raise ExitError(message)
    try:
        write(laid_out(), options.policy, options.file)
    except (OSError, ValueError) as error:
        message = f"{options.file}: {getattr(error, 'strerror', None) or error}"
        raise ExitError(message) from error
    return 0


def _import(options: argparse.Namespace) -> int:
    service = laid_out()
    officer = _officer(service, options, Right.DECIDE)
    try:
        seen = sheets.preview(service, options.policy, _data(options.file))
        for change in seen.changes:
            say(_told(change))
        say(f"unchanged: {seen.unchanged}")
        if seen.faults or officer is None:
            return _end(options, seen.faults)
        say(_TAKEN.format(len(sheets.take(service, officer, seen))))
    except Invalid as refused:
        return _end(options, refused.faults)
    return 0


def _read(options: argparse.Namespace) -> int:
    service = laid_out()
    officer = _officer(service, options, Right.ENTER)
    try:
        seen = letters.read_letters(service, options.policy, _data(options.file))
        for letter in seen.found.letters:
            words = (CHANNELS[letter.channel], str(letter.received_on), len(letter.comments))
            say(f"{letter.place} {letter.number}: " + " ".join(map(str, words)))
        if seen.found.faults or officer is None:
            return _end(options, seen.found.faults)
        for made in letters.enter_letters(service, officer, seen):
            say(made.receipt_no)
    except Invalid as refused:
        return _end(options, refused.faults)
    return 0


def _data(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _told(change: SheetChange) -> str:
    before = DISPOSITIONS.get(change.before or "", "-")
    after = " | ".join(filter(None, [change.carried, change.after.reason, change.after.summary]))
    return (
        f"{change.cell} {change.number}: {before} -> "
        f"{DISPOSITIONS[change.after.disposition]} {after}".rstrip()
    )


def _officer(service: Service, options: argparse.Namespace, right: Right) -> Officer | None:
    """Return who takes it; None where it is only looked at."""
    if not options.yes:
        return None
    if not options.by:
        message = "--yes takes --by LOGIN: say who takes it"
        raise ExitError(message)
    with service.database.read() as connection:
        row = staff.account(connection, options.by)
        today = china_day(service.clock.now(connection))
        officer = staff.in_force(connection, row.officer, today)
    if not row.active or not officer.may(right, options.policy):
        message = f"{options.by}: may not {right} here"
        raise ExitError(message)
    return officer


def _end(options: argparse.Namespace, faults: Iterable[FieldFault]) -> int:
    told = list(faults)
    english = language("en")
    for fault in told:
        words = english.say(fault.message, **fault.values)
        print(f"{options.file}:{fault.field} {words}", file=sys.stderr)  # noqa: T201 - its place
    if not told:
        say(_NOT_YET)
    return _FAULTY if told else 0
