"""What pages depend on: the theme's page shells, the programs, the site's data, the sources."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from interface.stylesheet import stylesheet
from publisher.build.download_cache import downloads_key
from publisher.build.request import BuildRequest
from publisher.build.scripts import SCRIPTS, site_scripts
from publisher.engine.page_shells import PageShells, load_shells, render_shells
from publisher.files.staging import kept_of
from publisher.sources import Place, SiteFile

_ROOT = Path(__file__).resolve().parents[2]
NOTICE = Path(__file__).with_name("NOTICE")
THEME = Path(__file__).resolve().parents[1] / "theme"
_PROGRAMS = ("publisher", "catalogue", "interface")
_PACKAGES = {"mkdocs": ("mkdocs", "mkdocs-material"), "zensical": ("zensical",)}


def common_key(request: BuildRequest, site: SiteFile) -> str:
    """Digest all that every page depends on: where it differs, all are rendered again."""
    facts = [
        engine_key(request.engine, request.mkdocs_file),
        _programs(),
        assets_key(request.interface, site),
        site.model_dump_json(),
        request.service_url,
        request.base_url,
        request.preview,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def engine_key(engine: str, mkdocs_file: Path) -> str:
    """Digest what the page shells depend on."""
    theme = [*sorted(THEME.rglob("*.html")), *sorted((_ROOT / "publisher/engine").glob("*.py"))]
    versions = [f"{name} {version(name)}" for name in _PACKAGES[engine]]
    return _digest([mkdocs_file, *theme], engine, *versions)


def assets_key(interface: Path, site: SiteFile) -> str:
    """Return a short digest of stylesheet, scripts and pictures, for their addresses."""
    style = stylesheet("yanlu.css", interface / "style")
    pictures = [SCRIPTS / "favicon.svg", *site.pictures]
    return _digest(pictures, style, site.colour, *site_scripts().values())[:8]


def policy_fingerprint(place: Place, cache: Path | None) -> str:
    """Digest a policy's files and name its downloads; "" where a file cannot be read."""
    downloads = downloads_key(cache, place.id) if cache else ""
    try:
        return place.fingerprint() + (f" {downloads}" if downloads else "")
    except OSError:
        return ""  # Reading the policy will report what is wrong.


# A test process builds many sites.
_rendered: dict[str, PageShells] = {}


def page_shells(site: Path, engine: str, mkdocs_file: Path, work: Path) -> PageShells:
    """Return the page shells, from an earlier build if they still hold."""
    key = engine_key(engine, mkdocs_file)
    path = kept_of(site) / f"page-shells-{key[:16]}.json"
    if key not in _rendered:
        _rendered[key] = _read_shells(path) or render_shells(engine, mkdocs_file, THEME, work)
    if not path.exists():
        for other in path.parent.glob("page-shells-*.json"):
            other.unlink()
        shells = _rendered[key]
        files = {name: data.decode() for name, data in shells.files.items()}
        path.write_text(json.dumps({"shells": shells.dump(), "files": files}), "utf-8")
    return _rendered[key]


def _read_shells(path: Path) -> PageShells | None:
    try:
        data = json.loads(path.read_bytes())
        return load_shells(data["shells"], {n: t.encode() for n, t in data["files"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return None


@cache
def _programs() -> str:
    paths = (path for name in _PROGRAMS for path in (_ROOT / name).rglob("*") if path.is_file())
    kept = (
        path for path in paths if path.suffix in {".py", ".html", ".txt", ".po", ".json", ".toml"}
    )
    return _digest(sorted(kept))


def _digest(paths: Iterable[Path], *words: str) -> str:
    whole = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
