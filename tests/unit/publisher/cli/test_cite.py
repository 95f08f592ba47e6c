from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.worlds.sites import write

LAW = "# 某法\n\n第一条　甲：\n\n（一）乙。\n\n第二条　丙。\n"


def test_a_clerk_types_a_citation_and_is_told_the_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write(tmp_path, {"law.md": LAW}))
    assert main(["cite", "law", "第一条第（一）项", "--policies", folder]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "第一条第一项", "v1.art_1__para_1__point_1", "law/v1/#art_1__para_1__point_1", "（一）乙。",
    ]  # fmt: skip


@pytest.mark.parametrize(("policy", "words", "status"), [("law", "第九条", 1), ("no", "第一条", 2)])
def test_what_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], policy: str, words: str, status: int
) -> None:
    folder = str(write(tmp_path, {"law.md": LAW}))
    assert main(["cite", policy, words, "--policies", folder]) == status
    assert capsys.readouterr().err.startswith("build.py: ")
