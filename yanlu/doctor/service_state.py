"""The comments service by its own findings: settings, ``/readyz``, its disk, mail, its proxy."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from pathlib import Path

from comments_service.cli.failures import words_of
from comments_service.services.messages.smtp_carrier import SmtpCarrier
from comments_service.services.service import open_service
from comments_service.services.upkeep.health import Readiness, readiness
from comments_service.settings import Settings, SettingsError
from home.city_home import HOME
from interface.command_line import asked_language, said
from interface.language import LANGUAGES
from yanlu.doctor.diagnosis import Diagnosis, Mark

_GIGABYTE = 1_000_000_000
_MIB = 1 << 20
_CHECKS = {
    "database": "database",
    "keys": "keys",
    "clock": "clock",
    "catalogue": "site's catalogue",
    "clauses": "clauses that are out for comment",
}


def examine_service(environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what the service finds, from its settings to whether it could take a comment now."""
    subject = said("settings")
    try:
        settings = Settings.from_env(environment)
    except SettingsError as error:
        yield from (Diagnosis(Mark.WRONG, subject, fault) for fault in error.faults)
        return
    yield Diagnosis(Mark.GOOD, subject, said("can be used"))
    if settings.demo:
        words = said("YANLU_DEMO is set: take it out before real use")
        yield Diagnosis(Mark.LOOK, subject, words)
    yield from _proxy(settings)
    yield from _ready(settings, environment)
    yield from _disk(settings, environment)
    yield from _mail(settings)


def _proxy(settings: Settings) -> Iterator[Diagnosis]:
    own = settings.service_url or settings.base_url or ""
    if own.startswith("https:") and not settings.trusted_proxies:
        words = said("YANLU_TRUSTED_PROXIES is not set: behind a proxy all readers look like one")
        yield Diagnosis(Mark.LOOK, said("proxy"), words)


def _ready(settings: Settings, environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    try:
        service = open_service(settings, serving=True)
        try:
            found, seen = readiness(service), service.identity.read()
        finally:
            service.database.close()
    except Exception as error:
        words = words_of(error)
        if words is None:
            raise
        yield Diagnosis(Mark.WRONG, said("service"), words)
        return
    yield from _said_of(found, asked_language(environment))
    if found.checks["database"] and seen is None:
        path = service.identity.path
        words = said(
            "%(path)s is not there: yanlu db upgrade writes what the database is", path=path
        )
        yield Diagnosis(Mark.WRONG, said("database"), words)


def _said_of(found: Readiness, language: str) -> Iterator[Diagnosis]:
    """Yield the findings of ``/readyz`` by their codes, then what is good."""
    table = tomllib.loads(Path(__file__).with_name("readiness.toml").read_text("utf-8"))
    for each in found.findings:
        entry = table.get(each.code, {})
        own = entry.get("zh" if language == LANGUAGES[0] else "en", "")
        words = f"{own} ({each.code}: {each.words})" if own else f"{each.code}: {each.words}"
        mark = Mark.WRONG if each.severity == "problem" else Mark.LOOK
        yield Diagnosis(mark, said(entry.get("subject", "service")), words)
    for name, is_good in found.checks.items():
        if is_good:
            yield Diagnosis(Mark.GOOD, said(_CHECKS.get(name, name)), said("in order"))


def _disk(settings: Settings, environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    folder = Path(environment.get(HOME) or ".")
    free = shutil.disk_usage(folder).free
    words = said("%(free).1f GB free at %(folder)s", free=free / _GIGABYTE, folder=folder)
    mark = Mark.WRONG if free < settings.disk_reserve * _MIB else Mark.GOOD
    yield Diagnosis(mark, said("disk"), words)


def _mail(settings: Settings) -> Iterator[Diagnosis]:
    if settings.mail is None or settings.mail_from is None:
        return
    server = f"{settings.mail.host}:{settings.mail.port}"
    carrier = SmtpCarrier(settings.mail, Address(addr_spec=settings.mail_from))
    if cause := carrier.obstacle():
        words = said("%(server)s cannot be reached: %(cause)s", server=server, cause=cause)
        yield Diagnosis(Mark.WRONG, said("mail"), words)
    else:
        words = said("%(server)s answers", server=server)
        yield Diagnosis(Mark.GOOD, said("mail"), words)
