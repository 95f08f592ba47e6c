"""The director's page is one page for any input; script/soak looks at it in LibreOffice too."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments_service.exports.reports.answer_groups import answer_groups
from comments_service.exports.reports.one_page import (
    LINES,
    _lines,
    count_lines,
    cut_to_lines,
    one_page,
)
from interface.paper.printed import PrintedLine
from tests.conftest import examples
from tests.worlds.report_examples import WINDOW, fifteen, register_row, report_data

TEXTS = st.text(st.characters(codec="utf-16"), max_size=300)


def lines_of(data: Any) -> list[PrintedLine]:
    return [each for each in one_page(data, answer_groups(data.rows, data.counts)) if each]  # type: ignore[misc]


@settings(max_examples=examples(40), deadline=None)
@given(title=TEXTS, said=TEXTS, reason=TEXTS, rounds=st.integers(0, 9))
def test_any_input_takes_one_page(title: str, said: str, reason: str, rounds: int) -> None:
    codes = ["adopted", "partly_adopted", "not_adopted", "already_provided", None]
    rows = [
        register_row(n, codes[n % 5], body=said + str(n), reason=f"{n}{reason}", citation=said)
        for n in range(30)
    ]
    data = report_data(rows, title=title, windows=(WINDOW,) * rounds)
    assert sum(map(_lines, lines_of(data))) <= LINES


def test_the_page_says_what_came_what_changes_what_does_not_and_what_is_left() -> None:
    text = "\n".join(line.text for line in lines_of(report_data(fifteen())))
    heads = (
        "一、征集情况。",
        "二、采纳后的修改（6条",
        "三、未采纳及理由（5条",
        "四、待办事项。",
    )
    places = [text.find(head) for head in heads]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("字" * 25, 1), ("字" * 26, 2), ("字" * 60, 3), ("W" * 100, 5), ("﷽" * 5, 3)],
)
def test_lines_are_reckoned_by_the_widest_face(text: str, lines: int) -> None:
    assert count_lines(text) == lines


def test_a_cut_text_keeps_its_tail_and_says_that_it_goes_on() -> None:
    cut = cut_to_lines("字" * 100, 2, tail="（采纳，3条）")
    assert cut.endswith("…（采纳，3条）")
    assert count_lines(cut) == 2
    assert cut_to_lines("短", 2, tail="（采纳，3条）") == "短（采纳，3条）"
