"""The state of a policy at one instant: the one rule that pages and service share."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from catalogue.model import Policy
from catalogue.window import Window, WindowState, china_day


class State(StrEnum):
    """即将开始, 征集中, 意见整理中, 已反馈, 已印发."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy's state; ``last_day`` where the open window ends today (征集中·最后一天).

    ``outcome_due`` is the day in Beijing by which the outcome of a closed consultation is
    expected (预计X月X日前反馈); None in every other state. It is the announced number of days
    after the last day; where that is a holiday, 《民法典》第二百零三条 allows the next
    working day, which `build.py check` takes into account.
    """

    state: State
    last_day: bool = False
    outcome_due: date | None = None


def standing(policy: Policy, now: datetime, outcome_due_days: int) -> Standing | None:
    """Return the state of a consultation at an aware instant; None for what never was one.

    Issued, once the latest public version is the text as it was issued (印发), outranks
    everything. An outcome answers the windows that had ended by the day it was published;
    among the others an open one counts before a future one, and that before a closed one.
    """
    if policy.kind != "consultation":
        return None
    issued_on = policy.versions[-1].issued_on if policy.versions else None
    if issued_on is not None and issued_on <= china_day(now):
        return Standing(State.ISSUED)
    left = [window for window in policy.windows if not answers(policy, window)]
    if policy.outcome is not None and not left:
        return Standing(State.ANSWERED)
    return _of_windows(left, now, outcome_due_days)


def answers(policy: Policy, window: Window) -> bool:
    """Return whether the published outcome, if there is one, answers a window."""
    return policy.outcome is not None and window.last_day <= policy.outcome.published_on


def _of_windows(windows: list[Window], now: datetime, outcome_due_days: int) -> Standing | None:
    states = {window.state(now) for window in windows}
    if WindowState.OPEN in states:
        end = max(window.last_day for window in windows if window.is_open(now))
        return Standing(State.OPEN, last_day=end == china_day(now))
    if WindowState.UPCOMING in states:
        return Standing(State.UPCOMING)
    if not windows:
        return None
    end = max(window.last_day for window in windows)
    return Standing(State.CLOSED, outcome_due=end + timedelta(days=outcome_due_days))
