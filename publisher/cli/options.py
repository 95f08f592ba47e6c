"""Options that several commands have, and how the values of options are read."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from catalogue.window import parse_instant
from interface.command_line import CommandParser, said
from publisher.problems import Problems
from publisher.sources import read_site_file

Commands: TypeAlias = "argparse._SubParsersAction[CommandParser]"  # noqa: SLF001
"""Where a command enters its parser, with ``run`` as the default of that name."""
_ROOT = Path(__file__).resolve().parents[2]
_PLACES = {
    "policies": ("YANLU_POLICIES", "policies"),
    "site": ("YANLU_SITE", "site"),
    "site_file": ("YANLU_SITE_FILE", "site.yml"),
    "cache": ("YANLU_DOWNLOADS", ".yanlu-downloads"),
}


def set_places(options: argparse.Namespace) -> None:
    """Set each place that no option names: from its setting, else as in the working folder.

    The ``site.yml`` of a checkout is that of every build there. A site that readers have from
    elsewhere, so that its setting is an address, is built in the usual place.
    """
    environment: Mapping[str, str] = options.environment
    for name, (setting, usual) in _PLACES.items():
        if getattr(options, name, None) is None:
            value = environment.get(setting, "")
            home = Path(environment.get("YANLU_HOME", ""))
            setattr(options, name, home / usual if not value or "://" in value else Path(value))
    if options.site_file == Path("site.yml") and (_ROOT / "site.yml").is_file():
        options.site_file = _ROOT / "site.yml"


def add_policies(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the sources."""
    parser.add_argument("--policies", type=Path, metavar="DIR")


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add the instant at which to look at the policies."""
    parser.add_argument("--now", type=_instant, metavar="T", help="RFC 3339, default: now")


def add_removals(parser: argparse.ArgumentParser) -> None:
    """Add the option that lets addresses go."""
    parser.add_argument(
        "--allow-removal",
        action="append",
        default=[],
        metavar="ID",
        help="let a public policy (or POLICY/VERSION) go; may be given again",
    )
    parser.add_argument("--site-file", type=Path, metavar="FILE", help="default: site.yml")


def removals_of(options: argparse.Namespace) -> frozenset[str]:
    """Return what may be gone: what the option names, and what ``site.yml`` leads on from."""
    site = read_site_file(options.site_file, Problems())
    return frozenset(options.allow_removal) | site.redirects.keys()


def whole_number(most: int, least: int = 1) -> Callable[[str], int]:
    """Return a reader of whole numbers from ``least`` to ``most``."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(
                said("not a number from %(least)s to %(most)s", least=least, most=most)
            )
        return int(text)

    return read


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as error:
        words = said("not RFC 3339 with an offset: %(text)s", text=text)
        raise argparse.ArgumentTypeError(words) from error
