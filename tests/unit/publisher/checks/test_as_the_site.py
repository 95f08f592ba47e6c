"""The check sees what the build makes: the same catalogue, clauses of the same names."""

import re
from functools import cache
from pathlib import Path

import pytest

from catalogue.codec import dump_catalogue, load_clauses
from publisher.build.run import check_sources
from publisher.compile.site import Compiled
from publisher.problems import Problems
from publisher.sources import read_site_file
from tests.structure import test_site_versions as two_versions
from tests.unit.publisher.checks.conftest import Found
from tests.worlds.sites import NOW, ROOT, build, lasting_folder, request_of, write

POLICIES = {"the five documents": NOW, "clauses that moved": two_versions.NOW}


@cache
def made(name: str) -> tuple[Path, Compiled]:
    """Build a site, and check its sources."""
    folder, now = lasting_folder(), POLICIES[name]
    policies = ROOT / "policies"
    if name == "clauses that moved":
        policies = write(folder / "policies", two_versions.SOURCES)
    build(policies, folder / "site", now=now)
    request = request_of(policies, folder / "site", now=now)
    site_file = read_site_file(request.site_file, Problems())
    return folder / "site", check_sources(request, site_file, Problems())


@pytest.mark.parametrize("name", POLICIES)
def test_both_have_the_same_catalogue(name: str) -> None:
    site, compiled = made(name)
    built = (site / "catalogue.json").read_text("utf-8")
    assert dump_catalogue(compiled.catalogue) == built


@pytest.mark.parametrize("name", POLICIES)
def test_every_clause_has_the_same_name_in_both(name: str) -> None:
    site, compiled = made(name)
    count = 0
    for traced in compiled.traced:
        for state in traced.states:
            text = state.clauses
            path = site / text.policy / text.version / "clauses.json"
            built = load_clauses(path.read_text("utf-8"))
            assert [each.wid for each in text.clauses] == [each.wid for each in built.clauses]
            count += len(built.clauses)
    assert count > 20


NAMES = {
    "v1.art_1": "kept",
    "v1.art_5": "renumbered",
    "v1.art_6": "deleted",
    "v1.art_6__para_1": "deleted with what it is in",
    "v2.art_5": "new",
    "art_7": "where it is now",
    "v1.art_3__para_1__point_1": "waits for a decision",
    "v2.art_7": "the moved one, which has an older name",
    "v1.art_7": "never was",
    "v2.art_9": "never was",
    "art_9": "never was",
}


READING = "title: 乙\nkind: interpretation\nlinks: [{rel: interprets, to: a, clauses: [%s]}]\n"


@pytest.mark.parametrize("name", NAMES, ids=[f"{name} {what}" for name, what in NAMES.items()])
def test_a_clause_is_found_by_the_check_if_the_page_answers_to_it(found: Found, name: str) -> None:
    files = {"b/policy.yml": READING % name, "b/v1.md": f"见[甲](../a/#{name})。\n"}
    said = {line.split()[1].partition(".")[0] for line in found({**two_versions.SOURCES, **files})}
    there = name in two_versions.ids(two_versions.page("a"))
    assert said & {"K017", "K018"} == (set() if there else {"K017", "K018"})


def test_a_reading_leads_to_where_a_clause_is_now_or_to_what_became_of_it(tmp_path: Path) -> None:
    files = {"b/policy.yml": READING % ", ".join(NAMES), "b/v1.md": "乙。\n"}
    policies = write(tmp_path / "policies", {**two_versions.SOURCES, **files})
    build(policies, tmp_path / "site", now=two_versions.NOW)
    page = (tmp_path / "site/b/index.html").read_text("utf-8")
    linked = re.findall(r'href="\.\./a/#([^"]+)"', page)
    there = set(two_versions.ids(two_versions.page("a")))
    assert set(linked) <= there
    assert len(linked) == len(there & NAMES.keys())
    assert "v1.art_6" in linked
