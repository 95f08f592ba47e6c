"""The command ``retention run``: the end of the period for which it is kept who commented."""

import argparse

from comments_service.cli.commands import Commands, echo, simple
from comments_service.cli.opened_service import laid_out
from comments_service.services.upkeep.retention import RetainedRound, run_retention
from interface.command_line import said


def add_commands(commands: Commands) -> None:
    """Add ``retention run``."""
    group = commands.add_parser("retention", help="how long it is kept who commented")
    words = "erase or restrict who commented where the period of site.yml is over"
    run = simple(group.add_subparsers(required=True), "run", _run, words)
    run.add_argument("--dry", action="store_true", help="only count what would be done")


def _run(options: argparse.Namespace) -> int:
    service = laid_out()
    done = run_retention(service, dry=options.dry)
    for each in done.rounds:
        echo(_line(each, done.action, dry=options.dry))
    if not done.rounds:
        echo(said("nothing is due"))
    if not done.is_wiped:
        echo(said("somebody was reading: run it again, to write over what was erased"))
    elif not options.dry and done.action == "erase" and not service.database.on_sqlite:
        words = "PostgreSQL keeps what was erased until VACUUM FULL: see docs/operators/erasure.md"
        echo(said(words))
    return 0 if done.is_wiped else 1


def _line(each: RetainedRound, action: str, *, dry: bool) -> str:
    place = f"{each.policy} {each.window}"
    if each.last_day is None:
        return said("%(place)s: nothing tells when it ended; nothing is done", place=place)
    kinds = {
        ("erase", False): "%(place)s, ended %(day)s: %(count)s erased",
        ("restrict", False): "%(place)s, ended %(day)s: %(count)s restricted",
        ("erase", True): "%(place)s, ended %(day)s: %(count)s would be erased",
        ("restrict", True): "%(place)s, ended %(day)s: %(count)s would be restricted",
    }
    line = said(kinds[action, dry], place=place, day=each.last_day, count=each.due)
    if each.held:
        waits = "; %(count)s wait: a request is open, or a comment is with the inspector"
        line += said(waits, count=each.held)
    return line
