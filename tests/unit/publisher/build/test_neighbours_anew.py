"""A text that speaks of a policy's clauses is rendered again when those change."""

import shutil
from pathlib import Path

from tests.worlds.sites import SAMPLES, SAMPLES_NOW, build, snapshot

QUESTIONS = "sample-parking-questions/index.html"


def test_when_a_clause_moves_the_links_to_it_follow(tmp_path: Path) -> None:
    sources, site = tmp_path / "policies", tmp_path / "site"
    shutil.copytree(SAMPLES, sources)
    # The outcome names the clause too; that it must be there is another test's.
    (sources / "sample-parking" / "results.json").unlink()
    build(sources, site, now=SAMPLES_NOW)
    assert 'sample-parking/#v2.part_2__sec_4"' in (site / QUESTIONS).read_text("utf-8")
    text = sources / "sample-parking" / "v2.md"
    words = text.read_text("utf-8")
    text.write_text(words.replace("（四）公共停车场按", "（五）公共停车场按"), "utf-8")
    built = build(sources, site, now=SAMPLES_NOW)
    assert built.rendered == 2
    assert "v2.part_2__sec_4" not in (site / QUESTIONS).read_text("utf-8")
    build(sources, tmp_path / "again", now=SAMPLES_NOW)
    assert pages(site) == pages(tmp_path / "again")


def pages(site: Path) -> dict[str, bytes]:
    """Return the pages of the policies."""
    found = snapshot(site)
    return {name: found[name] for name in found if "sample-" in name and name.endswith(".html")}


def test_a_second_build_of_the_same_makes_nothing(tmp_path: Path) -> None:
    build(SAMPLES, tmp_path / "site", now=SAMPLES_NOW)
    assert build(SAMPLES, tmp_path / "site", now=SAMPLES_NOW).rendered == 0
