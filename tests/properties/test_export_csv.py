import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from catalogue.csv_text import escape, unescape
from comments_service.exports.csv_file import write_rows

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RISKY = st.sampled_from(["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "'"])
BLANKS = st.text(" \u3000\n", max_size=3)


@given(TEXT)
def test_an_escape_can_always_be_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@given(BLANKS, RISKY, TEXT)
def test_nothing_that_looks_like_a_formula_is_left(blanks: str, sign: str, text: str) -> None:
    danger = blanks + sign + text if sign in "=+-@＝＋－＠" else sign + text
    assert escape(danger) == "'" + danger


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_a_row_of_any_text_is_read_back(row: list[str]) -> None:
    file = io.StringIO(newline="")
    write_rows(file, [row])
    file.seek(0)
    assert [[unescape(value) for value in found] for found in csv.reader(file)] == [row]


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_a_row_is_written_as_the_standard_library_writes_it(row: list[str]) -> None:
    written, expected = io.StringIO(newline=""), io.StringIO(newline="")
    write_rows(written, [row])
    csv.writer(expected).writerow([escape(value) for value in row])
    assert written.getvalue() == expected.getvalue()
