"""``assets/lists.json``: what the lists and the page for missing ones filter by.

One column for each field that every policy has, newest first; windows, outcomes and further
versions by the policy's place. Both languages read the same file.
"""

import json
from collections.abc import Sequence
from typing import Any

from catalogue.model import Policy
from catalogue.window import rfc3339
from publisher.compile.neighbours import day_of

SCHEMA = "yanlu-lists/1"


def list_data(policies: Sequence[Policy], outcome_due_days: int) -> str:
    """Write the file for policies in the order of the lists; days are those of Beijing."""
    placed = list(enumerate(policies))
    data = {
        "schema": SCHEMA,
        "outcome_due_days": outcome_due_days,
        "ids": [policy.id for policy in policies],
        "titles": [policy.title for policy in policies],
        "days": [str(day_of(policy) or "") for policy in policies],
        "doc_nos": [policy.doc_no or "" for policy in policies],
        "kind": _column([policy.kind for policy in policies]),
        "issuer": _column([policy.issuer for policy in policies]),
        "subject": _column([policy.subject for policy in policies]),
        "validity": _column([policy.validity for policy in policies]),
        "english": [n for n, policy in enumerate(policies) if "en" in policy.languages],
        "windows": {
            n: [[rfc3339(window.opens_at), rfc3339(window.closes_at)] for window in policy.windows]
            for n, policy in placed
            if policy.windows
        },
        "answered": {n: str(p.outcome.published_on) for n, p in placed if p.outcome},
        "issued": {n: str(day) for n, p in placed if (day := p.latest.issued_on)},
        "versions": {
            n: ids for n, p in placed if (ids := [version.id for version in p.versions]) != ["v1"]
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _column(values: Sequence[str]) -> dict[str, Any]:
    """Return each value once, in ascending order, and the number of every policy's value."""
    names = sorted(set(values))
    places = {name: place for place, name in enumerate(names)}
    return {"names": names, "of": [places[value] for value in values]}
