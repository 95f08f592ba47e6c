"""Superscripts and subscripts: characters of Unicode where they suffice, else marks."""

import pytest

from publisher.clauses.markdown.inline import plain_words, spans
from publisher.importers.blocks.marks import lowered, raised, settled, without_marks, write_marks


def written(text: str) -> str:
    return write_marks(settled(text)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10" + raised("6"), "10⁶"),
        ("10" + raised("-") + raised("3"), "10⁻³"),
        ("CO" + lowered("2"), "CO₂"),
        ("PM" + lowered("2") + lowered(".5"), "PM<sub>2.5</sub>"),
        ("甲" + raised(" 注1 ") + "乙", "甲 <sup>注1</sup> 乙"),
        ("甲" + raised("  ") + "乙", "甲  乙"),
        ("x" + raised("2") + lowered("2"), "x²₂"),
        ("甲" + raised("乙\n丙"), "甲<sup>乙</sup>\n<sup>丙</sup>"),
        ("甲" + raised("a*b*c"), "甲<sup>a*b*c</sup>"),
    ],
)
def test_what_was_raised_or_lowered_is_seen(text: str, expected: str) -> None:
    assert written(text) == expected


def test_tags_that_were_typed_stay_characters() -> None:
    typed = "甲<sup>2</sup>" + raised("乙")
    line = written(typed)
    assert plain_words(line) == "甲<sup>2</sup>乙"
    assert [span.text for span in spans(line) if span.script] == ["乙"]


def test_the_marks_of_a_text_are_counted_and_can_be_taken_out() -> None:
    text, count = settled("a" + raised("b") + "c" + lowered("2"))
    assert count == 2
    assert without_marks(text) == "abc₂"
