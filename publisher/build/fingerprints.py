"""What all pages depend on: the frames of the theme, the programs, the site's own data."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from publisher.build.request import BuildRequest
from publisher.engine.page_shells import Frames, load_frames, render_frames
from publisher.files.staging import kept_of
from publisher.sources import SiteFile

_ROOT = Path(__file__).resolve().parents[2]
NOTICE = _ROOT / "NOTICE"
THEME = Path(__file__).resolve().parents[1] / "theme"
SCRIPTS = THEME / "assets" / "yanlu"
_PROGRAMS = ("publisher", "catalogue", "look")
_PACKAGES = {"mkdocs": ("mkdocs", "mkdocs-material"), "zensical": ("zensical",)}


def setting_key(request: BuildRequest, site: SiteFile) -> str:
    """Digest all that every page depends on; another key means that all are made anew."""
    facts = [
        engine_key(request.engine, request.mkdocs_file),
        _programs(),
        _digest([request.look / "yanlu.css"]),
        site.model_dump_json(),
        request.service_url,
        request.base_url,
        request.preview,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def engine_key(engine: str, mkdocs_file: Path) -> str:
    """Digest what the frames depend on."""
    theme = sorted(THEME.rglob("*.html"))
    versions = [f"{name} {version(name)}" for name in _PACKAGES[engine]]
    return _digest([mkdocs_file, *theme], engine, *versions)


def assets_key(look: Path) -> str:
    """Return a short digest of the stylesheet and the scripts, for their addresses."""
    shown = (path for path in SCRIPTS.rglob("*") if path.is_file())
    return _digest([look / "yanlu.css", *sorted(shown)])[:8]


def frames_of(site: Path, engine: str, mkdocs_file: Path, work: Path) -> Frames:
    """Return the frames, from an earlier build if they still hold."""
    key = engine_key(engine, mkdocs_file)
    if key not in _rendered:
        kept = kept_of(site) / f"frames-{key[:16]}.json"
        _rendered[key] = _read_frames(kept) or render_frames(engine, mkdocs_file, THEME, work)
    _keep_frames(site, key, _rendered[key])
    return _rendered[key]


# A process that watches builds many times.
_rendered: dict[str, Frames] = {}


def _read_frames(kept: Path) -> Frames | None:
    try:
        data = json.loads(kept.read_bytes())
        return load_frames(data["frames"], {n: t.encode() for n, t in data["files"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep_frames(site: Path, key: str, frames: Frames) -> None:
    kept = kept_of(site) / f"frames-{key[:16]}.json"
    if kept.exists():
        return
    for other in kept.parent.glob("frames-*.json"):
        other.unlink()
    files = {name: data.decode() for name, data in frames.files.items()}
    kept.write_text(json.dumps({"frames": frames.dump(), "files": files}), "utf-8")


@cache
def _programs() -> str:
    paths = (path for name in _PROGRAMS for path in (_ROOT / name).rglob("*") if path.is_file())
    kept = (path for path in paths if path.suffix in {".py", ".html", ".txt", ".po", ".json"})
    return _digest(sorted(kept))


def _digest(paths: Iterable[Path], *words: str) -> str:
    whole = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
