import pytest

from comments_service.domain.canonical import canonical_json, salted_digest
from comments_service.domain.text_rules import (
    forbidden,
    is_blank,
    with_line_feeds,
    without_invisible,
)


def test_line_ends_become_line_feeds_and_nothing_else_changes() -> None:
    assert with_line_feeds("a\r\nb\n\r\nc\rd") == "a\nb\n\nc\rd"


@pytest.mark.parametrize(
    "char", ["\x00", "\x01", "\r", "\x0b", "\x0c", "\x1f", "\uffff", chr(0xD800), chr(0xDFFF)]
)
def test_what_cannot_be_kept_is_forbidden_everywhere(char: str) -> None:
    assert forbidden(f"字{char}", lines=True)
    assert forbidden(f"字{char}", lines=False)


@pytest.mark.parametrize("char", ["\n", "\t"])
def test_line_feeds_and_tabs_stand_only_in_texts_of_lines(char: str) -> None:
    assert forbidden(f"字{char}", lines=True) is None
    assert forbidden(f"字{char}", lines=False) == "不能换行"


@pytest.mark.parametrize("char", ["\ufffd", "\u200b", "🙂", "\U0010ffff", "\x7f", "\ue000"])
def test_what_is_odd_but_can_be_kept_is_kept(char: str) -> None:
    assert forbidden(char, lines=False) is None


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
    assert salted_digest(b"salt", "abc") == expected
