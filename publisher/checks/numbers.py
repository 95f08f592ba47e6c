"""How numbers are written: brackets, marks, levels (GB/T 9704-2012, 7.3.3).

The standard numbers the levels of an official text 一、（一）1.（1）. What follows looks
at each number as it is printed, so that a law's 项 and a policy's sections are held to
the same forms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from catalogue.model import Clause
from catalogue.numerals import NUMERAL_CHARS
from publisher.checks.draft import Checking, Draft
from publisher.clauses.markers import fold_width
from publisher.problems import Message, Value, shortened

_CN = f"[{NUMERAL_CHARS}]{{1,7}}"
_FORMS = (
    (1, re.compile(rf"{_CN} ?[、.]")),
    (2, re.compile(rf"\( ?{_CN} ?\)[、.]?")),
    (3, re.compile(r"\d{1,3} ?[.、]")),
    (4, re.compile(r"\( ?\d{1,3} ?\)[、.]?")),
)
_RIGHT = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
_WRONG = {
    1: re.compile(r".*\."),
    2: re.compile(r".*[、.]"),
    3: re.compile(r".*、"),
    4: re.compile(r".*[、.]"),
}
_SECTION = re.compile(rf"第 ?(?:{_CN}|\d{{1,3}}) ?节")


def check_numbers(checking: Checking, draft: Draft) -> None:
    """Report K001, K002 and K003 for the newest text."""
    _check_brackets(checking, draft)
    _check_marks(checking, draft)
    _check_levels(checking, draft)


def level_of(number: str) -> int | None:
    """Return the level, 1 to 4, that a number as printed belongs to; None for any other."""
    folded = fold_width(number)
    return next((level for level, form in _FORMS if form.fullmatch(folded)), None)


def _check_brackets(checking: Checking, draft: Draft) -> None:
    by_level: dict[int, dict[str, list[Clause]]] = defaultdict(lambda: defaultdict(list))
    for clause in draft.clauses.clauses:
        level = level_of(clause.number)
        if level in (2, 4):
            by_level[level][_width(clause.number)].append(clause)
    for widths in by_level.values():
        usual = max(widths, key=lambda width: len(widths[width]))
        for width, clauses in widths.items():
            if width == "K001.unlike" or width != usual:
                _report(checking, draft, width, clauses)


def _width(number: str) -> str:
    """Return the kind of what may be wrong with the brackets of a number."""
    wide = ("（" in number) + ("）" in number)
    return ("K001.half_width", "K001.unlike", "K001.full_width")[wide]


def _report(
    checking: Checking, draft: Draft, kind: str, clauses: list[Clause], **values: Value
) -> None:
    """Report the first of some clauses that have the same fault, and the lines of the others."""
    lines = [clause.line for clause in clauses[1:]]
    also = Message("part.also", {"lines": shortened(lines, 10)}) if lines else ""
    named = {"printed": clauses[0].number, "also": also, **values}
    checking.at_clause(draft, clauses[0], kind, **named)


def _check_marks(checking: Checking, draft: Draft) -> None:
    wrong: dict[int, list[Clause]] = defaultdict(list)
    for clause in draft.clauses.clauses:
        level = level_of(clause.number)
        if level in _WRONG and _WRONG[level].fullmatch(fold_width(clause.number)):
            wrong[level].append(clause)
    for level, clauses in wrong.items():
        _report(checking, draft, "K002.mark", clauses, right=_RIGHT[level])


def _check_levels(checking: Checking, draft: Draft) -> None:
    clauses = draft.clauses.clauses
    by_eid = {clause.eid: clause for clause in clauses}
    used = {level_of(clause.number) for clause in clauses}
    steps: dict[int, list[tuple[Clause, Clause]]] = defaultdict(list)
    for parent, children in _families(clauses):
        above = by_eid[parent] if parent else None
        numbered = [(level, child) for child in children if (level := level_of(child.number))]
        _check_siblings(checking, draft, numbered)
        if above and numbered and (left_out := _left_out(above, numbered[0][0], used)):
            steps[left_out].append((numbered[0][1], above))
        _check_sections(checking, draft, above, children)
    for level, found in steps.items():
        lower = [clause for clause, _ in found]
        above_it = {"above": found[0][1].number, "right": _RIGHT[level]}
        _report(checking, draft, "K003.left_out", lower, **above_it)


def _families(clauses: Iterable[Clause]) -> list[tuple[str | None, list[Clause]]]:
    children: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in clauses:
        children[clause.parent].append(clause)
    return list(children.items())


def _check_siblings(checking: Checking, draft: Draft, numbered: list[tuple[int, Clause]]) -> None:
    """Report a higher level that follows a lower one below the same clause."""
    firsts = [next(group) for _, group in groupby(numbered, key=lambda pair: pair[0])]
    for (level, clause), (before, other) in zip(firsts[1:], firsts, strict=False):
        if level < before:
            numbers = {"printed": clause.number, "before": other.number}
            checking.at_clause(draft, clause, "K003.order", **numbers)


def _left_out(above: Clause, level: int, used: set[int | None]) -> int | None:
    """Return the level that is left out between two, if the text uses it elsewhere.

    A text of two levels may number them 一、 and 1.; one that has （一） too may not.
    """
    first = (level_of(above.number) or level) + 1
    return next((between for between in range(first, level) if between in used), None)


def _check_sections(
    checking: Checking, draft: Draft, above: Clause | None, children: list[Clause]
) -> None:
    """Report a 节 outside of a chapter (《立法法》第六十五条: 编、章、节、条、款、项、目)."""
    if above and above.kind == "chp":
        return
    first = next((child for child in children if _SECTION.fullmatch(child.number)), None)
    if first:
        checking.at_clause(draft, first, "K003.no_chapter", printed=first.number)
