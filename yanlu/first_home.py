"""``yanlu init DIR``: make the home of a city's site, with keys and an empty database."""

import argparse
import json
import os
import pwd
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template

from catalogue.window import china_day
from comments_service.keyring import new_key_line
from comments_service.services.database.identity import begin_database
from comments_service.services.service import open_service
from comments_service.settings import Settings
from home.city_home import HOME, CityHome, with_home
from home.environment_file import HomeError
from interface.command_line import asked_language, said, said_of
from publisher.problems import Problems
from publisher.sources import read_site_file
from yanlu.home_owner import become

_TEMPLATES = Path(__file__).with_name("new_home")
_EXAMPLE = "example"
_EXAMPLE_DAYS = 31
_PRIVATE = 0o700
# Whoever serves the built site goes through the home, and reads nothing else of it.
_PASSABLE = 0o711
_OF_GROUP = 0o750
_SECRET = 0o600


def run(arguments: Sequence[str], program: str) -> int:
    """Make a home, whole or not at all; return the exit status."""
    options = _parser(program).parse_args(arguments)
    home = CityHome(options.folder.absolute())
    try:
        _require_new(home.folder)
        with _made(home.folder):
            _pass_to(options.user, home.folder)
            _fill(home, options)
    except (HomeError, OSError) as error:
        words = said_of(error) if isinstance(error, OSError) else str(error)
        print(words, file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2
    print(_next_commands(home, options))  # noqa: T201 - the command's answer
    return 0


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=said("make the home of a site"))
    parser.add_argument("folder", type=Path, metavar="DIR", help=said("new, or empty"))
    parser.add_argument("--host", default="", metavar="HOST", help=said("the site's host name"))
    parser.add_argument("--name", default="言路", metavar="NAME", help=said("the site's name"))
    parser.add_argument("--user", metavar="USER", help=said("whom it belongs to and runs as"))
    parser.add_argument("--example", action="store_true", help=said("with a first policy to try"))
    parser.add_argument(
        "--no-database", action="store_true", help=said("without `db init`, as for PostgreSQL")
    )
    return parser


def _require_new(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HomeError([said("%(folder)s is not empty; choose another folder", folder=folder)])


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder for the block; where that fails, what is in it goes again."""
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_PASSABLE)
    try:
        yield
    except BaseException:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not was_there and os.access(folder.parent, os.W_OK):
            folder.rmdir()
        raise


def _pass_to(user: str | None, folder: Path) -> None:
    """Let a home be the user's, and go on as that user, where root makes it."""
    account = _account(user) if user else None
    if os.geteuid() != 0:
        if account and account.pw_uid != os.geteuid():
            raise HomeError([said("only root makes a home for somebody else")])
        return
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    elif folder.stat().st_uid == 0:
        raise HomeError([said("root makes it for somebody: write --user USER")])
    owner = folder.stat()
    if owner.st_uid != 0:
        become(owner.st_uid, owner.st_gid)


def _account(user: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(user)
    except KeyError:
        command = f"useradd --system --home-dir / --shell /usr/sbin/nologin {user}"
        words = said("there is no user %(user)s; as root: %(command)s", user=user, command=command)
        raise HomeError([words]) from None


def _fill(home: CityHome, options: argparse.Namespace) -> None:
    os.umask(0o077)
    for folder, mode in folder_modes(home).items():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    host = options.host or "policy.example.gov.cn"
    own = {"host": host, "commented": "" if options.host else "#"}
    language = asked_language(os.environ)
    _write(home.environment_file, "yanlu.env", _SECRET, language=language, **own)
    site_file = home.places["YANLU_SITE_FILE"]
    quoted = {"name": json.dumps(options.name, ensure_ascii=False), "host": f'"{options.host}"'}
    _write(site_file, "site.yml", 0o640, **quoted)
    problems = Problems()
    read_site_file(site_file, problems)
    if problems.found:
        raise HomeError([each.text(language) for each in problems])
    keys = home.places["YANLU_KEYS_FILE"]
    keys.touch(_SECRET)
    keys.write_text(f"{new_key_line(None)}\n", "ascii")
    if options.example:
        _write_example(home)
    if not options.no_database:
        _lay_out(home)


def folder_modes(home: CityHome) -> dict[Path, int]:
    """Return the folders of a home, each with who may use it."""
    places = home.places
    return {
        places["YANLU_POLICIES"]: _OF_GROUP,
        places["YANLU_DOWNLOADS"].parent: _OF_GROUP,
        home.database.parent: _PRIVATE,
        places["YANLU_IDENTITY"].parent: _PRIVATE,
        places["YANLU_INBOX"]: _PRIVATE,
        home.backups: _PRIVATE,
    }


def _write(path: Path, template: str, mode: int, **values: str) -> None:
    text = Template((_TEMPLATES / template).read_text("utf-8")).substitute(values)
    path.touch(mode)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _write_example(home: CityHome) -> None:
    """Write a policy that is out for comment from today on."""
    folder = home.places["YANLU_POLICIES"] / _EXAMPLE
    folder.mkdir(mode=_OF_GROUP)
    folder.chmod(_OF_GROUP)
    opens = china_day(datetime.now(UTC))
    days = {"opens": f"{opens}", "closes": f"{opens + timedelta(days=_EXAMPLE_DAYS)}"}
    for name in ("policy.yml", "v1.md", "explanation.md"):
        _write(folder / name, f"{_EXAMPLE}/{name}", 0o640, **days)


def _lay_out(home: CityHome) -> None:
    # Nothing of this process's environment: it may be another city's.
    service = open_service(Settings.from_env(with_home({HOME: str(home.folder)})))
    begin_database(service)
    service.database.close()


def _next_commands(home: CityHome, options: argparse.Namespace) -> str:
    command = f"yanlu --home {home.folder}"
    steps = [
        (str(home.places["YANLU_SITE_FILE"]), said("# who runs the site; edit it")),
        (str(home.environment_file), said("# settings; edit it")),
        *([(f"{command} db init", said("# lay out the database"))] if options.no_database else []),
        *([] if options.example else [(f"{command} new ID", said("# begin a policy"))]),
        (f"{command} build", said("# build the site")),
        (f"{command} doctor", said("# see what is wrong or lacking")),
        (f"{command} serve", said("# serve it at 127.0.0.1:8000")),
    ]
    width = max(len(step) for step, _ in steps)
    lines = [f"  {step:<{width}}  {why}" for step, why in steps]
    return "\n".join([said("%(folder)s is made. Next:", folder=home.folder), *lines])
