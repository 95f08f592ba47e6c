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
    _, problems = read(tmp_path, "name: 甲\nchecks: {K004: error, K007: off, K002: info}\n")
    for code in ("K002", "K004", "K007", "K001"):
        problems.add(tmp_path, 1, code, "x")
    said = {severity: [each.code for each in problems.of(severity)] for severity in Severity}
    assert said == {"error": ["K004"], "warning": ["K001"], "info": ["K002"], "off": ["K007"]}
    assert [problem.code for problem in problems] == ["K001", "K002", "K004"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("  K999: error", "Y003 checks.K999: no such code"),
        ("  k004: error", "Y003 checks.k004: no such code"),
        (
            "  S001: off",
            "Y004 checks.S001: always an error, nothing can be built from such sources",
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
        look=ROOT / "look",
        now=NOW,
    )
    with pytest.raises(BuildFailed, match="1 errors"):
        build_site(request, Problems())
    assert not (tmp_path / "site").exists()


def test_a_summary_counts_by_severity() -> None:
    problems = Problems(severities={"K001": Severity.ERROR, "K003": Severity.OFF})
    for code in ("K002", "K002", "C001", "K001", "K003"):
        problems.add(Path("a"), 1, code, "x")
    assert problems.summary() == "1 errors (K001), 3 warnings (C001 K002), 0 notes"
