"""Where feeds and calendars are below the site, for the pages that link to them."""

import hashlib

from catalogue.model import Policy


def has_feed(policy: Policy) -> bool:
    """Return whether a policy has a feed of its own: there is more to it than one text."""
    return bool(policy.windows or policy.outcome) or len(policy.versions) > 1


def policy_feed(policy: Policy) -> str:
    """Return where a policy's feed is below the site, if it ``has_feed``."""
    return f"feeds/{policy.id}.atom"


def policy_calendar(policy: Policy) -> str:
    """Return where a policy's calendar is below the site; only one with windows has it."""
    return f"feeds/{policy.id}.ics"


def issuer_feed(issuer: str) -> str:
    """Return where an issuer's feed is: its name may be of any form, so a digest of it."""
    name = issuer.strip().encode("utf-8", "replace")
    return f"feeds/issuer/{hashlib.sha256(name).hexdigest()[:12]}.atom"
