"""The only place that runs the site engine: ready pages in, rendered pages out.

Nothing else knows which engine renders: it is handed Markdown files with front matter
and ready HTML, a theme folder and a few values. Hooks, third-party plugins and Python in
templates are not used, so that another engine can take the same input.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from publisher.problems import BuildFailed

ENGINES = ("mkdocs",)

# What the theme brings and these pages never load.
_UNUSED = ("assets/javascripts", "assets/images", "sitemap.xml", "sitemap.xml.gz")


@dataclass(frozen=True, slots=True)
class EngineRun:
    """Where the engine reads and writes, and what the theme is told (``extra``)."""

    config: Path
    pages: Path
    output: Path
    site_url: str
    site_name: str
    extra: dict[str, Any]


def render(run: EngineRun) -> None:
    """Render every page below ``run.pages`` into ``run.output``; ``BuildFailed`` if it cannot."""
    watch = _Watch()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(watch)
    logger.propagate = False
    try:
        build(_config(run))
    except MkDocsException as error:
        raise BuildFailed(str(error)) from error
    finally:
        logger.removeHandler(watch)
    if watch.warnings:
        raise BuildFailed("; ".join(watch.warnings))


def unused_files(output: Path) -> list[Path]:
    """Return what the engine wrote that no page of ours loads."""
    maps = output.glob("assets/stylesheets/*.map")
    return [path for name in _UNUSED if (path := output / name).exists()] + list(maps)


def _config(run: EngineRun) -> Any:
    return load_config(
        str(run.config),
        docs_dir=str(run.pages),
        site_dir=str(run.output),
        site_url=run.site_url,
        site_name=run.site_name,
        extra=run.extra,
        nav=[{"首页": "index.md"}],
    )


class _Watch(logging.Handler):
    """Collects what the engine warns of: a page of ours should cause none."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.warnings.append(record.getMessage())
