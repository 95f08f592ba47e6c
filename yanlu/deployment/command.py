"""``yanlu units``: write the systemd units and the nginx site of a home."""

import argparse
import os
import pwd
import sys
from collections.abc import Sequence
from pathlib import Path

from home.city_home import HOME, with_home
from home.environment_file import HomeError
from interface.command_line import said, said_of
from yanlu.deployment.city_site import CitySite, RunOptions, city_site, free_port
from yanlu.deployment.rendered import files_of, mark_of
from yanlu.deployment.written import ChangedFilesError, write_files

_LAST_PORT = 65535
_USER = "yanlu"


def run(arguments: Sequence[str], program: str) -> int:
    """Write the files of a home, or name what does not allow it; return the exit status."""
    options = _parser(program).parse_args(arguments)
    try:
        site = _site(options)
        written = write_files(options.to, files_of(site), mark_of(site.home), force=options.force)
    except ChangedFilesError as error:
        print(error, end="")  # noqa: T201 - this is the command's answer
        words = "%(count)s files differ; nothing was written (--force writes over them)"
        _warn(said(words, count=len(error.changes)))
        return 2
    except HomeError as error:
        _warn(str(error))
        return 2
    except OSError as error:
        _warn(said_of(error))
        return 2
    for path in written:
        print(path)  # noqa: T201
    print(_next_commands(site) if written else said("all of it is there as it would be written"))  # noqa: T201
    return 0


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=said("units and nginx of a home"))
    parser.add_argument("--home", type=Path, metavar="DIR", help=said("instead of YANLU_HOME"))
    parser.add_argument("--host", metavar="HOST", help=said("the site's host name"))
    parser.add_argument("--user", help=said("whom the units run as (default: the home's owner)"))
    parser.add_argument(
        "--to", type=Path, default=Path("/"), metavar="DIR",
        help=said("the folder under which etc/ is written (default: /)"),
    )  # fmt: skip
    parser.add_argument(
        "--port", type=_port, metavar="N", help=said("of the service, behind nginx")
    )
    parser.add_argument("--force", action="store_true", help=said("write over what differs"))
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _LAST_PORT):
        words = said("not a number from %(least)s to %(most)s", least=1, most=_LAST_PORT)
        raise argparse.ArgumentTypeError(words)
    return int(text)


def _site(options: argparse.Namespace) -> CitySite:
    named = options.home or os.environ.get(HOME)
    if not named:
        raise HomeError([said("no home: set YANLU_HOME, or write --home DIR")])
    # As the units will have it: nothing of this process's own environment.
    settings = with_home({HOME: str(named)})
    home = Path(settings[HOME])
    port = options.port or free_port(options.to, home)
    user = options.user or _owner(home)
    return city_site(home, settings, RunOptions(options.host, user, _program(), port))


def _owner(home: Path) -> str:
    """Return whose the home is; nothing that readers can reach runs as root."""
    owner = home.stat().st_uid
    try:
        return pwd.getpwuid(owner).pw_name if owner else _USER
    except KeyError:
        return _USER


def _program() -> str:
    """Return how this program was started, for units that start it again."""
    started = Path(sys.argv[0]).absolute()
    if started.name == "yanlu" and os.access(started, os.X_OK):
        return str(started)
    return f"{sys.executable} -m yanlu"


def _next_commands(site: CitySite) -> str:
    hosts = dict.fromkeys((site.host, site.service_host))
    lines = [said("Then, as root:")]
    lines += [
        f"  {site.certificate(host)}  {site.certificate_key(host)}  "
        + said("# certificate and key of %(host)s", host=host)
        for host in hosts
    ]
    lines += [
        "  nginx -t && systemctl reload nginx",
        f"  systemctl daemon-reload && systemctl enable --now {site.target}",
    ]
    return "\n".join(lines)


def _warn(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - this is what stderr is for
