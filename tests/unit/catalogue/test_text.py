import hashlib
import sys
import unicodedata
from functools import cache

import opencc
import pytest

from catalogue.text import clause_digest, digest, fold, fold_name, simplified
from tests.readers.slow_fold import slow_fold
from tests.readers.vectors import vectors


@cache
def known() -> list[str]:
    """Return the characters from the space on that have a meaning of their own in Unicode."""
    chars = map(chr, range(ord(" "), sys.maxunicode + 1))
    return [char for char in chars if unicodedata.category(char) not in {"Cn", "Co", "Cs"}]


@pytest.mark.parametrize(("text", "folded"), vectors("fold"))
def test_text_is_folded_for_search(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("asked", "written"),
    [("15万元", "1.5万元"), ("-5%", "5%"), ("12", "1:2"), ("1.5", "1,5"), ("13", "1/3")],
)
def test_one_number_does_not_find_another(asked: str, written: str) -> None:
    assert fold(asked) not in fold(f"按{written}计")


@pytest.mark.parametrize("written", ["1.5万元", "1:5", "-5%", "5%", "1/5", "1,5"])
def test_a_digit_finds_every_number_that_it_stands_in(written: str) -> None:
    assert fold("5") in fold(written)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("张·三", "张三"), ("3.5 科技（十堰）有限公司", "35科技十堰有限公司"), ("A+公司", "a+公司")],
)
def test_the_fold_of_names_is_that_of_the_first_release(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_an_accent_finds_its_letter_when_what_stood_between_is_dropped() -> None:
    assert fold("e\u200b\u0301") == fold("é")


@pytest.mark.parametrize("char", ["\U00031350", "\ue000"])
def test_a_character_that_the_tables_do_not_know_is_kept(char: str) -> None:
    assert fold(f"张{char}，") == f"张{char}"


def test_the_fold_of_a_fold_is_itself_for_every_character() -> None:
    folded = fold("国".join(known()))
    assert fold(folded) == folded


@pytest.mark.parametrize("around", [("1", "5"), ("a", "5")])
def test_every_character_beside_a_digit_folds_by_the_rule(around: tuple[str, str]) -> None:
    for char in known():
        text = char.join(around)
        assert fold(text) == slow_fold(text), hex(ord(char))


def test_the_map_to_simplified_characters_is_that_of_opencc() -> None:
    assert {chr(code): char for code, char in simplified().items()} == _as_opencc_says()


def _as_opencc_says() -> dict[str, str]:
    """Return what each character is in the end; the fold has composed it before (NFKC)."""
    chars = [char for char in known() if char >= "\x80"]
    chars = [char for char in chars if unicodedata.is_normalized("NFKC", char)]
    steps = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    pairs = zip(chars, steps, strict=True)
    single = {char: to for char, to in pairs if to != char and len(to) == 1}
    return {char: _end(single, char) for char in single}


def _end(single: dict[str, str], char: str) -> str:
    while char in single:
        char = single[char]
    return char


def test_a_digest_names_its_algorithm() -> None:
    assert digest("言路") == "sha256:" + hashlib.sha256("言路".encode()).hexdigest()


def test_the_digest_of_a_clause_is_over_lines_of_number_heading_text() -> None:
    lines = [("一、", "总则", ""), ("", "", "正文。")]
    assert clause_digest(lines) == digest("一、 总则 \n  正文。")


def test_the_digest_does_not_tell_composed_from_decomposed() -> None:
    assert clause_digest([("", "", "e\u0301")]) == clause_digest([("", "", "é")])


def test_the_digest_tells_where_the_heading_ends() -> None:
    assert clause_digest([("", "甲。", "乙")]) != clause_digest([("", "", "甲。乙")])
