"""``python build.py read FILE|POLICY[/VERSION]``: what is read of it, before it is published."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cli.console import Console
from publisher.cli.import_file import add_import_options, import_limits
from publisher.cli.options import Commands
from publisher.importers.word.runs import Changes
from publisher.problems import Problems, UsageError, refused_file
from publisher.sources import find_places
from publisher.sources.lock_file import write_text

if TYPE_CHECKING:
    from publisher.readings.reading import TextReading


def add_read(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("read", help="show what is read of a text", description=__doc__)
    parser.add_argument("what", metavar="FILE|POLICY[/VERSION]")
    parser.add_argument("--json", action="store_true", help="for programs, on standard output")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as a page")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE.json", help="values that win over those found"
    )
    parser.add_argument(
        "--over", type=Path, metavar="DIR", help="policies/<id>: read FILE as its next version"
    )
    add_import_options(parser)
    parser.set_defaults(run=_read)


def _read(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where nothing could be read."""
    # Here: a build has no use for it.
    from publisher.readings.reading import TextReading  # noqa: PLC0415

    problems = Problems()
    try:
        return 0 if _show(options, console, problems) else 1
    except (MemoryError, RecursionError):
        problems = Problems()
        problems.add(Path(options.what), 1, "I004.memory")
    # After the exception, which kept what it was at work on.
    if options.json:
        _print_json(TextReading(), options, console, problems)
    console.show(() if options.json else problems)
    return 1


def _show(options: argparse.Namespace, console: Console, problems: Problems) -> bool:
    from publisher.readings.reading import TextReading  # noqa: PLC0415
    from publisher.readings.showing import reading_page, reading_text  # noqa: PLC0415

    reading = (_of_file if _is_file(options) else _of_policy)(options, problems)
    if reading and options.html:
        try:
            write_text(options.html, reading_page(reading, problems, console.language))
        except OSError as error:
            raise refused_file(error, options.html) from error
    if options.json:
        _print_json(reading or TextReading(), options, console, problems)
    elif reading:
        print(reading_text(reading, problems, console.language))  # noqa: T201 - in the table already
    else:
        console.show(problems)
    return reading is not None


def _is_file(options: argparse.Namespace) -> bool:
    return bool(Path(options.what).suffix)


def _print_json(
    reading: "TextReading", options: argparse.Namespace, console: Console, problems: Problems
) -> None:
    from publisher.readings.reading import reading_data  # noqa: PLC0415

    name = Path(options.what).name if _is_file(options) else ""
    told = {"problems": problems.data(console.language, folder=options.policies)}
    console.print_json(reading_data(reading, name, console.language) | told)


def _of_file(options: argparse.Namespace, problems: Problems) -> "TextReading | None":
    from publisher.importers.answers import DECISIONS, read_answers  # noqa: PLC0415
    from publisher.importers.compose_draft import ImportRequest, compose_draft  # noqa: PLC0415
    from publisher.readings.reading import of_draft  # noqa: PLC0415

    answers = read_answers(options.answers, problems) if options.answers else {}
    request = ImportRequest(
        file=Path(options.what),
        policies=options.policies,
        changes=Changes(options.changes),
        simplified=options.simplified,
        limits=import_limits(options),
        answers={key: value for key, value in answers.items() if key != DECISIONS},
    )
    draft = None if problems.errors else compose_draft(request, problems, options.over)
    decided = answers.get(DECISIONS, ())
    return of_draft(draft, problems, options.over, decided) if draft else None


def _of_policy(options: argparse.Namespace, problems: Problems) -> "TextReading | None":
    from publisher.readings.reading import of_version  # noqa: PLC0415

    folder, unheard = options.policies, Problems()
    # The way to the folder is what a shell completes.
    what = Path(options.what)
    what = what.relative_to(folder) if what.is_relative_to(folder) else what
    policy, _, version = str(what).partition("/")
    place = next((each for each in find_places(folder, unheard) if each.id == policy), None)
    if place is None:
        raise UsageError("refusal.no_policy", folder=str(folder), policy=options.what)
    return of_version(place, version, problems)
