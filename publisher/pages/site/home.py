"""The first page: consultations by their state, then the newest of every other kind."""

from collections.abc import Callable, Sequence
from typing import Any

from catalogue.model import Policy
from catalogue.states import State
from interface.names import STATE_NAMES
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import PageColumn
from publisher.pages.shell.page_renderer import marked
from publisher.pages.site.consultations import data_attributes, final_state
from publisher.pages.site.items import ROOT, Items
from publisher.sources import SiteFile

NEWEST = 8
# More than can be open at a time; the rest is in the list.
_CARDS = 24
# News first, then the documents.
_KINDS = ("news", "document", "interpretation", "commitments", "reply")


def home_page(
    policies: Sequence[Policy], site: SiteFile, items: Items, columns: Sequence[PageColumn]
) -> Page:
    """Return the first page in one language; ``policies`` are newest first."""
    names = {column.kind: column.name for column in columns}
    root = "../" if items.locale.prefix else "./"
    consultations = [policy for policy in policies if policy.kind == "consultation"]
    by_state = {policy.id: final_state(policy, items.now) for policy in consultations}
    live = [policy for policy in consultations if not by_state[policy.id]]
    live.sort(key=lambda each: -max((w.closes_at.timestamp() for w in each.windows), default=0))
    lists = []
    for state in (State.ANSWERED, State.ISSUED):
        found = [policy for policy in consultations if by_state[policy.id] == state]
        name = items.locale.translate(STATE_NAMES[state])
        href = f"list/consultation/?status={state}"
        lists.append(_short_list(found, items.outcome, root, href, name))
    for kind in _KINDS:
        found = [policy for policy in policies if policy.kind == kind]
        name = names.get(kind, "")
        lists.append(_short_list(found, items.short, root, f"list/{kind}/", name))
    values = {
        "empty": not policies,
        "consultations": len(consultations),
        "cards": [
            {
                "policy": policy,
                "href": items.href(policy).replace(ROOT, root),
                "data": marked(data_attributes(policy)),
            }
            for policy in live[:_CARDS]
        ],
        "lists": lists,
    }
    return Page("", "home", site.name, "home.html", values)


def _short_list(
    policies: Sequence[Policy], write: Callable[[Policy], str], root: str, href: str, name: str
) -> dict[str, Any]:
    """Return the newest items of a list, with the way to all of them."""
    lines = [write(policy).replace(ROOT, root) for policy in policies[:NEWEST]]
    return {"name": name, "items": marked("\n".join(lines)), "count": len(policies), "all": href}
