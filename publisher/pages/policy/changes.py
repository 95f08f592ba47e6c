"""The 修改对照 page of two consecutive public versions, clause by clause."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from catalogue.model import Clause
from interface.language import Translate
from interface.names import CHANGE_NAMES
from interface.quoting import quoting
from interface.redline import redline, redline_html, renumbered
from publisher.compile.comparisons import TABLE_FILE, Comparison, comparisons
from publisher.compile.policy import CompiledPolicy
from publisher.versions.comparison import CHANGES, ComparedUnit, Lines, count_changes
from publisher.wording.clause_changes import change_note


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that a comparison shows as changed, and the wIds of its clause before and after.

    ``path`` leads to its unit, below the site's pages; ``label`` is that of the new version.
    """

    line: Lines
    old_wid: str | None
    new_wid: str | None
    path: str
    label: str


def changed_lines(compiled: CompiledPolicy) -> Iterator[ChangedLine]:
    """Yield every changed line of a policy, the newest comparison first.

    Clauses were compared before they had wIds; the editions have them.
    """
    for comparison in reversed(comparisons(compiled)):
        version = comparison.new.version
        old, new = (
            {clause.eid: clause.wid for clause in edition.clauses.clauses}
            for edition in (comparison.old, comparison.new)
        )
        for row in comparison.rows:
            path = f"{comparison.folder}/#{row.anchor}"
            for line in row.lines if row.change != "unchanged" else ():
                yield ChangedLine(
                    line,
                    old[line.old.eid] if line.old else None,
                    new[line.new.eid] if line.new else None,
                    path,
                    version.label or version.id,
                )


def page_values(comparison: Comparison, translate: Translate) -> dict[str, Any]:
    """Return what the template ``changes.html`` shows."""
    counts = count_changes(comparison.rows)
    return {
        "policy": comparison.policy,
        "old": comparison.old.version,
        "new": comparison.new.version,
        "folder": comparison.folder,
        "table": TABLE_FILE,
        "counts": [(CHANGE_NAMES[change], counts[change]) for change in CHANGES
                   if change in counts],
        "blocks": list(_blocks(comparison, translate)),
    }  # fmt: skip


def _blocks(comparison: Comparison, translate: Translate) -> Iterable[dict[str, Any]]:
    """Yield the rows in blocks: consecutive unchanged ones are one folded block."""
    for folded, run in groupby(comparison.rows, lambda row: row.change == "unchanged"):
        rows = list(run)
        clauses = [row.new or row.old for row in rows]
        first, last = (each.citation if each else "" for each in (clauses[0], clauses[-1]))
        yield {
            "folded": folded,
            "first": first,
            "last": last,
            "rows": [_shown(comparison, row, translate) for row in rows],
        }


def _shown(comparison: Comparison, row: ComparedUnit, translate: Translate) -> dict[str, Any]:
    policy = comparison.policy.id
    old, new = comparison.old.version.id, comparison.new.version.id
    return {
        "change": row.change,
        "anchor": row.anchor,
        "name": CHANGE_NAMES[row.change],
        "old": _link(row.old, f"{policy}/{old}/"),
        "new": _link(row.new, f"{policy}/{new}/"),
        "note": change_note(row, quoting(translate)),
        "lines": [line_html(line, translate) for line in row.lines],
    }


def _link(clause: Clause | None, page: str) -> dict[str, str] | None:
    return {"citation": clause.citation, "href": f"{page}#{clause.eid}"} if clause else None


def line_html(line: Lines, translate: Translate) -> Markup:
    """Render one line with its deletions and insertions marked."""
    old, new = ((each.marker, each.words) if each else ("", "") for each in (line.old, line.new))
    number = redline_html(renumbered(old[0], new[0]), translate)
    text = redline_html(redline(old[1], new[1]), translate)
    return Markup('<span class="yl-number">{}</span>{}').format(number, text) if number else text
