import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from comments_service.exports.columns import dictionary
from comments_service.exports.export_data import ExportData
from comments_service.exports.json_file import write_json

Row = dict[str, Any]


def written(path: Path, data: ExportData) -> Row:
    write_json(path, data)
    found: Row = json.loads(path.read_text("utf-8"))
    return found


def test_it_has_the_five_parts_in_order(
    tmp_path: Path, make_data: Callable[..., ExportData]
) -> None:
    parts = ["manifest", "tally", "comments", "dictionary", "reconciliation"]
    assert list(written(tmp_path / "x", make_data(3))) == parts


def test_it_holds_the_data_and_nothing_else(
    tmp_path: Path, make_data: Callable[..., ExportData], make_comment: Callable[..., Row]
) -> None:
    data = make_data(12)
    found = written(tmp_path / "x", data)
    assert found["tally"] == data.tally
    assert found["comments"] == [make_comment(n) for n in range(1, 13)]
    assert found["dictionary"] == dictionary("public")
    assert found["reconciliation"] == data.reconciliation


def test_the_manifest_says_how_many_rows_there_are(
    tmp_path: Path, make_data: Callable[..., ExportData]
) -> None:
    data = make_data(12)
    rows = {"comments": 12, "by_clause": 4, "by_day": 3, "by_participant": 1}
    assert written(tmp_path / "x", data)["manifest"] == {**data.manifest, "rows": rows}


def test_a_round_without_a_comment_is_an_export_too(
    tmp_path: Path, make_data: Callable[..., ExportData]
) -> None:
    assert written(tmp_path / "x", make_data(0))["comments"] == []


def test_chinese_stands_as_itself(tmp_path: Path, make_data: Callable[..., ExportData]) -> None:
    write_json(tmp_path / "x", make_data(1))
    assert "太笼统".encode() in (tmp_path / "x").read_bytes()


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, make_data: Callable[..., ExportData], make_comment: Callable[..., Row]
) -> None:
    def many() -> Iterator[list[Any]]:
        return ([*make_comment(n, body="意" * 10_000).values()] for n in range(1_000))

    tracemalloc.start()
    write_json(tmp_path / "x", replace(make_data(1), comments=many()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "x").stat().st_size > 30_000_000
    assert peak < 2_000_000
