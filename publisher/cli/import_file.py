"""``python build.py import FILE --to policies/<id>``."""

import argparse
from pathlib import Path

from publisher.cli.console import Console
from publisher.cli.options import Commands, whole_number
from publisher.importers.word.runs import Changes
from publisher.problems import Problems


def add_import(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("import", help="make a policy of a file", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help=".docx .html .htm .txt .md")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="policies/<id>")
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
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where the file or its place is bad."""
    # Here: a build, which loads this module for its options, has no use for the readers.
    from publisher.importers.blocks.limits import ImportLimits  # noqa: PLC0415
    from publisher.importers.import_draft import ImportRequest, import_draft  # noqa: PLC0415

    request = ImportRequest(
        file=options.file,
        to=options.to,
        changes=Changes(options.changes),
        simplified=options.simplified,
        limits=ImportLimits(file_bytes=options.max_mb * 1_000_000),
    )
    problems = Problems()
    result = import_draft(request, problems)
    console.show(problems)
    if result is None:
        return 1
    for path in result.files:
        print(path)  # noqa: T201 - for programs as it is
    repairs = result.repairs
    console.print("command.imported", count=repairs.total, left_out=len(repairs.left_out))
    for doubt in repairs.doubts:
        console.print("command.look", doubt=doubt.what)
    return 0
