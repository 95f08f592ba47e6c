"""Settings of the service: environment variables ``YANLU_*``, checked before anything starts."""

import shlex
import stat
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeVar, cast
from urllib.parse import urlsplit

from pydantic import (
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticUndefined
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from catalogue.window import parse_instant
from comments_service.capacity_settings import CapacitySettings, OwnerSettings
from comments_service.flood_settings import setting_fault, variable
from comments_service.identity_place import database_file, default_identity
from comments_service.keyring import Keyring, KeyringError, parse_keys
from comments_service.login_settings import LoginSettings
from comments_service.mail_settings import MailSettings
from comments_service.secret_file import SecretFile, SecretFileError, secret_text
from comments_service.setting_words import fault_line
from comments_service.watch_settings import WatchSettings
from interface.command_line import said
from processes.processors import ALLOWED

_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
Value = TypeVar("Value")

# Each may stand in a file, which the setting of the same name with _FILE names.
_SECRETS = ("YANLU_DATABASE_OWNER", "YANLU_KEYS", "YANLU_MAIL", "YANLU_OIDC_SECRET")
# On SQLite one process does everything; its threads wait for the one writer more than they work.
_THREADS, _THREADS_ON_SQLITE = 16, 32
_MOST_PROCESSES = 4
# What a process asks the database for by itself, next to its requests.
_OWN_CONNECTIONS = 4


class SettingsError(ValueError):
    """Settings that cannot be used; one line for each fault, ``YANLU_X: what is wrong``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class SettingRow(NamedTuple):
    """One line of the table of settings."""

    name: str
    default: str
    meaning: str


class Settings(WatchSettings, MailSettings, LoginSettings, CapacitySettings, OwnerSettings):
    """Every setting, typed. Made by ``from_env``; printing it shows no secret."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, validate_default=True)

    home: Path | None = Field(
        None,
        description="The folder of one city, which `yanlu init` makes: what is in it (policies, "
        "site.yml, site, data, keys …) is the default of every setting that names a place, and its "
        "yanlu.env has settings that the environment has not. Unset: the working folder's.",
    )
    database: str = Field(
        "sqlite:///.data/yanlu.sqlite3",
        repr=False,
        description="Where comments are kept: sqlite:///FILE (one server process) or "
        "postgresql://USER:PASSWORD@HOST/NAME (any number of processes and hosts).",
    )
    identity: Path | None = Field(
        None,
        description="A file outside the database, by which a lost or exchanged one is known; never "
        "in the database's folder. Unset: identity-XXXXXXXX.json, named after the database's "
        "URL, in $STATE_DIRECTORY, else $XDG_STATE_HOME/yanlu, else ~/.local/state/yanlu.",
    )
    disk_reserve: int = Field(
        64,
        ge=1,
        description="In MiB: with less free space where a SQLite file is, /readyz answers 503.",
    )
    site: str = Field(
        "site",
        description="The built site: a folder, which the service then serves too, or its http(s) "
        "URL. Its catalogue says what is out for comment.",
    )
    policies: Path | None = Field(
        None,
        description="The folder of policies that the site is built from: published outcomes are "
        "written there, as ID/results.json. Unset: `results` needs --out, the desk gives the file.",
    )
    site_file: Path | None = Field(
        None,
        description="The site.yml that the site is built by, and drafts that come at the desk are "
        "checked by. Unset: that of the checkout, else of the working folder.",
    )
    inbox: Path | None = Field(
        None,
        description="The folder of drafts that come at the desk, for `build.py take`: absolute, "
        "mode 0700, outside the site and YANLU_POLICIES, which it needs. Unset: no drafts there.",
    )
    base_url: str | None = Field(
        None,
        description="Absolute URL of the site for readers, with its path; links to policies in "
        "answers and exports begin with it. Unset: links are relative to the service.",
    )
    service_url: str | None = Field(
        None,
        description="Absolute URL of the service where it is on another origin than the site; "
        "the site's origin may then call the API from a browser (CORS).",
    )
    demo: bool = Field(
        default=False,
        description="1: this is a demonstration, YANLU_NOW may be set. Never in real use.",
    )
    now: datetime | None = Field(
        None,
        description="The time of a demonstration, RFC 3339 with offset; needs YANLU_DEMO=1. "
        "Unset: the database's clock.",
    )
    clock: Literal["running", "frozen"] = Field(
        "running",
        description="running: time goes on from YANLU_NOW, one clock for all processes and "
        "restarts; frozen: it is always exactly YANLU_NOW.",
    )
    keys: Keyring = Field(
        repr=False,
        description="Secret, no default: keyid:base64-of-32-bytes, separated by spaces, commas or "
        "lines; the first encrypts, all decrypt. `python -m comments_service keys new` makes one.",
    )
    keys_file: Path | None = Field(
        None,
        description="A file that holds what YANLU_KEYS would; read where YANLU_KEYS is not set.",
    )

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, serving: bool = False) -> Self:
        """Read ``YANLU_*`` (empty: unset); ``SettingsError`` lists every fault at once."""
        known = {variable(field) for field in cls.model_fields}
        values: dict[str, Any] = {name: env[name] for name in known if env.get(name)}
        files = {
            name: f"{name}_FILE"
            for name in _SECRETS
            if f"{name}_FILE" in values and name not in values
        }
        values |= {name: SecretFile(Path(values[file])) for name, file in files.items()}
        try:
            return cls.model_validate(values, context={"serving": serving, "env": env})
        except ValidationError as error:
            raise SettingsError([fault_line(fault, files) for fault in error.errors()]) from None

    @property
    def site_folder(self) -> Path | None:
        """The folder of the built site, None where it is a URL."""
        return None if _is_url(self.site) else Path(self.site)

    @property
    def identity_file(self) -> Path:
        """Where the file is by which the database is known; always known."""
        return cast("Path", self.identity)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a SQLite file, which the processes of one server write."""
        return self.database.startswith("sqlite")

    @property
    def serving_processes(self) -> int:
        """How many processes serve."""
        return self.workers or min(_MOST_PROCESSES, len(ALLOWED))

    @property
    def serving_threads(self) -> int:
        """How many requests a process works on at a time."""
        return self.threads or (_THREADS_ON_SQLITE if self.on_sqlite else _THREADS)

    @property
    def most_connections(self) -> int:
        """How many connections to the database a process that serves has at most."""
        return self.pool or self.serving_threads + _OWN_CONNECTIONS

    @field_validator("database")
    @classmethod
    def _database(cls, value: str) -> str:
        scheme, mark, rest = value.partition("://")
        driver = _DRIVERS.get(scheme)
        _require(mark and driver, said("expected sqlite:///FILE or postgresql://…"))
        named = driver != "sqlite" or (rest.startswith("/") and rest not in {"/", "/:memory:"})
        _require(named, said("names no file: sqlite:///FILE, or sqlite:////FILE from the root"))
        plain = driver != "sqlite" or ("?" not in rest and not rest.startswith("/file:"))
        _require(plain, said("sqlite:///FILE takes no options after ? and no file: address"))
        url = _parsed(make_url, f"{driver}://{rest}")
        _require(url, said("not a URL: is the port a number?"))
        return f"{driver}://{rest}"

    @field_validator("identity")
    @classmethod
    def _identity(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        database = info.data.get("database")
        if database is None:
            return value
        path = value or default_identity(database, (info.context or {}).get("env", {}))
        file = database_file(database)
        inside = file is not None and path.resolve().parent == file.resolve().parent
        words = "%(path)s: must not be in the database's folder; both would be lost"
        _require(not inside, said(words, path=path))
        return path

    @field_validator("site")
    @classmethod
    def _built_site(cls, value: str, info: ValidationInfo) -> str:
        if (info.context or {}).get("serving") and not _is_url(value):
            folder = Path(value)
            words = said("%(path)s: no such folder; build the site first", path=value)
            _require(folder.is_dir(), words)
            words = said("%(path)s: holds no catalogue.json; build the site first", path=value)
            _require((folder / "catalogue.json").is_file(), words)
        return value

    @field_validator("inbox")
    @classmethod
    def _inbox(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        policies, site = info.data.get("policies"), info.data.get("site")
        _require(value.is_absolute(), said("%(path)s: not an absolute path", path=value))
        _require(policies, said("needs YANLU_POLICIES, the folder that drafts become part of"))
        for other in filter(None, (policies, None if not site or _is_url(site) else Path(site))):
            apart = value.resolve(), other.resolve()
            inside = apart[0].is_relative_to(apart[1]) or apart[1].is_relative_to(apart[0])
            words = said("%(path)s: must not be in %(other)s, nor hold it", path=value, other=other)
            _require(not inside, words)
        mode = value.lstat().st_mode if value.exists() else 0
        named = {"path": value, "quoted": shlex.quote(str(value))}
        words = "%(path)s: no such folder, or a link: run mkdir -p -m 700 %(quoted)s"
        _require(stat.S_ISDIR(mode), said(words, **named))
        words = "%(path)s: others can read it: run chmod 700 %(quoted)s"
        _require(not mode & (stat.S_IRWXG | stat.S_IRWXO), said(words, **named))
        return value

    @field_validator("base_url", "service_url")
    @classmethod
    def _absolute(cls, value: str | None) -> str | None:
        _require(value is None or _is_url(value), said("not an absolute http(s) URL"))
        return value.rstrip("/") if value else None

    @model_validator(mode="after")
    def _linked(self) -> Self:
        linked = self.mail is None or self.service_url or self.base_url
        words = "YANLU_MAIL needs YANLU_BASE_URL or YANLU_SERVICE_URL, for its links"
        _require(linked, said(words))
        return self

    @field_validator("now", mode="before")
    @classmethod
    def _now(cls, value: str | None, info: ValidationInfo) -> datetime | None:
        if value is None:
            return None
        allowed = info.data.get("demo")
        _require(allowed, said("needs YANLU_DEMO=1; in real use the time is the database's"))
        at = _parsed(parse_instant, value)
        words = "not an RFC 3339 time with offset, such as 2018-07-12T09:00:00+08:00"
        _require(at, said(words))
        return at

    @field_validator("clock")
    @classmethod
    def _clock(cls, value: str, info: ValidationInfo) -> str:
        unset = info.data.get("now", ...) is None
        _require(not (value == "frozen" and unset), said("frozen needs YANLU_NOW"))
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def _keys(cls, value: object) -> Keyring:
        try:
            return parse_keys(secret_text(value))
        except (KeyringError, SecretFileError) as error:
            raise setting_fault(str(error)) from None


def settings_table() -> list[SettingRow]:
    """Return every setting with its default (empty where it has none) and meaning."""
    return [
        SettingRow(variable(name), _default(field.get_default()), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _default(value: object) -> str:
    if value is None or value is PydanticUndefined or value == ():
        return ""
    return "0" if value is False else f"{value}"


def _parsed(parse: Callable[[str], Value], text: str) -> Value | None:
    try:
        return parse(text)
    except (ArgumentError, ValueError):
        return None


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Reading the port is what finds one that is none.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _require(condition: object, message: str) -> None:
    if not condition:
        raise setting_fault(message)
