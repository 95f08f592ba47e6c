"""Both site engines give the same anchors and texts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.engine import ENGINES
from tests.readers.html_tree import page
from tests.worlds.sites import ROOT, build, snapshot, write


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the project's own drafts with each engine."""
    folder = tmp_path_factory.mktemp("engines")
    for engine in ENGINES:
        build(ROOT / "policies", folder / engine, engine=engine)
    return {engine: folder / engine for engine in ENGINES}


def pages(site: Path) -> list[str]:
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))


def test_both_make_the_same_pages(sites: dict[str, Path]) -> None:
    one, other = (pages(site) for site in sites.values())
    assert one == other
    assert len(one) > 10


def test_a_page_has_the_same_anchors_and_texts(sites: dict[str, Path]) -> None:
    mkdocs, zensical = sites.values()
    for name in pages(mkdocs):
        one, other = page(mkdocs / name), page(zensical / name)
        assert ids(one) == ids(other)
        assert one.one("body").text().split() == other.one("body").text().split()


def ids(root: object) -> list[str]:
    return [each.attributes["id"] for each in root.walk() if "id" in each.attributes]  # type: ignore[attr-defined]


def test_the_data_are_the_same_bytes(sites: dict[str, Path]) -> None:
    one, other = (snapshot(site) for site in sites.values())
    data = [name for name in one if name.endswith((".json", ".bin"))]
    assert {name: one[name] for name in data} == {name: other[name] for name in data}


def test_the_frames_come_from_the_engine_that_was_asked_for(sites: dict[str, Path]) -> None:
    styles = {
        name: sorted((site / "assets/stylesheets").rglob("*.css")) for name, site in sites.items()
    }
    assert styles["zensical"][0].parent.name == "classic"
    assert styles["mkdocs"][0].parent.name == "stylesheets"


def test_no_written_page_holds_a_placeholder(sites: dict[str, Path]) -> None:
    for site in sites.values():
        for name, data in snapshot(site).items():
            assert not (name.endswith(".html") and b"@@" in data), name


@pytest.mark.parametrize(
    "command", [["mkdocs", "build"], ["mkdocs", "serve"], ["zensical", "build"]], ids=" ".join
)
def test_an_engine_by_itself_says_how_the_site_is_built_and_writes_nothing(
    tmp_path: Path, command: list[str]
) -> None:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(ROOT / "publisher/theme", tmp_path / "publisher/theme")
    write(tmp_path, {"policies/a.md": "# 甲\n\n正文。\n", "site/.yanlu-site": ""})
    before = snapshot(tmp_path)
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env=quiet,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode not in (0, None)
    said = [line for line in done.stderr.splitlines() if "python build.py" in line]
    assert len(said) == 1
    assert snapshot(tmp_path) == before
