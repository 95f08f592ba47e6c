"""What the page of the latest version says of clauses that no longer stand, and of 勘误."""

from collections import defaultdict
from typing import Any

from publisher.compile.policy import CompiledPolicy, Edition
from publisher.versions.tombstones import Remains, Tombstone


def tombstone_values(compiled: CompiledPolicy, remains: Remains, root: str) -> list[dict[str, Any]]:
    """Return one entry for each topmost clause that is gone, with the names below it."""
    below: dict[str, list[str]] = defaultdict(list)
    for stone in remains.tombstones:
        if stone.within:
            below[stone.within].append(stone.wid)
    editions = {edition.version.id: edition for edition in compiled.editions}
    citations = {stone.wid: stone.citation for stone in remains.tombstones}
    citations |= {clause.wid: clause.citation for clause in compiled.latest.clauses.clauses}
    by_eid = {clause.eid: clause.citation for clause in compiled.latest.clauses.clauses}
    for eid, wids in remains.anchors.items():
        citations |= dict.fromkeys(wids, by_eid[eid])
    return [
        {
            "wid": stone.wid,
            "within": below[stone.wid],
            "citation": stone.citation,
            "label": _label(editions[stone.version]),
            "into": {"wid": stone.into, "citation": citations[stone.into]} if stone.into else None,
            "href": _old_text(compiled, stone, root),
        }
        for stone in remains.tombstones
        if not stone.within
    ]


def _label(edition: Edition) -> str:
    return edition.version.label or edition.version.id


def _old_text(compiled: CompiledPolicy, stone: Tombstone, root: str) -> str:
    return f"{root}{compiled.policy.id}/{stone.version}/#{stone.eid}"


def errata_values(edition: Edition) -> list[dict[str, Any]]:
    """Return the 勘误 of a version, with the wording that each replaced."""
    citations = {clause.eid: clause.citation for clause in edition.clauses.clauses}
    return [
        {
            "on": erratum.on,
            "reason": erratum.reason,
            "changes": [
                {"eid": each.clause, "citation": citations[each.clause], "was": each.was}
                for each in erratum.changes
            ],
        }
        for erratum in edition.errata
    ]
