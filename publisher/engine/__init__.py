"""The only place that runs the site engine: skeleton pages in, page shells out.

The engine renders the shell of the pages, one for each depth of folders, from the theme;
the publisher sets its ready pages into them. Hooks, third-party plugins and Python in
templates are not used, so that another engine can take the same input.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ENGINES = ("mkdocs", "zensical")
# The link goes along where the product is installed, with what it leads to in a checkout.
MKDOCS_FILE = Path(__file__).with_name("mkdocs.yml").resolve()


@dataclass(frozen=True, slots=True)
class EngineRun:
    """A configuration file with every path in it absolute, and where the output will be."""

    config: Path
    output: Path


def render(engine: str, run: EngineRun) -> None:
    """Render every page that the configuration names; ``BuildFailed`` if it cannot."""
    # An engine takes a second to import, and most builds have their shells already.
    import_module(f"publisher.engine.with_{engine}").render(run)
