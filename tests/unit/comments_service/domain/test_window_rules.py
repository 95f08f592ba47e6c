from datetime import datetime

import pytest

from catalogue.model import Policy
from catalogue.window import Window, parse_instant
from comments_service.domain.comments.window_rules import (
    Closing,
    Closings,
    closings_of,
    deciding_window,
    require_open,
)
from comments_service.domain.errors import NoWindow, WindowClosed, WindowNotOpen, WrongVersion


def at(day: int, clock: str = "00:00:00") -> datetime:
    return parse_instant(f"2018-07-{day:02}T{clock}+08:00")


FIRST = Window("w1", "v1", at(2), at(9))
SECOND = Window("w2", "v2", at(16), at(23))


def policy(*windows: Window) -> Policy:
    return Policy("p", "题目", "consultation", windows=windows)


def test_the_window_open_on_that_version_decides() -> None:
    assert deciding_window(policy(FIRST, SECOND), "v1", at(2)) is FIRST
    assert deciding_window(policy(FIRST, SECOND), "v2", at(22, "23:59:59.999")) is SECOND


def test_another_version_is_out_for_comment() -> None:
    with pytest.raises(WrongVersion, match="版本 v2，不是 v1"):
        deciding_window(policy(FIRST, SECOND), "v1", at(17))


def test_before_the_first_window_it_says_when_it_opens() -> None:
    with pytest.raises(WindowNotOpen, match="自2018年7月2日00:00开始"):
        deciding_window(policy(FIRST), "v1", at(1, "23:59:59.999"))


def test_after_the_last_window_it_says_when_it_closed() -> None:
    with pytest.raises(WindowClosed, match="已于2018年7月8日24:00截止"):
        deciding_window(policy(FIRST), "v1", at(9))


def test_a_close_by_day_is_said_by_its_clock() -> None:
    noon = Window("w1", "v1", at(2), at(9, "17:30:00"))
    with pytest.raises(WindowClosed, match="7月9日17:30截止"):
        deciding_window(policy(noon), "v1", at(10))


def test_between_two_rounds_the_versions_own_window_decides() -> None:
    with pytest.raises(WindowClosed):
        deciding_window(policy(FIRST, SECOND), "v1", at(12))
    with pytest.raises(WindowNotOpen):
        deciding_window(policy(FIRST, SECOND), "v2", at(12))


def test_a_version_without_a_window_is_judged_by_all() -> None:
    with pytest.raises(WindowClosed):
        deciding_window(policy(FIRST), "v9", at(12))


def test_no_window_at_all_is_its_own_answer() -> None:
    with pytest.raises(NoWindow):
        deciding_window(policy(), "v1", at(1))


def test_what_is_changed_later_needs_the_window_in_which_it_was_sent() -> None:
    both = policy(FIRST, SECOND)
    require_open(both, "w1", at(8, "23:59:59.999"), Closings())
    require_open(both, "w2", at(16), Closings())
    # The second round is open: what was sent in the first stays as it is.
    with pytest.raises(WindowClosed, match="已于2018年7月8日24:00截止"):
        require_open(both, "w1", at(17), Closings())
    with pytest.raises(NoWindow):
        require_open(both, "w3", at(17), Closings())


def test_a_window_that_was_closed_takes_no_change_whatever_the_clock_says() -> None:
    closed = closings_of([Closing("p", "w1", at(9))])
    with pytest.raises(WindowClosed):
        require_open(policy(FIRST), "w1", at(8), closed)
