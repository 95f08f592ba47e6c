"""Words that the public does not read: where they are, and which look personal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.comments.participant import Personal
from comments_service.domain.register.redaction import (
    pieces,
    read_spans,
    spans_of,
    suggested,
    without,
    written_spans,
)

SENDER = Personal("林晓芸", phone="138 0728 1234", organisation="晨光机械")


def test_words_are_left_out_wherever_they_are() -> None:
    text = "找林晓芸，林晓芸在。"
    assert without(text, spans_of(text, ["林晓芸"])) == "找〔隐去〕，〔隐去〕在。"


def test_parts_that_touch_or_overlap_are_one() -> None:
    assert spans_of("甲乙丙丁戊", ["甲乙", "乙丙", "丁"]) == ((0, 4),)
    assert spans_of("哈哈哈", ["哈哈"]) == ((0, 3),)


@given(st.text("甲乙丙\n", max_size=30), st.lists(st.text("甲乙丙", min_size=1, max_size=3)))
def test_no_word_that_is_left_out_is_in_what_is_left_and_nothing_else_is_missing(
    text: str, words: list[str]
) -> None:
    spans = spans_of(text, words)
    parts = list(pieces(text, spans))
    assert "".join(part for part, _ in parts) == text
    assert not any(word in part for word in words for part, hidden in parts if not hidden)
    assert all(any(word in part for word in words) for part, hidden in parts if hidden)
    assert read_spans(written_spans({"body": spans})).get("body", ()) == spans


@pytest.mark.parametrize(
    "words",
    [
        "13807281234", "138 0728 1234", "0719-8651234", "１３８０７２８１２３４", "8651234",
        "420300199001010011", "42030019900101001X", "6222 0212 3456 7890 123", "lin@example.test",
        "鄂C12345", "鄂C·D12345", "林晓芸", "晨光机械",
    ],
)  # fmt: skip
def test_what_looks_personal_is_proposed(words: str) -> None:
    assert suggested([f"请联系{words}，谢谢。"], SENDER) == [words]


def test_of_ordinary_words_nothing_is_proposed() -> None:
    text = "设立专项资金5000万元，2018年7月12日起，第三条第(二)项，12.5%。"
    assert suggested([text], SENDER) == []


@pytest.mark.parametrize("start", ["", "a@", "1@a."])
def test_a_word_without_an_end_is_not_read_again_from_each_of_its_letters(start: str) -> None:
    # Where it is, this takes a minute.
    assert suggested([start + "a-" * 30_000], SENDER) in ([], ["1@a." + "a-" * 31 + "a"])
