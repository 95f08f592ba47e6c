"""The commands about the clock: to take it for right where it was wrong, by name."""

import argparse

from catalogue.window import rfc3339
from comments_service.cli_commands import Commands, laid_out, say, simple
from comments_service.services.timekeeping import accept_clock

_LONGEST_NAME = 100


def add_clock_commands(commands: Commands) -> None:
    """Add ``clock accept``."""
    clock = commands.add_parser("clock", help="the clock").add_subparsers(required=True)
    words = "take the clock for right as it stands now; closings of windows yet to end are void"
    accept = simple(clock, "accept", _accept, words)
    accept.add_argument("--by", required=True, type=_name, metavar="NAME", help="who says so")


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        message = f"a name of 1 to {_LONGEST_NAME} characters is wanted, to be kept with the entry"
        raise argparse.ArgumentTypeError(message)
    return name


def _accept(options: argparse.Namespace) -> int:
    done = accept_clock(laid_out(), options.by)
    for each in done.voided:
        say(f"{each.policy} {each.window}: ends at {rfc3339(each.closes_at)}, its closing is void")
    floor = rfc3339(done.floor_before)
    say(f"it is {rfc3339(done.at)}, says {options.by}; the time was {floor} at least")
    return 0
