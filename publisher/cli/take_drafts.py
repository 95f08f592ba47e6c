"""``python build.py take --inbox DIR``: what the desk released goes into the policies.

Each draft is checked, put in, sealed and built, or answered with what is wrong, in its
``taken.json``. To be run by hand or by a timer.
"""

import argparse
from pathlib import Path

from publisher.cli.build_commands import add_site, build_request
from publisher.cli.console import Console
from publisher.cli.options import Commands
from publisher.problems import Problems, UsageError
from publisher.sources import read_site_file


def add_take(commands: Commands) -> None:
    """Add the command."""
    about = "take what the desk released"
    parser = commands.add_parser("take", help=about, description=__doc__)
    parser.add_argument("--inbox", type=Path, metavar="DIR", help="default: YANLU_INBOX")
    add_site(parser)
    parser.set_defaults(run=_take, preview=None, known=None)


def _take(options: argparse.Namespace, console: Console) -> int:
    """Run the command; 0 where all was taken, 1 where a draft was not, 2 where the call is bad."""
    # Here: a build has no use for it.
    from publisher.inbox.take import TakeOutcome, TakeRequest, take  # noqa: PLC0415

    inbox = options.inbox or options.environment.get("YANLU_INBOX")
    if not inbox:
        raise UsageError("refusal.no_inbox")
    build = build_request(options, console)
    told: list[TakeOutcome] = []

    def report(taken: TakeOutcome) -> None:
        told.append(taken)
        if taken.published:
            version, policy = taken.version, taken.policy
            console.print("command.taken", draft=taken.draft, policy=policy, version=version)
            return
        console.show(taken.problems)
        console.print("command.not_taken", draft=taken.draft)

    problems = Problems()
    site = read_site_file(build.site_file, problems)
    request = TakeRequest(Path(inbox), build, site, console.language, report)
    with console.showing(problems, site.severities):
        kept_back = take(request, problems)
    for fault in kept_back:
        console.warn(fault.message)
    if not told and not kept_back:
        console.print("command.none_released", inbox=str(inbox))
    return 0 if all(each.published for each in told) and not kept_back else 1
