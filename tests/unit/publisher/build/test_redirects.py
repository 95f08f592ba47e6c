"""Old addresses lead on where ``site.yml`` says so, and nothing sealed is lost in silence."""

import shutil
from pathlib import Path

import pytest
from lxml import html

from publisher.build.run import BuildResult
from publisher.problems import BuildFailed, Problems
from publisher.sources import read_policies
from publisher.versions.publish import publish
from tests.worlds.sites import NOW, build, check, request_of, write

FILES = {
    "old/policy.yml": "title: 停车办法\nversions:\n- {id: v1, published_on: 2018-01-01}\n",
    "old/v1.md": "# 停车办法\n\n第一条　企业应当公示收费标准。\n",
    "other.md": "# 另一文件\n\n一、总则\n",
}


class Site:
    """Sources, their site file and what is built of them."""

    def __init__(self, folder: Path) -> None:
        self.policies = write(folder / "policies", FILES)
        self.site, self.file = folder / "site", folder / "site.yml"
        self.says("")
        self.problems = Problems()
        old, _ = read_policies(self.policies, Problems())
        publish(old, "v1", NOW.date(), Problems())

    def says(self, redirects: str) -> None:
        self.file.write_text(f"name: 某市\n{redirects}", "utf-8")

    def builds(self) -> BuildResult:
        self.problems = Problems()
        return build(self.policies, self.site, site_file=self.file, problems=self.problems)

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems.errors]

    def rename(self) -> None:
        (self.policies / "old").rename(self.policies / "new")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_renamed_sealed_policy_is_named_with_what_to_write(site: Site) -> None:
    site.builds()
    site.rename()
    with pytest.raises(BuildFailed):
        site.builds()
    assert site.codes == ["V011"]
    assert "redirects" in str(site.problems.errors[0].message.text("zh"))


def test_every_page_of_a_renamed_policy_leads_to_the_new_one(site: Site) -> None:
    site.builds()
    site.rename()
    site.says("redirects:\n  old: new\n")
    site.builds()
    assert site.codes == []
    for page in ("old", "old/v1", "en/old"):
        path = site.site / page / "index.html"
        read = html.fromstring(path.read_text("utf-8"))
        (link,) = read.xpath("//a[@data-new]/@href")
        (refresh,) = read.xpath("//meta[@http-equiv='refresh']/@content")
        (canonical,) = read.xpath("//link[@rel='canonical']/@href")
        assert refresh == f"0; url={link}"
        assert link == canonical
        target = (path.parent / link).resolve()
        assert target == (site.site / page.replace("old", "new")).resolve()
        assert (target / "index.html").exists()
        (script,) = read.xpath("//script/@src")
        assert (path.parent / script).resolve().exists()


def test_the_address_of_the_site_stands_in_what_search_engines_read(site: Site) -> None:
    site.rename()
    site.says("redirects: {old: new}\n")
    build(site.policies, site.site, site_file=site.file, base_url="https://yl.example.org/")
    read = html.fromstring((site.site / "old/v1/index.html").read_text("utf-8"))
    assert read.xpath("//link[@rel='canonical']/@href") == ["https://yl.example.org/new/v1/"]


def test_a_version_that_went_leads_to_the_one_that_is_named(site: Site) -> None:
    site.says("redirects: {other/v2: other}\n")
    site.builds()
    site.builds()
    assert 'url=../../other/"' in (site.site / "other/v2/index.html").read_text("utf-8")
    assert (site.site / "other/index.html").exists()
    site.says("")
    site.builds()
    assert not (site.site / "other/v2").exists()
    assert (site.site / "other/index.html").exists()


@pytest.mark.parametrize(
    ("redirects", "kind"),
    [
        ("old: other", "S018.taken"),
        ("gone: nowhere", "S018.nowhere"),
        ("gone: gone", "S018.nowhere"),
        ("{gone: away, away: other}", "S018.nowhere"),
        ("gone: other/v7", "S018.nowhere"),
        ("/gone/: other", "Y004.page"),
        ("gone: https://www.example.gov.cn/", "Y004.page"),
        ("gone: ../other", "Y004.page"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused(site: Site, redirects: str, kind: str) -> None:
    text = redirects if redirects.startswith("{") else f"\n  {redirects}"
    site.says(f"redirects: {text}\n")
    with pytest.raises(BuildFailed):
        site.builds()
    assert [problem.message.kind for problem in site.problems.errors] == [kind]
    assert not site.site.exists()


def test_a_day_that_was_taken_back_is_named(site: Site) -> None:
    path = site.policies / "old" / "policy.yml"
    for day in ("2030-01-01", '""'):
        path.write_text(FILES["old/policy.yml"].replace("2018-01-01", day), "utf-8")
        found = check(site.policies, site.site)
        (problem,) = [each for each in found if each.code == "V012"]
        assert problem.line == 3
        assert "2018-01-01" in problem.message.text("zh")
    path.write_text(FILES["old/policy.yml"].replace("2018-01-01", "2018-02-01"), "utf-8")
    assert [each.code for each in check(site.policies, site.site)] == []


def test_a_policy_that_went_with_its_seal_is_let_go_once_it_is_named(site: Site) -> None:
    site.builds()
    shutil.rmtree(site.policies / "old")
    site.says("redirects: {old: other}\n")
    site.builds()
    assert 'url=../other/"' in (site.site / "old/index.html").read_text("utf-8")
    assert request_of(site.policies, site.site).removals == frozenset()
