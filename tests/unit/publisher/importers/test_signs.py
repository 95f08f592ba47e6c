"""A file of another format knows no Markdown: its stars are stars."""

from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.worlds.drafts import clauses


@pytest.mark.parametrize(
    "line",
    ["**甲**单位", "[甲](b.html)", "`乙`", "> 丙", "[^1]: 丁", "A_1 与 5*3*2", "\\*", "```"],
)
def test_signs_of_another_format_stay_signs(tmp_path: Path, line: str) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"关于甲的意见\n\n一、总体\n\n{line}\n", "utf-8")
    assert (
        main(["import", str(source), "--to", str(tmp_path / "a"), "--policies", str(tmp_path)]) == 0
    )
    found = clauses((tmp_path / "a/v1.md").read_text("utf-8"))
    assert found[-1].words == line
    assert found[-1].kind == "para"
