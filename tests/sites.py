"""Building sites in tests: the real one once, small ones from a few words of source."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.window import parse_instant
from publisher.build import Built, build_site
from publisher.compile import Compiled, compile_site
from publisher.problems import Problems
from publisher.request import BuildRequest
from publisher.sources import SiteFile, read_policies

ROOT = Path(__file__).resolve().parent.parent
NOW = parse_instant("2018-07-15T10:00:00+08:00")


def request_of(policies: Path, site: Path, **changes: Any) -> BuildRequest:
    """Return a request with the project's own theme and look; ``changes`` are its fields."""
    facts = {
        "policies": policies,
        "site": site,
        "site_file": ROOT / "site.yml",
        "mkdocs_file": ROOT / "mkdocs.yml",
        "look": ROOT / "look",
        "now": NOW,
    }
    return BuildRequest(**{**facts, **changes})


def build(policies: Path, site: Path, *, problems: Problems | None = None, **changes: Any) -> Built:
    """Build with the project's own theme and look; ``changes`` are fields of the request."""
    found = Problems() if problems is None else problems
    return build_site(request_of(policies, site, **changes), found)


def lasting_folder() -> Path:
    """Make a folder that stays until the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="yanlu-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def the_site() -> Path:
    """Return the project's own site, built once for all tests."""
    folder = lasting_folder()
    build(ROOT / "policies", folder / "site")
    return folder / "site"


SAMPLES = ROOT / "tests" / "data" / "outcome" / "policies"
SAMPLES_NOW = parse_instant("2024-12-01T09:00:00+08:00")


@cache
def samples() -> tuple[Path, Compiled]:
    """Return the site of the invented policies with outcome and promises, built once."""
    site = lasting_folder() / "site"
    build(SAMPLES, site, now=SAMPLES_NOW)
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
