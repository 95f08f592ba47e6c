"""What the checks say of the site as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import SiteFile, read_policies, read_site_file
from tests.unit.publisher.checks.conftest import NOW, checked
from tests.worlds.sites import write

Said = Callable[..., list[str]]
WHOLE = (
    "organiser: 某局\ncontact: 某科\ndomain: www.example.gov.cn\nsite_code: '4203000001'\n"
    "icp: 某ICP备1号\npolice: 某公网安备42030302000123号\nfind_error_url: https://zfwzzc.www.gov.cn/\n"
)
NEWS = {"n/policy.yml": "title: 动态\nkind: news\nissued_on: 2026-02-20\n", "n/v1.md": "甲。\n"}


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """Write ``site.yml`` and policies; return what is said of ``site.yml``."""

    def check(site: str, files: dict[str, str] | None = None, now: str = NOW) -> list[str]:
        problems = Problems()
        write(tmp_path, {"site.yml": site, "policies/.keep": ""})
        sources = read_policies(write(tmp_path / "policies", files or {}), problems)
        checked(sources, read_site_file(tmp_path / "site.yml", problems), now, problems)
        places = (str(problem) for problem in problems)
        return [place.removeprefix(f"{tmp_path}/") for place in places if "site.yml" in place]

    return check


def test_a_site_with_everything_lacks_nothing(said: Said) -> None:
    assert said(WHOLE) == []


def test_what_is_missing_is_one_warning_at_its_line(said: Said) -> None:
    site = WHOLE.replace("某科", "''").replace("icp: 某ICP备1号\n", "")
    assert said(site) == ["site.yml:2: K019.items items=['contact (联系方式)', 'icp (ICP备案)']"]
    assert said("name: 甲\n")[0].startswith("site.yml:1: K019.items items=['organiser")


@pytest.mark.parametrize("instead", ["contact_phone: 0719-8651234", "address: 某市某路1号"])
def test_one_way_to_reach_the_site_is_enough(said: Said, instead: str) -> None:
    assert said(WHOLE.replace("contact: 某科", instead)) == []


def test_a_site_without_the_file_is_told_so(tmp_path: Path) -> None:
    problems = Problems()
    site = read_site_file(tmp_path / "site.yml", problems)
    checked([], site, NOW, problems)
    assert [(problem.line, problem.code) for problem in problems] == [(1, "K019")]


def test_where_no_file_was_looked_for_nothing_is_said() -> None:
    problems = Problems()
    checked([], SiteFile(), NOW, problems)
    assert list(problems) == []


def test_a_column_that_is_undertaken_and_blank_is_named(said: Said) -> None:
    site = f"{WHOLE}columns:\n  news:\n  reply: {{name: 答复}}\n"
    assert said(site, NEWS) == ["site.yml:10: K020.blank kind=reply name=建议提案答复"]


def test_what_is_not_public_fills_no_column(said: Said) -> None:
    coming = NEWS["n/policy.yml"] + "versions: [{id: v1, published_on: 2026-05-01}]\n"
    site = f"{WHOLE}columns: {{news: }}\n"
    assert [line.split()[1] for line in said(site, {**NEWS, "n/policy.yml": coming})] == [
        "K020.blank"
    ]


def test_a_window_of_a_text_to_come_makes_no_column_young(said: Said) -> None:
    versions = "versions: [{id: v1, published_on: 2025-01-01}, {id: v2}]\n"
    window = "{id: w1, version: v2, opens: 2026-03-01, closes: 2026-03-31}"
    yml = f"title: 甲\nkind: consultation\n{versions}windows: [{window}]\n"
    files = {"c/policy.yml": yml, "c/v1.md": "甲。\n", "c/v2.md": "乙。\n"}
    (line,) = said(f"{WHOLE}stale_days: {{consultation: 30}}\n", files)
    assert "K021.stale kind=consultation" in line
    assert "2025-01-01" in line


@pytest.mark.parametrize(("now", "days"), [("2026-03-06", 14), ("2026-03-07", 15)])
def test_news_are_stale_after_two_weeks(said: Said, now: str, days: int) -> None:
    found = said(WHOLE, NEWS, f"{now}T23:00:00+08:00")
    age = f"newest=2026-02-20 count={days} limit=14"
    stale = [f"site.yml:1: K021.stale kind=news name=工作动态 {age}"]
    assert found == (stale if days > 14 else [])


def test_the_site_sets_the_days_or_none(said: Said) -> None:
    late = "2026-06-01T10:00:00+08:00"
    assert said(f"{WHOLE}stale_days: {{news: 0}}\n", NEWS, late) == []
    assert said(f"{WHOLE}stale_days: {{news: 110}}\n", NEWS, late) == []
    (found,) = said(f"{WHOLE}stale_days:\n  news: 100\n", NEWS, late)
    assert found.startswith("site.yml:9: K021.stale ")


def test_a_window_or_an_outcome_keeps_a_column_fresh(said: Said) -> None:
    yml = (
        "title: 甲\nkind: consultation\nissued_on: 2024-01-05\n"
        "windows: [{id: w1, version: v1, opens: 2025-02-01, closes: 2025-03-03}]\n"
    )
    assert said(WHOLE, {"a/policy.yml": yml, "a/v1.md": "一、总则\n"}) == []


def test_texts_without_a_date_are_passed_over(said: Said) -> None:
    assert said(WHOLE, {"n/policy.yml": "title: 动态\nkind: news\n", "n/v1.md": "甲。\n"}) == []
