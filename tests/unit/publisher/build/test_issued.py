"""What the catalogue tells the service about 印发 and the expected outcome."""

from datetime import date
from pathlib import Path

from catalogue.codec import load_catalogue
from tests.worlds.sites import build, write

POLICY = """title: 甲
kind: consultation
versions:
  - {id: v1, label: 印发稿, published_on: 2018-07-01, issued_on: 2018-07-10}
"""


def test_the_catalogue_says_when_a_text_was_issued_and_when_outcomes_are_due(
    tmp_path: Path,
) -> None:
    policies = write(tmp_path / "policies", {"a/policy.yml": POLICY, "a/v1.md": "正文。\n"})
    privacy = "privacy: {retention_days: 730, archive: 限制处理}\n"
    write(tmp_path, {"site.yml": f"name: 甲市\noutcome_due_days: 45\n{privacy}"})
    build(policies, tmp_path / "site", site_file=tmp_path / "site.yml")
    built = load_catalogue((tmp_path / "site/catalogue.json").read_text("utf-8"))
    assert built.site.outcome_due_days == 45
    assert (built.site.retention_days, built.site.archive) == (730, "restrict")
    assert built.policies[0].latest.issued_on == date(2018, 7, 10)
