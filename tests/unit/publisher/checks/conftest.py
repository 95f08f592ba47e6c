"""A folder of sources, and what the checks say of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.window import parse_instant
from publisher.checks import Owed, run_checks
from publisher.compile.site import compile_site
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, read_policies
from tests.worlds.sites import write

Found = Callable[..., list[str]]
Owing = Callable[..., list[Owed]]

NOW = "2026-03-02T10:00:00+08:00"


def of(files: dict[str, str], folder: Path, now: str, **site: Any) -> tuple[Problems, list[Owed]]:
    problems = Problems()
    sources = read_policies(write(folder, files), problems)
    assert list(problems) == []
    return problems, checked(sources, SiteFile(**site), now, problems)


def checked(
    sources: list[PolicySource], site: SiteFile, now: str, problems: Problems
) -> list[Owed]:
    """Run the checks alone: what the compiler says of the sources is left out."""
    at = parse_instant(now)
    return run_checks(compile_site(sources, site, at, Problems(), preview=False), at, problems)


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Write sources and return what the checks report, with paths below their folder."""
    folder = tmp_path / "policies"

    def find(files: dict[str, str], now: str = NOW, **site: Any) -> list[str]:
        problems, _ = of(files, folder, now, **site)
        return [str(problem).removeprefix(f"{folder}/") for problem in problems]

    return find


@pytest.fixture
def owing(tmp_path: Path) -> Owing:
    """Write sources and return what is owed."""
    return lambda files, now=NOW, **site: of(files, tmp_path / "policies", now, **site)[1]


def text(body: str) -> dict[str, str]:
    """Return the sources of a plain document."""
    return {"a/policy.yml": "title: 甲\n", "a/v1.md": body}


def consultation(
    opens: str = "2026-01-05", closes: str = "2026-02-27", more: str = "", window: str = ""
) -> dict[str, str]:
    """Return a consultation that lacks nothing; ``more`` are lines of policy.yml."""
    yml = (
        "title: 甲\nkind: consultation\nissuer: 某市经济和信息化局\n"
        "channels: [{kind: email, to: yj@example.org}]\nwindows:\n"
        f"  - {{id: w1, version: v1, opens: {opens}, closes: {closes}{window}}}\n{more}"
    )
    return {"a/policy.yml": yml, "a/v1.md": "一、总则\n", "a/explanation.md": "起草说明。\n"}
