"""``python build.py import FILE --to policies/<id>``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cli.console import Console
from publisher.cli.options import Commands, add_policies, whole_number
from publisher.importers.word.runs import Changes
from publisher.problems import Message, Problems
from publisher.versions.comparison import count_changes

if TYPE_CHECKING:
    from publisher.importers.compose_draft import ComposedDraft


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
    add_policies(parser)
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where the file or its place is bad."""
    # Here: a build, which loads this module for its options, has no use for the readers.
    from publisher.importers.blocks.limits import ImportLimits  # noqa: PLC0415
    from publisher.importers.compose_draft import ImportRequest  # noqa: PLC0415
    from publisher.importers.import_draft import import_draft  # noqa: PLC0415

    request = ImportRequest(
        file=options.file,
        policies=options.policies,
        changes=Changes(options.changes),
        simplified=options.simplified,
        limits=ImportLimits(file_bytes=options.max_mb * 1_000_000),
    )
    problems = Problems()
    result = import_draft(request, options.to, problems)
    console.show(problems)
    if result is None:
        return 1
    for path in result.files:
        print(path)  # noqa: T201 - for programs as it is
    if result.draft.before:
        _show_difference(result.draft, console)
    repairs = result.draft.repairs
    console.print("command.imported", count=repairs.total, left_out=len(repairs.left_out))
    for doubt in repairs.doubts:
        console.print("command.look", doubt=doubt)
    return 0


def _show_difference(draft: "ComposedDraft", console: Console) -> None:
    """Print what has changed against the version that was replaced, or that precedes."""
    replaced = draft.before == draft.version
    kind = "command.import_replaced" if replaced else "command.import_follows"
    console.print(kind, version=draft.version, before=draft.before or "")
    counts = count_changes(draft.rows).items()
    changes = [Message(f"change.{change}", {"count": count}) for change, count in counts]
    console.print("command.changes", changes=changes)
    for row in draft.rows:
        if row.change != "unchanged":
            for sign, clause in (("-", row.old), ("+", row.new)):
                if clause:
                    print(f"  {sign} {clause.number}{clause.heading}{clause.text}")  # noqa: T201
