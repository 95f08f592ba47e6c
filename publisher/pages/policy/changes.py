"""The 修改对照 page of two consecutive public versions, clause by clause."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from catalogue.model import Clause
from look.language import Say
from look.quoting import quoting
from look.redline import redline, redline_html, renumbered
from publisher.compile.comparisons import TABLE_FILE, Comparison
from publisher.versions.comparison import CHANGES, ComparedUnit, Lines, count_changes
from publisher.wording import labels
from publisher.wording.clause_changes import said_of


def page_values(comparison: Comparison, say: Say) -> dict[str, Any]:
    """Return what the template ``changes.html`` shows."""
    counts = count_changes(comparison.rows)
    return {
        "policy": comparison.policy,
        "old": comparison.old.version,
        "new": comparison.new.version,
        "folder": comparison.folder,
        "table": TABLE_FILE,
        "counts": [(labels.CHANGE_NAMES[change], counts[change]) for change in CHANGES
                   if change in counts],
        "blocks": list(_blocks(comparison, say)),
    }  # fmt: skip


def _blocks(comparison: Comparison, say: Say) -> Iterable[dict[str, Any]]:
    """Group the rows: a run of unchanged ones is one folded block."""
    for folded, run in groupby(comparison.rows, lambda row: row.change == "unchanged"):
        rows = list(run)
        clauses = [row.new or row.old for row in rows]
        first, last = (each.citation if each else "" for each in (clauses[0], clauses[-1]))
        yield {
            "folded": folded,
            "first": first,
            "last": last,
            "rows": [_shown(comparison, row, say) for row in rows],
        }


def _shown(comparison: Comparison, row: ComparedUnit, say: Say) -> dict[str, Any]:
    policy = comparison.policy.id
    old, new = comparison.old.version.id, comparison.new.version.id
    return {
        "change": row.change,
        "anchor": row.anchor,
        "name": labels.CHANGE_NAMES[row.change],
        "old": _link(row.old, f"{policy}/{old}/"),
        "new": _link(row.new, f"{policy}/{new}/"),
        "said": said_of(row, quoting(say)),
        "lines": [line_html(line, say) for line in row.lines],
    }


def _link(clause: Clause | None, page: str) -> dict[str, str] | None:
    return {"citation": clause.citation, "href": f"{page}#{clause.eid}"} if clause else None


def line_html(line: Lines, say: Say) -> Markup:
    """Render one line with what went and what came."""
    old, new = line.old, line.new
    number = redline_html(renumbered(old.marker if old else "", new.marker if new else ""), say)
    text = redline_html(redline(_words(old), _words(new)), say)
    return Markup('<span class="yl-number">{}</span>{}').format(number, text) if number else text


def _words(clause: Clause | None) -> str:
    return clause.words if clause else ""
