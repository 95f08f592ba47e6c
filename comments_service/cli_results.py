"""The command that publishes the outcome of a consultation."""

import argparse
import sys
from pathlib import Path

from comments_service.cli_commands import Commands, ExitError, laid_out, say, simple
from comments_service.cli_export import require_place
from comments_service.domain.ledger import SYSTEM
from comments_service.services.outcome import obstacle_line, publish_outcome, results_path


def add_results_command(commands: Commands) -> None:
    """Add ``results``."""
    results = simple(commands, "results", _results, "publish the outcome of a consultation")
    results.add_argument("policy", metavar="POLICY", help="the policy's id")
    results.add_argument(
        "--out", type=Path, metavar="FILE", help="instead of ID/results.json in YANLU_POLICIES"
    )
    results.add_argument(
        "--refresh", action="store_true", help="write anew what is published, whatever is open"
    )


def _results(options: argparse.Namespace) -> int:
    out: Path | None = options.out
    if out:
        require_place(out)
    service = laid_out()
    if not out and not service.policies:
        message = "say where to: --out FILE, or the folder of policies in YANLU_POLICIES"
        raise ExitError(message)
    path = out or results_path(service.policies or Path(), options.policy)
    draft = publish_outcome(service, options.policy, path, SYSTEM, refresh=options.refresh)
    for obstacle in draft.obstacles:
        print(obstacle_line(obstacle), file=sys.stderr)  # noqa: T201 - to be known, not an answer
    counts = draft.results.counts
    say(f"{path}: {counts.comments} comments, {counts.taken} adopted in whole or in part")
    return 0
