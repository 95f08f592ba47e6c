from pathlib import Path

import pytest

from publisher.build.request import BuildRequest
from publisher.build.run import build_site
from publisher.problems import BuildFailed, Problems, Severity
from publisher.sources import SiteFile, read_site_file
from tests.worlds.sites import NOW, ROOT, write


def read(folder: Path, text: str) -> tuple[SiteFile, Problems]:
    path = folder / "site.yml"
    path.write_text(text, "utf-8")
    problems = Problems()
    return read_site_file(path, problems), problems


def test_the_site_sets_severities(tmp_path: Path) -> None:
    site, problems = read(tmp_path, "name: 甲\nchecks: {K004: error, K007: off, K002: info}\n")
    for kind in ("K002.mark", "K004.dead", "K007.no_window", "K001.unlike"):
        problems.add(tmp_path, 1, kind)
    found = {each: [one.code for one in problems.of(each, site.severities)] for each in Severity}
    assert found == {"error": ["K004"], "warning": ["K001"], "info": ["K002"], "off": ["K007"]}
    shown = [problem.code for problem in problems.shown(site.severities)]
    assert shown == ["K001", "K002", "K004"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("  K999: error", "Y003.unknown_code code=K999"),
        ("  k004: error", "Y003.unknown_code code=k004"),
        (
            "  S001: off",
            "Y004.always_error code=S001",
        ),
    ],
)
def test_a_code_that_cannot_be_set_is_an_error_at_its_line(
    tmp_path: Path, line: str, fault: str
) -> None:
    _, problems = read(tmp_path, f"name: 甲\nchecks:\n  K001: off\n{line}\n")
    assert [str(problem) for problem in problems.errors] == [f"{tmp_path}/site.yml:4: {fault}"]


@pytest.mark.parametrize("severity", ["fatal", "no", "Error", ""])
def test_a_severity_that_is_none_is_an_error_at_its_line(tmp_path: Path, severity: str) -> None:
    _, problems = read(tmp_path, f"checks:\n  K001: off\n  K002: '{severity}'\n")
    assert [(each.line, each.code) for each in problems.errors] == [(3, "Y004")]


@pytest.mark.parametrize("days", ["0", "-1", "367", "soon", "1.5"])
def test_days_that_are_none_are_an_error(tmp_path: Path, days: str) -> None:
    _, problems = read(tmp_path, f"outcome_due_days: {days}\n")
    assert [(each.line, each.code) for each in problems.errors] == [(1, "Y004")]


def test_days_are_thirty_where_the_site_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "name: 甲\n")[0].outcome_due_days == 30
    assert read(tmp_path, "outcome_due_days: 15\n")[0].outcome_due_days == 15


def test_what_staff_set_is_not_on_the_pages() -> None:
    assert {"checks", "outcome_due_days"} & SiteFile().model_dump().keys() == set()


def test_a_code_set_to_error_stops_the_build(tmp_path: Path) -> None:
    write(tmp_path, {"policies/a.md": "# 甲\n\n二、总则\n", "site.yml": "checks: {C002: error}\n"})
    request = BuildRequest(
        policies=tmp_path / "policies",
        site=tmp_path / "site",
        site_file=tmp_path / "site.yml",
        mkdocs_file=ROOT / "mkdocs.yml",
        interface=ROOT / "interface",
        now=NOW,
    )
    site = read_site_file(request.site_file, Problems())
    with pytest.raises(BuildFailed, match=r"refusal.sources count=1"):
        build_site(request, site, Problems())
    assert not (tmp_path / "site").exists()


def test_a_summary_counts_by_severity() -> None:
    problems = Problems()
    for kind in ("K002.mark", "K002.mark", "C001.again", "K001.unlike", "K003.order"):
        problems.add(Path("a"), 1, kind)
    summary = problems.summary({"K001": Severity.ERROR, "K003": Severity.OFF})
    assert [each.text("en") for each in summary] == [
        "1 error (K001)",
        "3 warnings (C001 K002)",
        "0 notes",
    ]
    assert [each.text("zh-CN") for each in summary] == [
        "错误 1（K001）",
        "警告 3（C001 K002）",
        "提示 0",
    ]
