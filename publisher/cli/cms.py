"""``python build.py cms POLICY --to DIR``: a folder for the content system of a city's portal.

Notice and text as clean HTML, the attachments, a QR code, the 信息发布审批表 and a list of
them all, of the newest public version. YANLU_BASE_URL must say where the site is.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import parse_instant
from publisher.addresses.environment import address
from publisher.build.removals import add_removals
from publisher.compile.policy import CompiledPolicy
from publisher.compile.selection import Selection, public_policies
from publisher.documents.handover import write_handover
from publisher.problems import BuildFailed, Problems


def hand_over(arguments: Sequence[str]) -> int:
    """Run the command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    options = cms_parser().parse_args(arguments)
    now = options.now or datetime.now(UTC)
    problems = Problems()
    try:
        base_url = _base_url()
        wanted = Selection(options.policies, now, options.policy, options.allow_removal)
        policies = public_policies(wanted, problems)
        for problem in problems.errors:
            print(problem, file=sys.stderr)  # noqa: T201 - the command's own words
        return 1 if problems.errors else _write(policies[0], base_url, options.to)
    except (ValueError, BuildFailed, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)  # noqa: T201
        return 2


def _base_url() -> str:
    base_url = address(os.environ, "YANLU_BASE_URL")
    if not base_url:
        message = "YANLU_BASE_URL is not set: the QR code and the links need the site's address"
        raise ValueError(message)
    return base_url


def _write(policy: CompiledPolicy, base_url: str, folder: Path) -> int:
    for name in write_handover(policy, base_url, folder):
        print(folder / name)  # noqa: T201
    return 0


def cms_parser() -> argparse.ArgumentParser:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(prog="build.py cms", description=__doc__)
    parser.add_argument("policy", metavar="POLICY")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR")
    add_removals(parser)
    parser.add_argument("--now", type=parse_instant, metavar="T", help="RFC 3339, default: now")
    return parser
