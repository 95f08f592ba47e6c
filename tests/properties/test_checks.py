"""Whatever stands in a text, the checks come to an end and name lines of it."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Policy
from publisher.checks import run_checks
from publisher.checks.period import last_day
from publisher.compile.site import compile_site
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, VersionSource
from tests.worlds.sites import NOW

FRAGMENTS = st.sampled_from(
    ["一、", "（一）", "(二)", "（三)", "1.", "2、", "(1)", "——", "第一条 ", "第二条",
     "第一章 ", "第一节 ", "前款", "前两条", "本条第二款", "第九条第三款", "附件1",
     "《甲》第三条", "“", "”", "[甲](../z/#a)", "一.", "1)", "。", "；", "甲", "\n",
     "\n\n", "# ", "\u3000", "〇", "第千条"]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS | st.text(max_size=3), max_size=60).map("".join)


@given(TEXTS)
def test_every_problem_stands_in_a_line_of_the_text(text: str) -> None:
    path, problems = Path("a/v1.md"), Problems()
    version = VersionSource("v1", "", None, path, text)
    source = PolicySource(Policy("a", "甲", "document"), (version,), Path("a/policy.yml"))
    compiled = compile_site([source], SiteFile(), NOW, Problems(), preview=False)
    assert run_checks(compiled, NOW, problems) == []
    lines = text.count("\n") + 1
    assert [problem for problem in problems if not 1 <= problem.line <= lines] == []


@given(st.dates(date(1900, 1, 1), date(2999, 12, 1)))
def test_a_last_day_moves_by_no_more_than_the_longest_holiday(day: date) -> None:
    moved = last_day(day).day
    assert day <= moved <= day + timedelta(days=10)
    assert last_day(moved).day == moved
