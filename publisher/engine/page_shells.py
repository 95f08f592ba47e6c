"""Page shells: what the theme puts around a page, rendered once for each depth of folders.

A shell is HTML with slots: ``head`` (title and metadata), ``styles``, ``header``,
``content`` and ``footer``. Its own links (the theme's stylesheets) are relative to the
depth it was rendered for.
"""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from publisher.engine import EngineRun, render
from publisher.engine.theme_style import needed_style
from publisher.problems import BuildFailed

# The deepest page is en/<policy>/changes/<old>-<new>/.
_DEPTHS = range(5)
_SLOT = re.compile(r"@@yanlu:([a-z]+)@@")
_LANGUAGE = re.compile(r'<html lang="[^"]*"')
_OWN_LINK = re.compile(r'(href|src)="(?:\./)?(?=assets/)')
# The page's own header has a link past itself to the text.
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)
_BLANK = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, slots=True)
class PageShell:
    """The texts between the slots, and the slots' names: one text more than slots."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]

    def fill(self, **slots: str) -> str:
        """Return the page; every slot must be given."""
        parts = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            parts += (slots[slot], text)
        return "".join(parts)

    def at(self, root: str) -> "PageShell":
        """Return the shell with its links below ``root`` (only of depth 0)."""
        texts = (_OWN_LINK.sub(rf'\1="{root}', text) for text in self.texts)
        return PageShell(tuple(texts), self.slots)


@dataclass(frozen=True, slots=True)
class PageShells:
    """The shell of each depth, and the theme's stylesheets by their path below the site."""

    by_depth: tuple[PageShell, ...]
    files: Mapping[str, bytes]

    def dump(self) -> str:
        """Write them as JSON, without the stylesheets' bytes."""
        return json.dumps([[shell.texts, shell.slots] for shell in self.by_depth])


def load_shells(text: str, files: Mapping[str, bytes]) -> PageShells:
    """Read what ``PageShells.dump`` wrote."""
    pairs = json.loads(text)
    return PageShells(tuple(PageShell(tuple(texts), tuple(slots)) for texts, slots in pairs), files)


def render_shells(engine: str, mkdocs_file: Path, theme: Path, folder: Path) -> PageShells:
    """Let the engine render the shells in an empty folder; ``BuildFailed`` if it cannot."""
    for depth in _DEPTHS:
        page = folder / "docs" / Path(*"abcd"[:depth]) / "index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("---\ntitle: frame\n---\n", "utf-8")
    config = _config(mkdocs_file)
    # Zensical takes relative places only, so the theme comes along.
    shutil.copytree(theme, folder / "theme")
    config["theme"]["custom_dir"] = "theme"
    # One page in the navigation, so that none lists the others.
    places = {"docs_dir": "docs", "site_dir": "site", "nav": [{"frame": "index.md"}]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump({**config, **places}), "utf-8")
    output = folder / "site"
    render(engine, EngineRun(folder / "mkdocs.yml", output))
    shells = (_shell(output / Path(*"abcd"[:depth]) / "index.html") for depth in _DEPTHS)
    return PageShells(
        tuple(shells), _stylesheets((output / "index.html").read_text("utf-8"), output)
    )


def _config(mkdocs_file: Path) -> dict[str, Any]:
    try:
        config = yaml.safe_load(mkdocs_file.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        file = str(mkdocs_file)
        raise BuildFailed("refusal.theme_file", file=file, detail=str(error)) from error
    if not isinstance(config, dict) or not isinstance(config.get("theme"), dict):
        raise BuildFailed("refusal.no_theme", file=str(mkdocs_file))
    return config


def _shell(path: Path) -> PageShell:
    html = _LANGUAGE.sub('<html lang="@@yanlu:lang@@"', path.read_text("utf-8"), count=1)
    parts = _SLOT.split(_BLANK.sub("\n", _SKIP.sub("", html)).lstrip())
    return PageShell(tuple(parts[::2]), tuple(parts[1::2]))


def _stylesheets(shell: str, output: Path) -> dict[str, bytes]:
    """Keep what a page needs of the stylesheet that the shells name; nothing else is loaded."""
    named = sorted(set(re.findall(r'href="(?:\./)?(assets/[^"]+\.css)"', shell)))
    return {
        name: needed_style((output / name).read_text("utf-8"), shell).encode() for name in named
    }
