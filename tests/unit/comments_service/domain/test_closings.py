from datetime import datetime

import pytest

from catalogue.model import Policy
from catalogue.window import Window, WindowChange, parse_instant
from comments_service.domain.comments.window_rules import Closing, closings_of, deciding_window
from comments_service.domain.errors import WindowClosed


def at(day: int) -> datetime:
    return parse_instant(f"2018-07-{day:02}T00:00:00+08:00")


def policy(closes: datetime, *announced: datetime) -> Policy:
    history = tuple(WindowChange(end, at(2), end) for end in announced)
    return Policy(
        "p", "题目", "consultation", windows=(Window("w1", "v1", at(2), closes, history=history),)
    )


CLOSED = closings_of([Closing("p", "w1", at(9))])


def test_a_window_that_was_closed_is_not_open_before_its_end() -> None:
    with pytest.raises(WindowClosed, match="7月8日24:00截止") as refused:
        deciding_window(policy(at(9)), "v1", at(5), CLOSED)
    assert refused.value.judged_at == at(5)


def test_a_closing_is_of_one_policy_window_and_end() -> None:
    for closing in (Closing("q", "w1", at(9)), Closing("p", "w2", at(9))):
        assert deciding_window(policy(at(9)), "v1", at(5), closings_of([closing]))


def test_an_end_that_was_moved_in_public_is_another_end() -> None:
    moved = policy(at(16), at(9))
    assert deciding_window(moved, "v1", at(12), CLOSED) is moved.windows[0]
    both = closings_of([Closing("p", "w1", at(9)), Closing("p", "w1", at(16))])
    with pytest.raises(WindowClosed, match="7月15日24:00截止"):
        deciding_window(moved, "v1", at(12), both)


def test_an_end_that_was_moved_and_moved_back_is_closed_as_before() -> None:
    with pytest.raises(WindowClosed):
        deciding_window(policy(at(9), at(9), at(16)), "v1", at(5), CLOSED)


def test_an_end_that_was_moved_without_a_word_changes_nothing() -> None:
    with pytest.raises(WindowClosed, match="7月8日24:00截止"):
        deciding_window(policy(at(16)), "v1", at(12), CLOSED)
    assert CLOSED.applied(policy(at(16))).windows[0].closes_at == at(9)
    assert CLOSED.applied(policy(at(16), at(9))).windows[0].closes_at == at(16)
