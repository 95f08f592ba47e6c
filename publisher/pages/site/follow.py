"""怎样订阅: what a feed is, how to add a calendar; of the site as a whole, and of each policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.model import Policy
from interface.language import Translate
from publisher.addresses.feeds import (
    ALL_FEED,
    ALL_WINDOWS,
    issuer_feed,
    policy_calendar,
    policy_feed,
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed or calendar: its path below the site, and whose it is where a page has several."""

    path: str
    name: str = ""
    issuer: str = ""


def site_follow(policies: Iterable[Policy], translate: Translate, base_url: str) -> dict[str, Any]:
    """Return the values of the page on following everything, or one office."""
    issuers = sorted({policy.issuer.strip() for policy in policies} - {""})
    feeds = [
        Followed(ALL_FEED, translate("全部文件")),
        *(Followed(issuer_feed(issuer), issuer=issuer) for issuer in issuers),
    ]
    calendars = [Followed(ALL_WINDOWS, translate("全部征求意见"))]
    return _values(None, feeds, calendars, base_url)


def policy_follow(policy: Policy, base_url: str) -> dict[str, Any]:
    """Return the values of the page on following one policy, which ``has_feed``."""
    calendars = [Followed(policy_calendar(policy))] if policy.windows else []
    return _values(policy, [Followed(policy_feed(policy))], calendars, base_url)


def _values(
    policy: Policy | None, feeds: Sequence[Followed], calendars: Sequence[Followed], base_url: str
) -> dict[str, Any]:
    return {
        "policy": policy,
        "feeds": feeds,
        "calendars": calendars,
        # What telephones take as a subscription, not as a copy.
        "subscribed": f"webcal://{base_url.partition('://')[2]}" if base_url else "",
    }
