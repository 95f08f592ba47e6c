"""``python build.py cms POLICY --to DIR``: a folder for the content system of a city's portal.

Notice and text as clean HTML, the attachments, a QR code, the 信息发布审批表 and a list of
them all, of the newest public version. YANLU_BASE_URL must say where the site is.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from publisher.addresses.environment import address
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_now, add_policies, add_removals, removals_of
from publisher.compile.selection import Selection, public_policies
from publisher.documents.handover import write_handover
from publisher.problems import Problems, UsageError, refused_file


def _hand_over(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    now = options.now or datetime.now(UTC)
    problems = Problems()
    base_url = address(options.environment, "YANLU_BASE_URL")
    if not base_url:
        raise UsageError("refusal.no_address")
    wanted = Selection(options.policies, now, options.policy, removals_of(options))
    try:
        policies = public_policies(wanted, problems)
        console.show(problems.errors)
        names = [] if problems.errors else write_handover(policies[0], base_url, options.to)
    except OSError as error:
        raise refused_file(error) from error
    for name in names:
        print(options.to / name)  # noqa: T201 - for programs as it is
    return 1 if problems.errors else 0


def add_cms(commands: Commands) -> None:
    """Add the command."""
    about = "make a folder for a content system"
    parser = commands.add_parser("cms", help=about, description=__doc__)
    parser.add_argument("policy", metavar="POLICY")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    add_policies(parser)
    add_removals(parser)
    add_now(parser)
    parser.set_defaults(run=_hand_over)
