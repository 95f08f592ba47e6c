"""``python build.py downloads [POLICY]``: make the Word and PDF files that the site offers.

They go into a cache next to the site, from which the build takes them; what is there already
is not made again. Without POLICY: every policy that has a policy.yml.
"""

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import parse_instant
from publisher.addresses.environment import address
from publisher.build.download_cache import DEFAULT_CACHE, make_download, missing_downloads
from publisher.build.removals import add_removals
from publisher.cli.console import Console
from publisher.compile.policy import CompiledPolicy
from publisher.compile.selection import Selection, public_policies
from publisher.documents.pdf import PdfUnavailable, require_pdf
from publisher.problems import Message, Problems, refused_file


def prepare_downloads(arguments: Sequence[str], console: Console) -> int:
    """Run the command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    options = downloads_parser().parse_args(arguments)
    now = options.now or datetime.now(UTC)
    wanted = Selection(options.policies, now, options.policy, options.allow_removal)
    problems = Problems()
    base_url = address(os.environ, "YANLU_BASE_URL")
    policies = public_policies(wanted, problems)
    pdf = _makes_pdf(options.pdf, console)
    console.show(problems.errors)
    if problems.errors:
        return 1
    try:
        _make(policies, options.cache, base_url, console, pdf=pdf)
    except OSError as error:
        raise refused_file(error) from error
    return 0


def downloads_parser() -> argparse.ArgumentParser:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(prog="build.py downloads", description=__doc__)
    parser.add_argument("policy", nargs="?", metavar="POLICY")
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR")
    add_removals(parser)
    parser.add_argument("--now", type=parse_instant, metavar="T", help="RFC 3339, default: now")
    parser.add_argument(
        "--pdf",
        action=argparse.BooleanOptionalAction,
        help="default: PDF too if WeasyPrint is installed (requirements/extra.txt)",
    )
    return parser


def _makes_pdf(asked: bool | None, console: Console) -> bool:  # noqa: FBT001 - as the option gives it
    if asked is False:
        return False
    try:
        require_pdf()
    except PdfUnavailable as fault:
        if asked:
            raise
        console.warn(Message("command.word_only", {"reason": fault.message}))
        return False
    return True


def _make(
    policies: list[CompiledPolicy], cache: Path, base_url: str, console: Console, *, pdf: bool
) -> None:
    missing = [
        each for policy in policies for each in missing_downloads(cache, policy, base_url, pdf=pdf)
    ]
    for number, (place, printed) in enumerate(missing, 1):
        make_download(place, printed)
        print(f"[{number}/{len(missing)}] {place}", flush=True)  # noqa: T201 - as it is
    versions = sum(len(policy.editions) for policy in policies)
    console.print("command.downloads", cache=str(cache), count=len(missing), versions=versions)
