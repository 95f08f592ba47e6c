"""One city's site as a machine runs it: its home, user, program, addresses and port."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from comments_service.identity_place import database_file
from home.city_home import CityHome
from home.environment_file import HomeError
from interface.command_line import said

UNITS = Path("etc/systemd/system")
NGINX = Path("etc/nginx/conf.d")
FIRST_PORT = 8000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_BELOW = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")
# In a unit and in a configuration of nginx a path stands as it is: nothing in it may be a mark.
_PATH = re.compile(r"/[A-Za-z0-9._/+-]+")
# ProtectHome= hides these from every unit.
_UNSEEN = frozenset(["home", "root"])
_PORT = re.compile(r"^ExecStart=.* serve .*--port (\d+)$", re.MULTILINE)


class RunOptions(NamedTuple):
    """What is not in the home: the host that is meant (None: as set there), whom to run as.

    ``program`` is the command with its arguments, ``port`` that of the service.
    """

    host: str | None
    user: str
    program: str
    port: int


@dataclass(frozen=True, slots=True)
class CitySite:
    """What units and nginx are written from; ``program`` is the command with its arguments.

    ``host`` and ``path`` are the site's, ``service_host`` is the same or another.
    """

    home: Path
    settings: Mapping[str, str]
    user: str
    program: str
    host: str
    path: str
    service_host: str
    port: int

    @property
    def name(self) -> str:
        """The home's name, by which everything of it is named."""
        return self.home.name

    @property
    def zone(self) -> str:
        """The name for variables and zones of nginx, which take no hyphen."""
        return self.name.replace("-", "_")

    @property
    def target(self) -> str:
        """The unit that starts and stops all others."""
        return f"yanlu-{self.name}.target"

    @property
    def folder(self) -> str:
        """The folder of the built site."""
        return self.settings["YANLU_SITE"]

    @property
    def on_postgresql(self) -> bool:
        """Whether the database is one of PostgreSQL."""
        return not self.settings["YANLU_DATABASE"].startswith("sqlite")

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""
        return self.has("YANLU_MAIL", "YANLU_MAIL_FILE")

    def has(self, *names: str) -> bool:
        """Return whether any of these settings is set."""
        return any(self.settings.get(name) for name in names)

    @staticmethod
    def certificate(host: str) -> str:
        """Return where the certificate of a host, with its chain, is to be put."""
        return f"/etc/ssl/{host}.pem"

    @staticmethod
    def certificate_key(host: str) -> str:
        """Return where the key of that certificate is to be put."""
        return f"/etc/ssl/private/{host}.key"


def city_site(home: Path, settings: Mapping[str, str], options: RunOptions) -> CitySite:
    """Return the site of a home; ``HomeError`` lists all that does not let it be run."""
    file = CityHome(home).environment_file
    faults = _word_faults(home, options)
    faults += [f"{file}: {words}" for words in _setting_faults(settings, options.host)]
    if faults:
        raise HomeError(faults)
    base = urlsplit(_with_slash(settings["YANLU_BASE_URL"]))
    host = base.hostname or ""
    service_host = urlsplit(settings.get("YANLU_SERVICE_URL", "")).hostname or host
    return CitySite(
        home, settings, options.user, options.program, host, base.path, service_host, options.port
    )


def free_port(root: Path, home: Path) -> int:
    """Return the port that the home's unit has, else the first that no unit of another has."""
    own = root / UNITS / f"yanlu-{home.name}.service"
    taken = {path: _port_of(path) for path in (root / UNITS).glob("yanlu-*.service")}
    if port := taken.pop(own, None):
        return port
    return next(port for port in range(FIRST_PORT, 1 << 16) if port not in taken.values())


def _port_of(unit: Path) -> int | None:
    found = _PORT.search(unit.read_text("utf-8"))
    return int(found[1]) if found else None


def _with_slash(url: str) -> str:
    return url.rstrip("/") + "/"


def _is_address(url: str) -> bool:
    parts = urlsplit(_with_slash(url))
    named = _HOST.fullmatch(parts.netloc) and _BELOW.fullmatch(parts.path)
    return parts.scheme == "https" and named is not None


def _word_faults(home: Path, options: RunOptions) -> list[str]:
    faults = []
    if not _NAME.fullmatch(home.name):
        words = said("a home that is run has a name of a-z, 0-9 and -, at most 32: rename it")
        faults.append(f"{home}: {words}")
    if _UNSEEN.intersection(home.parts[1:2]):
        words = said("units see nothing of /home and /root: move it, say to /srv/yanlu/")
        faults.append(f"{home}: {words}")
    if not _USER.fullmatch(options.user):
        faults.append(said("%(user)s is no name of a user", user=options.user))
    faults += [
        said("%(path)s: a unit takes a path of letters, digits and . _ + - alone", path=path)
        for path in (str(home), *options.program.split(" ")[:1])
        if not _PATH.fullmatch(path)
    ]
    return faults


def _setting_faults(settings: Mapping[str, str], host: str | None) -> Iterator[str]:
    base, service = settings.get("YANLU_BASE_URL", ""), settings.get("YANLU_SERVICE_URL", "")
    if not _is_address(base) or host not in {None, urlsplit(base).hostname}:
        wanted = f"https://{host or 'policy.example.gov.cn'}/"
        yield said("write YANLU_BASE_URL=%(wanted)s", wanted=wanted)
    if service and (not _is_address(service) or urlsplit(service).path not in {"", "/"}):
        yield said("write YANLU_SERVICE_URL=https://HOST/, or take it out")
    if not settings.get("YANLU_TRUSTED_PROXIES"):
        yield said("write YANLU_TRUSTED_PROXIES=127.0.0.1: else all readers count as one address")
    file = database_file(settings["YANLU_DATABASE"])
    shown = (settings["YANLU_SITE"], settings["YANLU_POLICIES"])
    # What makes the site may not see the folder of the database.
    if file and any(Path(each).is_relative_to(file.parent) for each in shown):
        yield said("the database needs a folder of its own, apart from the site and the policies")
