"""The 修改对照 page of two consecutive public versions: what changed, and which comments asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalogue.model import Clause
from interface.language import Translate
from interface.names import CHANGE_NAMES
from interface.quoting import quoting
from interface.redline import Piece, redline, redline_html, renumbered
from publisher.compile.comparisons import TABLE_FILE, Comparison
from publisher.compile.policy import CompiledPolicy
from publisher.pages.outcome.by_clause import asked_versions, outcome_folder
from publisher.pages.outcome.outcome_table import OutcomeTable
from publisher.versions.comparison import ComparedUnit, Lines, count_changes
from publisher.wording.clause_changes import change_note, changes_said

_ALL = {"same", "deleted", "inserted"}


@dataclass(frozen=True, slots=True)
class _Sides:
    """A line as it was, as it is, and with both in one where it differs."""

    old: Markup | None
    new: Markup | None
    both: Markup | None


def page_values(
    compiled: CompiledPolicy, comparison: Comparison, translate: Translate
) -> dict[str, Any]:
    """Return what the template ``changes.html`` shows; units that did not change are counted."""
    counts = count_changes(comparison.rows)
    unchanged = counts.pop("unchanged", 0)
    causes = _causes(compiled, comparison, translate)
    return {
        "policy": comparison.policy,
        "old": comparison.old.version,
        "new": comparison.new.version,
        "folder": comparison.folder,
        "table": TABLE_FILE,
        "said": changes_said(counts, translate),
        "counts": [(change, CHANGE_NAMES[change], count) for change, count in counts.items()],
        "changed": sum(counts.values()) - counts.get("renumbered", 0),
        "unchanged": unchanged,
        "explained": bool(causes),
        "outcome": outcome_folder(comparison.policy.id) + "/",
        "rows": [
            _shown(comparison, row, causes.get(row.anchor, []), translate)
            for row in comparison.rows
            if row.change != "unchanged"
        ],
    }


def _causes(
    compiled: CompiledPolicy, comparison: Comparison, translate: Translate
) -> Mapping[str, list[dict[str, Any]]]:
    """Return by unit the comments that it carries on, where they were on the older version."""
    results = compiled.results
    if not results or comparison.old.version.id not in asked_versions(compiled, results):
        return {}
    carried: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in OutcomeTable(compiled, results, translate).rows:
        carried[row["carried"] and row["carried"]["wid"]].append(row)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in comparison.changed_lines():
        for wid in filter(None, (line.old_wid, line.new_wid)):
            found[line.path.partition("#")[2]] += carried.pop(wid, [])
    return {anchor: rows for anchor, rows in found.items() if rows}


def _shown(
    comparison: Comparison, row: ComparedUnit, causes: list[dict[str, Any]], translate: Translate
) -> dict[str, Any]:
    policy = comparison.policy.id
    now = _link(row.new, f"{policy}/{comparison.new.version.id}/")
    then = _link(row.old, f"{policy}/{comparison.old.version.id}/")
    reasons = (each["reason"] or (each["group"].reason if each["group"] else "") for each in causes)
    return {
        "change": row.change,
        "anchor": row.anchor,
        "name": CHANGE_NAMES[row.change],
        "link": now or then,
        "former": then if now and then and now["citation"] != then["citation"] else None,
        "is_new": row.old is None,
        "is_gone": row.new is None,
        "note": change_note(row, quoting(translate)),
        "lines": _lines(row, translate),
        "causes": causes,
        "reasons": list(dict.fromkeys(filter(None, reasons)))[:2],
    }


def _link(clause: Clause | None, page: str) -> dict[str, str] | None:
    return {"citation": clause.citation, "href": f"{page}#{clause.eid}"} if clause else None


def _lines(row: ComparedUnit, translate: Translate) -> list[_Sides]:
    """Render the lines.

    A line of a mere number says no more than the head of the unit.
    """
    told = [line for line in row.lines if any(each and each.words for each in (line.old, line.new))]
    return [_sides(line, translate) for line in told or row.lines]


def _sides(line: Lines, translate: Translate) -> _Sides:
    pieces = _pieces(line)
    old = _html(pieces, {"same", "deleted"}, translate) if line.old else None
    new = _html(pieces, {"same", "inserted"}, translate) if line.new else None
    both = _html(pieces, _ALL, translate) if old and new and old != new else None
    return _Sides(old, new, both)


def line_html(line: Lines, translate: Translate) -> Markup:
    """Render one line with its deletions and insertions marked."""
    return _html(_pieces(line), _ALL, translate)


def _pieces(line: Lines) -> tuple[tuple[Piece, ...], ...]:
    old, new = ((each.marker, each.words) if each else ("", "") for each in (line.old, line.new))
    return renumbered(old[0], new[0]), redline(old[1], new[1])


def _html(pieces: tuple[tuple[Piece, ...], ...], shown: set[str], translate: Translate) -> Markup:
    number, text = (
        redline_html((piece for piece in part if piece.change in shown), translate)
        for part in pieces
    )
    return Markup('<span class="yl-number">{}</span>{}').format(number, text) if number else text
