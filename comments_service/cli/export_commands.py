"""The commands that write exports, reports, a year's sheet, and the outcome of a consultation."""

import argparse
import sys
from pathlib import Path

from comments_service import exports
from comments_service.cli.commands import Commands, ExitError, echo, simple
from comments_service.cli.opened_service import laid_out
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.exports.atomic_write import require_replaceable
from comments_service.exports.export_data import EDITIONS
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import obstacle_line, publish_outcome, results_path
from comments_service.services.outcome.reports import report_file
from comments_service.services.outcome.yearly import year_file
from interface.command_line import said, said_of
from interface.language import LANGUAGES
from processes.own_program import own_program

_WORD = "docx"
COMPARE = own_program("comments_service.cli.comparing")
"""The command of the process that compares the rows of an export with the ledger."""
_YEARS = range(2000, 2101)


def add_commands(commands: Commands) -> None:
    """Add ``export`` and ``results``."""
    words = "export a policy's comments and tally, its reports (docx), or a year's sheet (xlsx)"
    export = simple(commands, "export", _export, words)
    export.add_argument("policy", metavar="POLICY", nargs="?", help="the policy's id")
    export.add_argument("--format", required=True, choices=(*exports.FORMATS, _WORD))
    export.add_argument("--edition", default="public", choices=EDITIONS)
    export.add_argument("--out", required=True, type=Path, metavar="FILE")
    export.add_argument(
        "--lang", choices=LANGUAGES,
        help="language of the workbook (xlsx; default: zh-CN)",
    )  # fmt: skip
    export.add_argument(
        "--year", type=int, choices=_YEARS, metavar="YEAR",
        help="instead of POLICY: the year's figures of all consultations (xlsx, in Chinese)",
    )  # fmt: skip
    results = simple(commands, "results", _results, "publish the outcome of a consultation")
    results.add_argument("policy", metavar="POLICY", help="the policy's id")
    results.add_argument(
        "--out", type=Path, metavar="FILE", help="instead of ID/results.json in YANLU_POLICIES"
    )
    results.add_argument(
        "--refresh", action="store_true", help="write anew what is published, whatever is open"
    )


def _export(options: argparse.Namespace) -> None:
    _require_sense(options)
    require_place(options.out)
    service = laid_out()
    try:
        if options.year:
            year_file(service, options.year, options.out)
        elif options.format == _WORD:
            report_file(service, options.policy, options.edition, options.out)
        else:
            what = options.policy, options.edition, options.format, options.out
            lang = options.lang or LANGUAGES[0]
            export_file(service, *what, lang, compare_by=COMPARE)
    except OSError as error:
        # The error itself names a temporary file next to the one that was asked for.
        raise _about(options.out, error) from error
    except ValueError as error:
        raise ExitError(str(error)) from error


def _require_sense(options: argparse.Namespace) -> None:
    if bool(options.policy) == bool(options.year):
        message = "export: name a POLICY, or a year of all consultations (--year 2026)"
        raise ExitError(said(message))
    if options.year and (options.format != "xlsx" or options.lang or options.edition != "public"):
        message = "--year goes with --format xlsx alone: its words are Chinese, it has no editions"
        raise ExitError(said(message))
    if options.lang and options.format == _WORD:
        message = "--lang is for --format xlsx: official reports are in Chinese"
        raise ExitError(said(message))
    if options.lang and options.format != "xlsx":
        message = "--lang is for --format xlsx: %(format)s has field names and codes"
        raise ExitError(said(message, format=options.format))


def require_place(out: Path) -> None:
    """``ExitError`` where no whole file can be put at a path."""
    if str(out) == "-":
        message = "--out: an export is a whole file; name one, and read it from there (cat FILE)"
        raise ExitError(said(message))
    if not out.parent.is_dir():
        raise ExitError(said("%(folder)s: no such folder", folder=out.parent))
    try:
        require_replaceable(out)
    except OSError as error:
        raise _about(out, error) from error


def _about(out: Path, error: OSError) -> ExitError:
    return ExitError(said_of(OSError(error.errno, error.strerror or str(error), out)))


def _results(options: argparse.Namespace) -> None:
    out: Path | None = options.out
    if out:
        require_place(out)
    service = laid_out()
    if not out and not service.policies:
        words = "say where to: --out FILE, or the folder of policies in YANLU_POLICIES"
        raise ExitError(said(words))
    path = out or results_path(service.policies or Path(), options.policy)
    draft = publish_outcome(service, options.policy, path, SYSTEM, refresh=options.refresh)
    for obstacle in draft.obstacles:
        print(obstacle_line(obstacle), file=sys.stderr)  # noqa: T201 - to be known, not an answer
    counts = draft.results.counts
    words = "%(file)s: %(comments)s comments, %(taken)s adopted in whole or in part"
    echo(said(words, file=path, comments=counts.comments, taken=counts.taken))
