import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.csv_text import escape
from comments_service.exports.columns import columns
from comments_service.exports.csv_file import write_csv
from comments_service.exports.export_data import ExportData

Row = dict[str, Any]


@pytest.fixture
def written(
    tmp_path: Path, make_data: Callable[..., ExportData], make_comment: Callable[..., Row]
) -> Callable[..., bytes]:
    def write(**changed: Any) -> bytes:
        write_csv(tmp_path / "out.csv", make_data([make_comment(1, **changed)]))
        return (tmp_path / "out.csv").read_bytes()

    return write


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True)))


def test_the_file_begins_with_a_byte_order_mark(written: Callable[..., bytes]) -> None:
    assert written().startswith(b"\xef\xbb\xbfreceipt_no,comment_id,")


def test_rows_end_in_crlf_and_a_line_end_inside_a_cell_stays_lf(
    written: Callable[..., bytes],
) -> None:
    content = written(body="一\n二")
    assert content.count(b"\r\n") == 2
    assert '"一\n二"'.encode() in content


def test_quotes_are_doubled(written: Callable[..., bytes]) -> None:
    assert '"他说""好"",再议"'.encode() in written(body='他说"好",再议')


def test_a_formula_gets_an_apostrophe(written: Callable[..., bytes]) -> None:
    assert rows(written(body="=1+1"))[0]["body"] == "'=1+1"


def test_every_text_of_a_person_is_guarded(written: Callable[..., bytes]) -> None:
    fields = ("body", "proposed_text", "reason", "name", "organisation", "place")
    row = rows(written(**dict.fromkeys(fields, "@SUM(A1)")))[0]
    assert {row[field] for field in fields} == {"'@SUM(A1)"}


def test_booleans_are_words_and_nothing_is_nothing(written: Callable[..., bytes]) -> None:
    row = rows(written(consent_publish_name=True, wid=None))[0]
    assert (row["consent_publish_name"], row["confidential"], row["wid"]) == ("true", "false", "")


def test_the_header_is_the_dictionary(written: Callable[..., bytes]) -> None:
    assert list(rows(written())[0]) == [c.name for c in columns("comments", "public")]


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@a",
        "\tx",
        "\rx",
        "\nx",
        "'x",
        "  =1",
        "\u3000＝1",
        "＋1",
        "－1",
        "＠a",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "\u2066@a",
        "\u00ad=1",
        "\u061c+1",
        "\u3164-1",
        "\x85=1",
        " \n -1",
    ],
)
def test_what_could_be_a_formula_is_escaped(text: str) -> None:
    assert escape(text) == "'" + text


@pytest.mark.parametrize("text", ["", "意见", "1+1", " 一", "a=b", "——", "。=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert escape(text) == text
