"""Names: of policies, and of clauses after Akoma Ntoso (OASIS AKN Naming Convention 1.0).

An eId is the place of a clause in one version, ``part_3__sec_3__point_1``; its wId
identifies it permanently: the version in which it first was, plus its eId there.
"""

import re
from typing import Literal

POLICY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
RESERVED = frozenset(
    [
        *("api", "search", "log", "assets", "feeds", "forms", "receipts", "staff", "desk"),
        *("en", "list", "data", "follow", "verify", "healthz", "readyz", "metrics"),
        # The desk's own pages are next to those of a policy: /desk/<id>/.
        *("drafts", "enter", "login", "logout", "password", "sealed", "year"),
        # forms/identity/ is next to the forms of the policies.
        "identity",
        # feeds/all.atom and feeds/windows.ics are next to the policies' own.
        *("all", "windows"),
    ],
)
VERSION_ID = re.compile(r"v[1-9][0-9]{0,3}")


def policy_id_fault(name: str) -> Literal["reserved", "not_an_id"] | None:
    """Return why a name cannot be a policy's id; None where it can."""
    if name in RESERVED:
        return "reserved"
    return None if POLICY_ID.fullmatch(name) else "not_an_id"


def make_eid(parent: str | None, kind: str, number: str) -> str:
    """Name a clause under its parent's eId: ``make_eid("part_3", "sec", "1")``."""
    local = f"{kind}_{number}" if number else kind
    return f"{parent}__{local}" if parent else local


def make_wid(first_in: str, eid: str) -> str:
    """Name a clause permanently by the version in which it first was: ``v1.part_3__sec_1``."""
    return f"{first_in}.{eid}"
