"""``python build.py downloads [POLICY]``: make the Word and PDF files that the site offers.

They go into a cache next to the site, from which the build takes them; what is there already
is not made again. Without POLICY: every policy that has a policy.yml.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from publisher.addresses.environment import address
from publisher.build.download_cache import make_download, missing_downloads
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_now, add_policies, add_removals, removals_of
from publisher.compile.policy import CompiledPolicy
from publisher.compile.selection import Selection, public_policies
from publisher.documents.pdf import PdfUnavailable, require_pdf
from publisher.files.staging import for_readers
from publisher.problems import Message, Problems, refused_file


def _prepare(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    now = options.now or datetime.now(UTC)
    wanted = Selection(options.policies, now, options.policy, removals_of(options))
    problems = Problems()
    base_url = address(options.environment, "YANLU_BASE_URL")
    policies = public_policies(wanted, problems)
    pdf = _makes_pdf(options.pdf, console)
    console.show(problems.errors)
    if problems.errors:
        return 1
    try:
        # The build shares them with the site.
        with for_readers():
            _make(policies, options.cache, base_url, console, pdf=pdf)
    except OSError as error:
        raise refused_file(error) from error
    return 0


def add_downloads(commands: Commands) -> None:
    """Add the command."""
    about = "make the files to take along"
    parser = commands.add_parser("downloads", help=about, description=__doc__)
    parser.add_argument("policy", nargs="?", metavar="POLICY")
    add_policies(parser)
    parser.add_argument("--cache", type=Path, metavar="DIR")
    add_removals(parser)
    add_now(parser)
    parser.add_argument(
        "--pdf",
        action=argparse.BooleanOptionalAction,
        help="default: PDF too if WeasyPrint is installed (requirements/extra.txt)",
    )
    parser.set_defaults(run=_prepare)


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
