import pytest

from comments_service.domain.canonical import canonical_json, salted_digest
from comments_service.domain.text_rules import (
    cannot_be_kept,
    is_blank,
    many_lines,
    one_line,
    without_invisible,
)
from tests.readers.vectors import vectors


@pytest.mark.parametrize(("sent", "lines", "line"), vectors("kept_text"))
def test_text_is_kept_as_sent_but_for_line_ends_and_controls(
    sent: str, lines: str, line: str
) -> None:
    assert (many_lines(sent), one_line(sent)) == (lines, line)


@pytest.mark.parametrize("char", ["\x00", chr(0xD800), chr(0xDFFF)])
def test_what_no_database_bears_cannot_be_kept(char: str) -> None:
    assert cannot_be_kept(f"字{char}")
    assert cannot_be_kept(many_lines(f"字{char}"))


ODD = ["\ufffd", "\uffff", "\u200b", "\u202e", "🙂", "\U0010ffff", "\x7f", "\ue000"]


@pytest.mark.parametrize("char", ODD)
def test_what_is_odd_but_can_be_kept_is_kept(char: str) -> None:
    assert one_line(char) == char
    assert not cannot_be_kept(char)


NOTHING_SEEN = [
    *["", " ", "\u3000", "\u200b\ufeff", "\n\t", "\u3164", "\u2800", "\ufe0f", "\u034f"],
    *["\u115f\u1160", "\u061c", "\u00ad", "\u17b4", "\u180e", "\u202e", "\u2066", "\uffa0"],
    *["\U000e0100", "\U000e0041", "\U0001d159", "\u0301", "\u20dd \u0e47"],
]


@pytest.mark.parametrize("text", NOTHING_SEEN)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(text + "字")


def test_what_shows_nothing_can_be_taken_out_of_a_text() -> None:
    assert without_invisible("张\u200b三\u3164 丰\u00ad") == "张三 丰"


def test_canonical_json_has_one_form() -> None:
    assert canonical_json({"b": [1, None, True], "a": "文\n"}) == '{"a":"文\\n","b":[1,null,true]}'


def test_a_salted_digest_is_sha_256() -> None:
    expected = "3681099918be28c95b81e27e7e5c2e4c6a6dea566d2d10e7f49139ebb779eb6f"
    assert salted_digest(b"salt".hex(), "abc") == expected
