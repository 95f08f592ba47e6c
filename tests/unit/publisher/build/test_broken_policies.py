"""One policy's fault is that policy's: with `broken: keep` its last good pages stay."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from catalogue.codec import load_catalogue
from catalogue.model import Catalogue
from catalogue.window import parse_instant
from publisher.build.run import BuildResult
from publisher.cli import build_commands
from publisher.cli.main import main
from publisher.cli.watch import build_apart
from publisher.files.staging import kept_of
from publisher.problems import BuildFailed, Problems
from publisher.sources import SiteFile
from tests.readers.search_reader import Index
from tests.worlds.sites import build, snapshot, write

LATER = parse_instant("2018-07-20T10:00:00+08:00")
GOOD = {
    "a/policy.yml": "title: 甲\nlinks: [{rel: explains, to: b}]\n",
    "a/v1.md": "一、支持企业\n\n设立专项资金。\n",
    "b/policy.yml": "title: 乙\nlinks: [{rel: explains, to: a, clauses: [第一部分]}]\n",
    "b/v1.md": "专项资金由财政安排。\n",
    "c.md": "# 丙\n\n其他文字。\n",
}
BROKEN = {
    "metadata": {"b/policy.yml": "title: 乙\nkind: 春天\n"},
    "no YAML": {"b/policy.yml": "title: [\n"},
    "empty text": {"b/v1.md": "\n"},
    "dead link": {"b/policy.yml": "title: 乙\nlinks: [{rel: explains, to: nowhere}]\n"},
    "stranger": {"b/notcie.md": "公告。\n"},
    "twice": {"b.md": "# 乙\n\n正文。\n"},
}


class Office:
    """Sources with the settings of a site, built again and again into one site."""

    def __init__(self, folder: Path, broken: str) -> None:
        self.policies, self.site = folder / "policies", folder / "site"
        self.site_file = write(folder, {"site.yml": f"broken: {broken}\n"}) / "site.yml"
        self.problems = Problems()

    def build(self, edits: dict[str, str], **changes: Any) -> BuildResult:
        self.problems = Problems()
        write(self.policies, edits)
        return build(
            self.policies, self.site, problems=self.problems, site_file=self.site_file, **changes
        )

    @property
    def catalogue(self) -> Catalogue:
        return load_catalogue((self.site / "catalogue.json").read_text("utf-8"))

    def pages(self, name: str) -> dict[str, bytes]:
        whole = snapshot(self.site)
        return {path: data for path, data in whole.items() if name in Path(path).parts[:2]}

    def finds(self, words: str) -> set[str]:
        return {name for name, _ in Index(self.site / "assets/search").find(words)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the good site once; return where it was built and a copy of all that is there."""
    folder, copied = (tmp_path_factory.mktemp("built") / name for name in ("office", "copied"))
    Office(folder, "keep").build(GOOD)
    shutil.copytree(folder, copied)
    return folder, copied


@pytest.fixture
def office(built: tuple[Path, Path]) -> Office:
    """Return the good site, as it was built, in its place: what a build keeps names paths."""
    folder, copied = built
    shutil.rmtree(folder)
    shutil.copytree(copied, folder)
    return Office(folder, "keep")


def test_by_default_nothing_is_built(tmp_path: Path) -> None:
    office = Office(tmp_path, "stop")
    office.build(GOOD)
    before = snapshot(office.site)
    for fault in ("metadata", "dead link", "twice"):
        with pytest.raises(BuildFailed):
            office.build({**GOOD, **BROKEN[fault], "a/v1.md": "一、支持企业\n\n又一段。\n"})
        assert snapshot(office.site) == before, fault


def test_by_default_every_problem_of_a_policy_is_named(tmp_path: Path) -> None:
    office = Office(tmp_path, "stop")
    with pytest.raises(BuildFailed):
        office.build({**GOOD, **BROKEN["dead link"], "b/v1.md": "\n"})
    assert [problem.code for problem in office.problems] == ["S011", "S005"]


@pytest.mark.parametrize("fault", BROKEN)
def test_the_last_good_pages_stay_and_the_others_are_built(office: Office, fault: str) -> None:
    before = office.pages("b")
    result = office.build(
        {**BROKEN[fault], "a/v1.md": "一、支持企业\n\n另设奖励资金。\n"}, now=LATER
    )
    assert office.pages("b") == before
    assert "另设奖励资金" in (office.site / "a/index.html").read_text("utf-8")
    assert [policy.id for policy in office.catalogue.policies] == ["a", "b", "c"]
    (kept,) = office.catalogue.kept
    codes = {problem.code for problem in office.problems.errors}
    assert (kept.policy, kept.since, {*kept.codes}) == ("b", LATER, codes)
    assert result.left_out == {}
    assert office.finds("财政安排") == {"b"}
    assert office.finds("另设奖励") == {"a"}


def test_a_policy_is_kept_from_build_to_build_until_it_is_mended(office: Office) -> None:
    before = office.pages("b")
    office.build(BROKEN["metadata"], now=LATER)
    for turn in "一二三":
        office.build({"c.md": f"# 丙\n\n第{turn}次。\n"})
        assert office.pages("b") == before
        assert [kept.since for kept in office.catalogue.kept] == [LATER]
    assert office.build({}).rendered == 0
    office.build({**GOOD, "b/v1.md": "专项资金改由基金安排。\n"})
    assert office.catalogue.kept == ()
    assert office.finds("财政安排") == set()
    assert office.finds("基金安排") == {"b"}
    fresh = Office(office.policies.parent / "fresh", "keep")
    shutil.copytree(office.policies, fresh.policies)
    fresh.build({})
    assert snapshot(office.site) == snapshot(fresh.site)


@pytest.mark.parametrize("fault", ["metadata", "dead link"])
def test_they_stay_where_everything_else_is_made_again(office: Office, fault: str) -> None:
    before = office.pages("b")
    office.site_file.write_text("broken: keep\nname: 江城市政策\n", "utf-8")
    office.build(BROKEN[fault])
    assert office.pages("b") == before
    assert office.finds("财政安排") == {"b"}
    assert "江城市政策" in (office.site / "c/index.html").read_text("utf-8")
    again = office.build({})
    assert (office.pages("b"), again.rendered) == (before, 0)


def test_they_keep_the_styles_and_scripts_that_they_were_made_with(office: Office) -> None:
    office.site_file.write_text("broken: keep\ncolour: '#0b5d3b'\n", "utf-8")
    office.build(BROKEN["metadata"])
    # The third build has the assets again that the page was made with.
    for own in ("colour: '#0b5d3b'\n", "", "colour: '#0b5d3b'\n"):
        page = (office.site / "b/index.html").read_text("utf-8")
        links = [office.site / way for way in re.findall(r'="\.\./(assets/[^"?]+)', page)]
        assert [link for link in links if not link.is_file()] == []
        (style,) = [link for link in links if link.name == "yanlu.css"]
        assert "#0b5d3b" not in style.read_text("utf-8")
        words = (style.parent / "page.js").read_text("utf-8")
        assert f"assets/kept/{style.parent.name}/" in words
        office.site_file.write_text(f"broken: keep\n{own}", "utf-8")
        office.build({})
    office.build(GOOD)
    assert not (office.site / "assets/kept").exists()


def test_a_policy_that_was_never_good_is_left_out_and_named(tmp_path: Path) -> None:
    office = Office(tmp_path, "keep")
    result = office.build({**GOOD, **BROKEN["metadata"]})
    assert [policy.id for policy in office.catalogue.policies] == ["a", "c"]
    assert (office.catalogue.kept, result.left_out) == ((), {"b": ("Y004",)})
    assert office.pages("b") == {}
    assert office.finds("财政安排") == set()
    assert office.build(GOOD).left_out == {}
    assert office.finds("财政安排") == {"b"}


def test_a_site_of_bad_policies_alone_is_not_built(tmp_path: Path) -> None:
    office = Office(tmp_path, "keep")
    with pytest.raises(BuildFailed):
        office.build({"b/policy.yml": "kind: 春天\n"})
    assert not office.site.exists()


def test_a_public_policy_that_is_gone_stays_too(office: Office) -> None:
    before = office.pages("b")
    (office.policies / "b").rename(office.policies / "d")
    office.build({"c.md": "# 丙\n\n又一次。\n"})
    assert office.pages("b") == before
    assert [(each.policy, each.codes) for each in office.catalogue.kept][-1] == ("b", ("S017",))
    assert "又一次" in (office.site / "c/index.html").read_text("utf-8")
    office.build({}, removals=frozenset("b"))
    assert office.pages("b") == {}


def test_what_is_no_one_policys_fault_stops_the_build(office: Office) -> None:
    before = snapshot(office.site)
    office.site_file.write_text("broken: keep\nfloors: 7\n", "utf-8")
    with pytest.raises(BuildFailed):
        office.build({"c.md": "# 丙\n\n又一次。\n"})
    assert snapshot(office.site) == before


def test_a_site_that_lost_the_cache_of_builds_keeps_them_as_well(office: Office) -> None:
    before = office.pages("b")
    (kept_of(office.site) / "live.json").unlink()
    office.build(BROKEN["empty text"])
    assert office.pages("b") == before
    assert office.finds("财政安排") == {"b"}


def test_severities_of_a_site_count(office: Office) -> None:
    office.site_file.write_text("broken: keep\nchecks: {C002: error}\n", "utf-8")
    office.build({"a/v1.md": "一、支持企业\n\n三、支持外贸\n"})
    assert [(each.policy, each.codes) for each in office.catalogue.kept] == [("a", ("C002",))]


def test_the_command_names_what_it_kept_and_what_it_left_out(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keeping = SiteFile(broken="keep")
    monkeypatch.setattr(build_commands, "read_site_file", lambda *_: keeping)
    write(office.policies, {**BROKEN["metadata"], "d/policy.yml": "kind: news\n"})
    folders = ["--policies", str(office.policies), "--site", str(office.site)]
    assert main(folders) == 0
    said = capsys.readouterr()
    *problems, kept, left_out = said.err.splitlines()
    assert "b/policy.yml:2: Y004" in problems[0]
    assert kept.startswith("build.py: b: has errors (Y004), and its last good pages stay")
    assert left_out.startswith("build.py: d: has errors (Y005) and no good pages to keep")
    assert said.out.endswith(": 3 policies and documents, 0 built\n")
    assert main(["check", *folders]) == 1


def test_a_watch_shows_what_was_kept() -> None:
    said = "print('build.py: b: has errors', file=sys.stderr)"
    assert build_apart([sys.executable, "-c", f"import sys; {said}"]) == "build.py: b: has errors\n"
    warned = "print('b/v1.md:1: C002 a number', file=sys.stderr)"
    assert build_apart([sys.executable, "-c", f"import sys; {warned}"]) == ""
