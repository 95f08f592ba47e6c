"""What is known of a consultation from its data alone; where it stands now, the browser says."""

from datetime import date

from catalogue.model import Policy
from catalogue.window import rfc3339


def settled(policy: Policy, today: date) -> str:
    """Return ``issued`` (已印发) or ``answered`` (已反馈); "" where that hangs on the hour.

    An outcome answers the windows that had ended by the day on which it was published.
    """
    issued = issued_on(policy)
    if issued and issued <= today:
        return "issued"
    outcome = policy.outcome
    done = outcome and all(window.last_day <= outcome.published_on for window in policy.windows)
    return "answered" if done else ""


def issued_on(policy: Policy) -> date | None:
    """Return the day on which the latest public version was issued (印发), if it was."""
    found: date | None = getattr(policy.latest, "issued_on", None)
    return found


def data_attributes(policy: Policy) -> str:
    """Return the attributes from which scripts work out the state: instants in RFC 3339."""
    windows = ",".join(f"{rfc3339(w.opens_at)}/{rfc3339(w.closes_at)}" for w in policy.windows)
    issued = issued_on(policy)
    facts = {
        "consultation": policy.id,
        "windows": windows,
        "answered": policy.outcome.published_on.isoformat() if policy.outcome else "",
        "issued": issued.isoformat() if issued else "",
    }
    return " ".join(f'data-{name}="{value}"' for name, value in facts.items() if value)
