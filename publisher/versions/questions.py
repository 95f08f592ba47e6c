"""What only the drafter can tell about two versions: the choices, and what was chosen."""

from collections.abc import Iterable
from dataclasses import replace

from publisher.versions.clause_tree import ClauseNode
from publisher.versions.decisions import Decisions
from publisher.versions.lineage import Records
from publisher.versions.matching import Matching, Pair


def fates_of(matching: Matching, pair: Pair) -> list[str]:
    """Return the decisions, each ``NAME=FATE``, of which one settles an open pair."""
    wid, eid = pair.old.wid, pair.new.eid
    if matching.merged.get(pair.old.eid) is pair:
        return [f"{wid}=merged:{eid}", f"{wid}=deleted"]
    if matching.split.get(eid) is pair:
        return [f"{eid}=split:{wid}", f"{eid}=new"]
    return [f"{wid}={eid}", f"{wid}=deleted", f"{eid}=new"]


def printed_lines(node: ClauseNode) -> list[str]:
    """Return a clause and what is below it, line by line as the source has it."""
    clauses = (each.clause for each in node.walk())
    return [f"{c.number}{c.heading}{c.text}" for c in clauses if c and (c.number or c.text)]


def with_decisions(records: Records, version: str, lines: Iterable[str]) -> Records:
    """Return records with further decisions; ``UsageError`` where a line is none."""
    decisions = Decisions(records.decisions.get(version, {}))
    for line in lines:
        decisions = decisions.with_line(line)
    return replace(records, decisions={**records.decisions, version: decisions.given})
