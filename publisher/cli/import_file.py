"""``python build.py import FILE --to policies/<id>``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cli.console import Console
from publisher.cli.options import Commands, add_policies, whole_number
from publisher.importers.word.runs import Changes
from publisher.problems import Problems

if TYPE_CHECKING:
    from publisher.importers.blocks.limits import ImportLimits


def add_import(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("import", help="make a policy of a file", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help=".docx .html .txt .md …")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="policies/<id>")
    add_import_options(parser)
    parser.set_defaults(run=_import)


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """Add how a file is to be read."""
    parser.add_argument(
        "--changes",
        choices=[each.value for each in Changes],
        default=Changes.ACCEPT.value,
        help="tracked changes of a Word file",
    )
    parser.add_argument(
        "--simplified", action="store_true", help="write Traditional characters as Simplified"
    )
    parser.add_argument(
        "--max-mb", type=whole_number(1000), default=20, metavar="N", help="default: 20"
    )
    add_policies(parser)


def import_limits(options: argparse.Namespace) -> "ImportLimits":
    """Return the limits of a file that the options ask for."""
    from publisher.importers.blocks.limits import ImportLimits  # noqa: PLC0415

    return ImportLimits(file_bytes=options.max_mb * 1_000_000)


def _import(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where the file or its place is bad."""
    # Here: a build, which loads this module for its options, has no use for the readers.
    from publisher.importers.compose_draft import ImportRequest  # noqa: PLC0415
    from publisher.importers.import_draft import import_draft  # noqa: PLC0415
    from publisher.readings.reading import of_draft  # noqa: PLC0415
    from publisher.readings.showing import reading_text  # noqa: PLC0415

    request = ImportRequest(
        file=options.file,
        policies=options.policies,
        changes=Changes(options.changes),
        simplified=options.simplified,
        limits=import_limits(options),
    )
    problems = Problems()
    result = import_draft(request, options.to, problems)
    console.show(problems)
    if result is None:
        return 1
    for path in result.files:
        print(path)  # noqa: T201 - for programs as it is
    draft = result.draft
    if draft.before:
        replaced = draft.before == draft.version
        kind = "command.import_replaced" if replaced else "command.import_follows"
        console.print(kind, version=draft.version, before=draft.before)
    repairs, found = draft.repairs, Problems()
    left_out = sum(each.count for each in repairs.left_out)
    console.print("command.imported", count=repairs.total, left_out=left_out)
    reading = of_draft(draft, found, options.to)
    print(reading_text(reading, found, console.language))  # noqa: T201 - in the table already
    return 0
