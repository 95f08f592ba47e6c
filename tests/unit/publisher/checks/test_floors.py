"""The length of a window by local rules, in working days, and of rounds by another organ."""

from pathlib import Path

import pytest

from catalogue.codec import load_catalogue
from catalogue.window import parse_instant
from publisher.problems import Problems
from publisher.sources import read_site_file
from tests.unit.publisher.checks.conftest import Found, consultation
from tests.worlds.sites import build, write

DOCUMENT, REGULATION = "procedure: 行政规范性文件\n", "procedure: 政府规章\n"
SEVEN = {"source": "《江城市文件管理办法》第九条", "in_force": "2015-03-01", "working_days": 7}
SIXTY = {"source": "《江城市决策规程》第八条", "in_force": "2026-01-05", "days": 60}


def short(found: Found, files: dict[str, str], now: str, *floors: object) -> list[str]:
    lines = found(files, now=f"{now}T09:00:00+08:00", floors=floors)
    return [line.partition("window=w1 ")[2] for line in lines if "K008" in line or "K009" in line]


# 2018-09-21 is a Friday; 24 September is 中秋, 29 and 30 September are worked.
@pytest.mark.parametrize(
    ("closes", "fault"),
    [
        ("2018-09-30", "count=6"),
        ("2018-10-08", None),
    ],
)
def test_working_days_leave_out_holidays_and_count_days_worked_instead(
    found: Found, closes: str, fault: str | None
) -> None:
    files = consultation("2018-09-21", closes, DOCUMENT)
    said = short(found, files, "2018-09-22", SEVEN)
    assert said == ([f"rule=rule.local source={SEVEN['source']} {fault} least=7"] if fault else [])


def test_a_rule_holds_for_windows_that_opened_since_it_came_into_force(found: Found) -> None:
    files = consultation("2015-02-27", "2015-03-03", DOCUMENT)
    assert short(found, files, "2015-02-28", SEVEN) == ["count=4 counted=5 least=30"]
    files = consultation("2015-03-01", "2015-03-03", DOCUMENT)
    assert short(found, files, "2015-03-02", SEVEN) == [
        f"rule=rule.local source={SEVEN['source']} count=2 least=7"
    ]


def test_the_strictest_rule_wins(found: Found) -> None:
    files = consultation("2026-01-05", "2026-02-10", DOCUMENT)
    assert short(found, files, "2026-01-06", SEVEN) == []
    longer = [f"rule=rule.local source={SIXTY['source']} count=36 counted=37 least=60"]
    assert short(found, files, "2026-01-06", SEVEN, SIXTY) == longer
    assert short(found, files, "2026-01-06", SIXTY, SEVEN) == longer
    # Seven working days are fewer than the thirty days of the national rule.
    files = consultation("2026-01-05", "2026-01-20", DOCUMENT)
    national = ["rule=rule.business count=15 counted=16 least=30"]
    assert short(found, files, "2026-01-06", SEVEN) == national


def test_a_rule_for_one_procedure_is_for_no_other(found: Found) -> None:
    other = {**SEVEN, "procedures": ["重大行政决策"]}
    files = consultation("2018-09-21", "2018-09-25", DOCUMENT)
    assert short(found, files, "2018-09-22", other) == ["count=4 counted=5 least=30"]
    same = {**SEVEN, "procedures": ["行政规范性文件"]}
    assert short(found, files, "2018-09-22", same) == [
        f"rule=rule.local source={SEVEN['source']} count=1 least=7"
    ]


def test_a_second_round_by_another_organ_has_a_rule_of_its_own(found: Found) -> None:
    limits = "opens: 2026-03-09, closes: 2026-03-20"
    second = f"  - {{id: w2, version: v1, {limits}, run_by: 江城市司法局}}\n"
    files = consultation("2026-01-05", "2026-01-20", second + REGULATION)
    lines = [line for line in found(files, now="2026-01-06T09:00:00+08:00") if "K008" in line]
    assert [line.split(" ", 1)[1] for line in lines] == [
        "K008.short window=w1 rule=rule.publish_regulation count=15 counted=16 least=30",
        "K008.short window=w2 rule=rule.review_regulation count=11 counted=12 least=30",
    ]


def test_before_its_revision_the_rule_on_regulations_named_no_days(found: Found) -> None:
    files = consultation("2018-04-30", "2018-05-10", REGULATION)
    assert short(found, files, "2018-05-01") == ["count=10 counted=11 least=30"]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("{source: 甲, in_force: 2020-01-01}", "Y004.floor"),
        ("{source: 甲, in_force: 2020-01-01, days: 10, working_days: 7}", "Y004.floor"),
        ("{source: 甲, in_force: 春天, days: 10}", "Y004.day"),
        ("{source: 甲, in_force: 2020-01-01, days: 10, procedures: [法律]}", "Y004.choice"),
        ("{in_force: 2020-01-01, days: 10}", "Y005.missing"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, entry: str, kind: str) -> None:
    problems = Problems()
    write(tmp_path, {"site.yml": f"floors:\n  - {entry}\n"})
    read_site_file(tmp_path / "site.yml", problems)
    assert [(each.message.kind, each.line) for each in problems] == [(kind, 2)]


def test_who_runs_a_round_is_on_its_page_in_the_calendar_and_in_the_catalogue(
    tmp_path: Path,
) -> None:
    files = consultation("2026-01-05", "2026-02-27", window=", run_by: 江城市司法局")
    site = tmp_path / "site"
    build(write(tmp_path / "policies", files), site, now=parse_instant("2026-01-06T09:00:00+08:00"))
    (policy,) = load_catalogue((site / "catalogue.json").read_text("utf-8")).policies
    assert [window.run_by for window in policy.windows] == ["江城市司法局"]
    assert "组织征求意见：<span>江城市司法局" in (site / "a/index.html").read_text("utf-8")
    assert "Consultation run by: " in (site / "en/a/index.html").read_text("utf-8")
    unfolded = [path.read_text("utf-8").replace("\n ", "") for path in site.rglob("*.ics")]
    assert any("组织征求意见：江城市司法局" in text for text in unfolded)
