"""What a version is called: what the entry says, else the text below its title, else nothing."""

from pathlib import Path

import pytest

from catalogue.window import parse_instant
from publisher.compile.policy import compile_policy
from publisher.problems import Problems
from publisher.sources import read_policies
from publisher.versions.drafts import trace_policy
from tests.worlds.sites import build, write

ISSUED = """title: 临江市停车办法
kind: document
issued_on: 2026-01-01
versions:
- {id: v1, published_on: 2026-01-01, issued_on: 2026-01-01LABEL}
"""
TEXT = "# 临江市停车办法\nBELOW\n第一条　企业应当依法登记。\n\n第二条　停车场应当公示收费标准。\n"


def files(label: str, below: str) -> dict[str, str]:
    entry = f", label: {label}" if label else ""
    return {
        "a/policy.yml": ISSUED.replace("LABEL", entry),
        "a/v1.md": TEXT.replace("BELOW", below),
    }


@pytest.mark.parametrize(
    ("label", "below", "called"),
    [
        ("", "", ""),
        ("", "\n（征求意见稿）\n", "征求意见稿"),
        ("", "\n(送审稿)\n", "送审稿"),
        ("修改稿", "\n（征求意见稿）\n", "修改稿"),
    ],
    ids=["unlabelled", "as the text says", "narrow brackets", "as the entry says"],
)
def test_a_version_has_the_label_that_is_given_anywhere(
    label: str, below: str, called: str, tmp_path: Path
) -> None:
    (source,) = read_policies(write(tmp_path, files(label, below)), Problems())
    compiled = compile_policy(trace_policy(source, Problems()), None, Problems())
    assert compiled
    assert compiled.latest.version.label == called


def test_an_issued_text_without_a_label_is_nowhere_called_a_draft(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", files("", ""))
    build(policies, tmp_path / "site", now=parse_instant("2026-02-01T10:00:00+08:00"))
    pages = [page.read_text("utf-8") for page in (tmp_path / "site" / "a").rglob("*.html")]
    assert pages
    assert [page for page in pages if "征求意见稿" in page] == []
