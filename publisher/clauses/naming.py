"""From a tree of clauses to the clauses of the contract, with eId, wId, citation, digest."""

from collections import Counter
from typing import NamedTuple

from catalogue.citation import Step, cite
from catalogue.ids import make_eid, make_wid
from catalogue.model import Clause, ClauseSet
from catalogue.text import clause_line, lines_digest
from publisher.clauses.markdown.inline import plain_words, text_marks
from publisher.clauses.tree import Node, ReadText


def name_clauses(policy: str, version: str, read: ReadText) -> ClauseSet:
    """Name every clause of a version that is the first to hold it."""
    clauses: list[Clause] = []
    top = _Above(version, None, None, (), (), Counter())
    for node in read.root.children:
        _name(node, top, clauses)
    marks = text_marks(read.cover)
    clauses = [marks.with_words(clause) for clause in clauses]
    return ClauseSet(policy, version, tuple(clauses), cover=read.cover)


class _Above(NamedTuple):
    """The clauses above a clause: its parent's and its scope's eId and steps.

    ``titles`` counts the texts of one title, over the whole version.
    """

    version: str
    parent: str | None
    scope: str | None
    steps: tuple[Step, ...]
    scope_steps: tuple[Step, ...]
    titles: Counter[str]


def _name(node: Node, above: _Above, clauses: list[Clause], *, only: bool = False) -> list[str]:
    """Name a clause and what is below it; return the lines that its digest is made of."""
    eid = make_eid(above.scope if node.top else above.parent, node.kind, node.number)
    is_text = node.kind == "cmp"
    step = _text(node, above) if is_text else Step(node.kind, node.number, node.printed, only)
    steps = (*(above.scope_steps if node.top else above.steps), step)
    place = len(clauses)
    lines = [clause_line(node.printed, node.heading, node.text)]
    clauses.append(_PLACE)
    if node.children:
        is_scope = is_text or node.kind == "att"
        scope = (eid, steps) if is_scope else (above.scope, above.scope_steps)
        below = _Above(above.version, eid, scope[0], steps, scope[1], above.titles)
        alone = node.kind == "art" and node.counts.get("para") == 1
        for child in node.children:
            lines += _name(child, below, clauses, only=alone and child.kind == "para")
    clauses[place] = Clause(
        eid, make_wid(above.version, eid), above.parent, node.kind, node.printed, node.heading,
        node.text, cite(steps), lines_digest(lines), node.line,
    )  # fmt: skip
    return lines


def _text(node: Node, above: _Above) -> Step:
    """Return the step of a further text, which is cited by its title."""
    title = plain_words(node.heading)
    above.titles[title] += 1
    again = f"_inst{above.titles[title]}" if above.titles[title] > 1 else ""
    return Step("cmp", node.number + again, title=title)


_PLACE = Clause("", "", None, "", "", "", "", "", "", 0)
