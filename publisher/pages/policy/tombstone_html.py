"""What the page of the latest version shows of deleted clauses, and of 勘误."""

from collections import defaultdict
from typing import Any

from publisher.compile.policy import CompiledPolicy, Edition


def tombstone_values(compiled: CompiledPolicy, root: str) -> list[dict[str, Any]]:
    """Return one entry for each topmost clause that is gone, with the names below it."""
    tombstones = compiled.retired.tombstones
    below: dict[str, list[str]] = defaultdict(list)
    for tombstone in tombstones:
        if tombstone.within:
            below[tombstone.within].append(tombstone.wid)
    versions = {edition.version.id: edition.version for edition in compiled.editions}
    citations = {tombstone.wid: tombstone.citation for tombstone in tombstones}
    citations |= {clause.wid: clause.citation for clause in compiled.latest.clauses.clauses}
    by_eid = {clause.eid: clause.citation for clause in compiled.latest.clauses.clauses}
    for eid, wids in compiled.retired.anchors.items():
        citations |= dict.fromkeys(wids, by_eid[eid])
    return [
        {
            "wid": tombstone.wid,
            "within": below[tombstone.wid],
            "citation": tombstone.citation,
            "label": versions[tombstone.version].label or tombstone.version,
            "into": tombstone.into
            and {"wid": tombstone.into, "citation": citations[tombstone.into]},
            "href": f"{root}{compiled.policy.id}/{tombstone.version}/#{tombstone.eid}",
        }
        for tombstone in tombstones
        if not tombstone.within
    ]


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
