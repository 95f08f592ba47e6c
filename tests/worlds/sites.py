"""Building sites in tests: the real one once, small ones from a few words of source."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.window import parse_instant
from publisher.build.request import BuildRequest
from publisher.build.run import BuildResult, build_site, check_sources
from publisher.compile.site import Compiled, compile_site
from publisher.problems import Problems
from publisher.sources import SiteFile, read_policies, read_site_file
from tests.servers.run_once import once, run_folder

BASE = "https://yl.example.org/"
"""The address of sites that know theirs; nothing is loaded from there."""
ROOT = Path(__file__).resolve().parents[2]
NOW = parse_instant("2018-07-15T10:00:00+08:00")


def request_of(policies: Path, site: Path, **changes: Any) -> BuildRequest:
    """Return a request with the project's own theme and look; ``changes`` are its fields."""
    facts = {
        "policies": policies,
        "site": site,
        "site_file": ROOT / "site.yml",
        "mkdocs_file": ROOT / "mkdocs.yml",
        "interface": ROOT / "interface",
        "now": NOW,
    }
    return BuildRequest(**{**facts, **changes})


def build(
    policies: Path, site: Path, *, problems: Problems | None = None, **changes: Any
) -> BuildResult:
    """Build with the project's own theme and look; ``changes`` are fields of the request."""
    found = Problems() if problems is None else problems
    request = request_of(policies, site, **changes)
    return build_site(request, read_site_file(request.site_file, found), found)


def check(policies: Path, site: Path) -> Problems:
    """Return what is wrong with sources, as the check of a site at ``site`` finds it."""
    found = Problems()
    request = request_of(policies, site)
    check_sources(request, read_site_file(request.site_file, found), found)
    return found


def lasting_folder() -> Path:
    """Make a folder that stays until the tests end."""
    return Path(tempfile.mkdtemp(dir=run_folder()))


@cache
def the_site() -> Path:
    """Return the project's own site, built once for all tests."""
    return built_once("the-site", ROOT / "policies")


BELOW = "https://city.test/yjzj/"


@cache
def below_a_path() -> Path:
    """Return the same site as it is built for the address ``BELOW``, once for all tests."""
    return built_once("below-a-path", ROOT / "policies", base_url=BELOW)


def built_once(name: str, policies: Path | dict[str, str], **changes: Any) -> Path:
    """Return a site that is built once for all tests; its sources are a folder, or files."""

    def make(folder: Path) -> None:
        sources = write(folder / "policies", policies) if isinstance(policies, dict) else policies
        build(sources, folder / "site", **changes)

    return once(name, make) / "site"


SAMPLES = ROOT / "tests" / "data" / "outcome" / "policies"
SAMPLES_NOW = parse_instant("2024-12-01T09:00:00+08:00")


@cache
def samples() -> tuple[Path, Compiled]:
    """Return the site of the invented policies with outcome and promises, built once."""
    site = built_once("samples", SAMPLES, now=SAMPLES_NOW)
    problems = Problems()
    sources = read_policies(SAMPLES, problems)
    compiled = compile_site(sources, SiteFile(), SAMPLES_NOW, problems, preview=False)
    return site, compiled


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, which is made."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
