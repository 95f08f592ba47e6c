"""What is known of a consultation from its data alone; its present state the browser shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import inf

from catalogue.model import Policy
from catalogue.states import State, standing
from catalogue.window import Window, rfc3339


def state_at(policy: Policy, now: datetime) -> State | None:
    """Return the state at an instant; None for what never was a consultation."""
    # When an outcome is due plays no part in it.
    found = standing(policy, now, outcome_due_days=0)
    return found.state if found else None


def final_state(policy: Policy, now: datetime) -> State | None:
    """Return 已反馈 or 已印发; None where the state depends on the hour."""
    state = state_at(policy, now)
    return state if state in (State.ANSWERED, State.ISSUED) else None


def next_window(policy: Policy, now: datetime) -> Window:
    """Return the window that is open, else the next one, else the last."""
    windows = [window for window in policy.windows if window.closes_at > now]
    return windows[0] if windows else policy.windows[-1]


def place_at(policy: Policy, now: datetime) -> tuple[int, float]:
    """Return what sorts: open ones by their close, then those to come, then the last closed."""
    match state_at(policy, now):
        case State.OPEN:
            return 0, next_window(policy, now).closes_at.timestamp()
        case State.UPCOMING:
            return 1, next_window(policy, now).opens_at.timestamp()
        case State.CLOSED:
            return 2, -policy.windows[-1].closes_at.timestamp()
    return 3, 0


def next_turn(policies: Iterable[Policy], now: datetime) -> datetime | None:
    """Return the first instant after ``now`` at which a window opens or closes, if any will."""
    waiting = [policy for policy in policies if not final_state(policy, now)]
    windows = [window for policy in waiting for window in policy.windows]
    turns = [at for window in windows for at in (window.opens_at, window.closes_at) if at > now]
    return min(turns, default=None)


def open_first(policies: Sequence[Policy], now: datetime) -> list[Policy]:
    """Return policies as a list shows them: what is open or to come first, the rest as it is."""
    places = {policy.id: place_at(policy, now) for policy in policies}
    return sorted(policies, key=lambda each: min(places[each.id], (2, -inf)))


def data_attributes(policy: Policy) -> str:
    """Return the attributes from which scripts work out the state: instants in RFC 3339."""
    windows = ",".join(f"{rfc3339(w.opens_at)}/{rfc3339(w.closes_at)}" for w in policy.windows)
    issued = policy.latest.issued_on
    facts = {
        "policy": policy.id,
        "windows": windows,
        "answered": policy.outcome.published_on.isoformat() if policy.outcome else "",
        "issued": issued.isoformat() if issued else "",
    }
    return " ".join(f'data-{name}="{value}"' for name, value in facts.items() if value)
