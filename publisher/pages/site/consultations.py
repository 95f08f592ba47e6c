"""What is known of a consultation from its data alone; its present state the browser shows."""

from datetime import datetime

from catalogue.model import Policy
from catalogue.states import State, standing
from catalogue.window import rfc3339


def final_state(policy: Policy, now: datetime) -> State | None:
    """Return 已反馈 or 已印发; None where the state depends on the hour."""
    # When an outcome is due plays no part in either.
    found = standing(policy, now, outcome_due_days=0)
    return found.state if found and found.state in (State.ANSWERED, State.ISSUED) else None


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
