"""The text of every file that runs a site, from the templates."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from yanlu.deployment.city_site import NGINX, UNITS, CitySite
from yanlu.deployment.systemd_units import STOP_SECONDS, SystemdUnit, units_of

MARK = "Written by `yanlu units` for {home}: what is changed here, it refuses to write over."


def files_of(site: CitySite) -> dict[Path, str]:
    """Return each file's text by its path below the root of the machine."""
    return dict(_files(site))


def _files(site: CitySite) -> Iterator[tuple[Path, str]]:
    # None of it is HTML.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    facts = {"site": site, "mark": mark_of(site.home), "stop_seconds": STOP_SECONDS}
    stem = f"yanlu-{site.name}"
    started = []
    for unit in units_of(site):
        for kind in ("service", "timer") if unit.calendar else ("service",):
            text = environment.get_template(f"unit.{kind}").render(facts, unit=unit)
            yield UNITS / f"{stem}{unit.name}.{kind}", text
        started.append(_started(stem, unit))
    target = environment.get_template("unit.target").render(facts, started=started)
    yield UNITS / site.target, target
    yield NGINX / f"{stem}.conf", environment.get_template("nginx.conf").render(facts)


def mark_of(home: Path) -> str:
    """Return the first line of each file of a home, by which it is known again."""
    return MARK.format(home=home)


def _started(stem: str, unit: SystemdUnit) -> str:
    return f"{stem}{unit.name}.{'timer' if unit.calendar else 'service'}"
