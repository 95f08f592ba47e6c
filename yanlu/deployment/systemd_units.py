"""The units of one city's site: what each runs, and what of the machine it may touch."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comments_service.identity_place import database_file
from home.city_home import CityHome
from yanlu.deployment.city_site import CitySite

NO_NETWORK, THIS_MACHINE, ANYWHERE = "", "here", "out"
STOP_SECONDS = 30
"""After which a service that was told to end is killed; it ends by itself before that."""
COPIES = 14
# As many as serve asks for.
_OPEN_FILES = 65536
# A build takes longest: a first one of many laws.
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class SystemdUnit:
    """What one unit runs; ``about`` is read in lists of units.

    ``writes`` are the folders that it may write, ``reads_only`` and ``hidden`` what below these
    it may not write, or not see. One with a ``calendar`` is started by its timer, which makes up
    for what it missed (``catches_up``); one that ``lasting`` is started again when it ends. What
    it writes is ``for_readers`` or for its own user alone.
    """

    name: str
    about: str
    command: str
    writes: tuple[Path, ...]
    reads_only: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()
    calendar: str = ""
    catches_up: bool = False
    lasting: bool = False
    again: bool = False
    network: str = NO_NETWORK
    for_readers: bool = False
    yields: bool = False
    parts_children: bool = False
    open_files: int = 0
    minutes: int = _MINUTES


@dataclass(frozen=True, slots=True)
class _Places:
    """The folders of a site, wherever its settings have them."""

    home: CityHome
    site: Path
    policies: Path
    inbox: Path
    downloads: Path
    database: tuple[Path, ...]
    secrets: tuple[Path, ...]


def units_of(site: CitySite) -> Iterator[SystemdUnit]:
    """Yield the units of a site, the service first; mail has one where it is set."""
    places = _places(site)
    yield _service(site, places)
    if site.sends_mail:
        yield SystemdUnit(
            "-outbox", "发送邮件", "outbox run", places.database, lasting=True, network=ANYWHERE
        )
    yield from _of_the_site(places)
    yield from _of_the_database(site, places)


def _service(site: CitySite, places: _Places) -> SystemdUnit:
    outside = site.on_postgresql or site.has("YANLU_OIDC_ISSUER")
    return SystemdUnit(
        "",
        "意见服务",
        f"serve --host 127.0.0.1 --port {site.port}",
        (*places.database, places.policies, places.inbox),
        lasting=True,
        network=ANYWHERE if outside else THIS_MACHINE,
        parts_children=True,
        open_files=_OPEN_FILES,
    )


def _of_the_site(places: _Places) -> Iterator[SystemdUnit]:
    """Yield what makes the site; none of it sees keys, comments or copies."""
    home = places.home
    # A build writes next to the site, and swaps it in by a rename.
    beside = (places.site.parent,)
    sources = (places.policies, home.places["YANLU_SITE_FILE"], home.environment_file)
    hidden = (*places.secrets, places.inbox)
    yield SystemdUnit(
        "-build", "窗口开放、截止和文本公开时生成网站", "build --if-due", beside, sources, hidden,
        calendar="*:0/5", for_readers=True,
    )  # fmt: skip
    yield SystemdUnit(
        "-downloads", "制作供下载的 Word 和 PDF", "downloads", (places.downloads,), (), hidden,
        calendar="*:20", for_readers=True, yields=True,
    )  # fmt: skip
    yield SystemdUnit(
        "-take", "收取经办台放行的稿件", "take", (*beside, places.policies, places.inbox),
        sources[1:], places.secrets, calendar="*:2/5", for_readers=True,
    )  # fmt: skip


def _of_the_database(site: CitySite, places: _Places) -> Iterator[SystemdUnit]:
    network = ANYWHERE if site.on_postgresql else NO_NETWORK
    backups = places.home.backups
    yield SystemdUnit(
        "-backup", "备份数据库", f"db backup --into {backups} --keep {COPIES}",
        (*places.database, backups), network=network,
        calendar="*-*-* 02:30:00 Asia/Shanghai", catches_up=True, yields=True,
    )  # fmt: skip
    yield SystemdUnit(
        "-retention", "处理保存期满的个人信息", "retention run", places.database, network=network,
        calendar="*-*-* 03:30:00 Asia/Shanghai", catches_up=True, again=True,
    )  # fmt: skip


def _places(site: CitySite) -> _Places:
    home, settings = CityHome(site.home), site.settings
    file = database_file(settings["YANLU_DATABASE"])
    database = (*((file.parent,) if file else ()), Path(settings["YANLU_IDENTITY"]).parent)
    return _Places(
        home=home,
        site=Path(settings["YANLU_SITE"]),
        policies=Path(settings["YANLU_POLICIES"]),
        inbox=Path(settings["YANLU_INBOX"]),
        downloads=_there(home, Path(settings["YANLU_DOWNLOADS"])),
        database=database,
        secrets=(Path(settings["YANLU_KEYS_FILE"]), *database, home.backups),
    )


def _there(home: CityHome, folder: Path) -> Path:
    """Return a folder, or the one around it that a new home has: only what is there is opened."""
    return folder.parent if folder == home.places["YANLU_DOWNLOADS"] else folder
