"""``python build.py cms POLICY --to DIR``: a folder for the content system of a city's portal.

Notice and text as clean HTML, the attachments, a QR code, the 信息发布审批表 and a list of
them all, of the newest public version. YANLU_BASE_URL must say where the site is.
"""

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import parse_instant
from publisher.addresses.environment import address
from publisher.build.removals import add_removals
from publisher.cli.console import Console
from publisher.compile.selection import Selection, public_policies
from publisher.documents.handover import write_handover
from publisher.problems import Problems, UsageError, refused_file


def hand_over(arguments: Sequence[str], console: Console) -> int:
    """Run the command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    options = cms_parser().parse_args(arguments)
    now = options.now or datetime.now(UTC)
    problems = Problems()
    base_url = address(os.environ, "YANLU_BASE_URL")
    if not base_url:
        raise UsageError("refusal.no_address")
    wanted = Selection(options.policies, now, options.policy, options.allow_removal)
    try:
        policies = public_policies(wanted, problems)
        console.show(problems.errors)
        names = [] if problems.errors else write_handover(policies[0], base_url, options.to)
    except OSError as error:
        raise refused_file(error) from error
    for name in names:
        print(options.to / name)  # noqa: T201 - for programs as it is
    return 1 if problems.errors else 0


def cms_parser() -> argparse.ArgumentParser:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(prog="build.py cms", description=__doc__)
    parser.add_argument("policy", metavar="POLICY")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR")
    add_removals(parser)
    parser.add_argument("--now", type=parse_instant, metavar="T", help="RFC 3339, default: now")
    return parser
