"""The pages of an outcome (采纳情况反馈): what it came to, figures, the table by clause."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalogue.results import SPLIT_FROM, Disposition, Results
from catalogue.window import Window
from interface import dates
from interface.language import Translate
from publisher.compile.comparisons import comparisons
from publisher.compile.policy import CompiledPolicy
from publisher.pages.outcome.by_clause import (
    ROWS_A_PAGE,
    asked_versions,
    clause_outcomes,
    outcome_folder,
)
from publisher.pages.outcome.outcome_table import OutcomeTable, kind_of, tally
from publisher.pages.outcome.three_columns import MOST_POINTS, MOST_TOPICS, topics
from publisher.pages.policy.annotations import Annotation
from publisher.wording.outcome_words import (
    disposition_names,
    fates,
    headline,
    lead,
    rates,
    reconciliation,
    sources,
)

RESULTS_FILE, CSV_FILE = "results.json", "results.csv"


def outcome_summary(compiled: CompiledPolicy, translate: Translate) -> dict[str, Any] | None:
    """Return what a box on the policy's page says of the outcome; None before it is published.

    ``headline``, ``sources`` (sentences), ``published_on`` (a date), ``unit`` and ``folder``,
    where the outcome's page is below the site.
    """
    results = compiled.results
    if results is None:
        return None
    return {
        "headline": headline(results.counts, translate),
        "sources": sources(results.counts, translate),
        "published_on": results.published_on,
        "unit": results.unit,
        "folder": outcome_folder(results.policy) + "/",
    }


def outcomes_by_clause(
    compiled: CompiledPolicy, translate: Translate, home: str
) -> dict[str, list[Annotation]]:
    """Return by wId of the latest version how many comments a clause had and what became of them.

    ``name`` is 意见3条：采纳2条，未采纳1条; ``home`` is the way up to the pages.
    """
    if compiled.results is None:
        return {}
    return {
        each.now.anchor: [Annotation(tally(each, translate), "", home + each.path)]
        for each in clause_outcomes(compiled, compiled.results)
        if each.now
    }


def results_pages(
    compiled: CompiledPolicy, results: Results, translate: Translate
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield folder and values of each page, for ``results.html``.

    The first has everything but the rows that are on the others. Places are paths below the site.
    """
    table = OutcomeTable(compiled, results, translate)
    parts = list(table.pages())
    first = _first_values(compiled, results, table, translate)
    if len(parts) > 1:
        first["index"] = [table.clause(each) for each in table.outcomes]
    for number, clauses in enumerate(parts, 1):
        shown = Counter(row["kind"] for clause in clauses for row in clause["rows"])
        folder = outcome_folder(results.policy, number)
        yield (
            folder,
            {
                **(first if number == 1 else {}),
                "name": translate("采纳情况反馈（第%(n)s页）", n=number)
                if number > 1
                else translate("采纳情况反馈"),
                "policy": compiled.policy,
                "results": results,
                "folder": outcome_folder(results.policy),
                "number": number,
                "pages": len(parts),
                "rows_a_page": ROWS_A_PAGE,
                "clauses": clauses,
                "rows": shown.total(),
                "all_rows": len(table.rows),
                "fates": [
                    (kind_of(each), name, shown[kind_of(each)])
                    for each, name in table.dispositions.items()
                    if shown[kind_of(each)]
                ],
                "has_rounds": len({row.window for row in results.rows}) > 1,
            },
        )


def _first_values(
    compiled: CompiledPolicy, results: Results, table: OutcomeTable, translate: Translate
) -> dict[str, Any]:
    """Return what the first page says above and below the table."""
    counts, asked = results.counts, asked_versions(compiled, results)
    parts = figures(results, translate)
    compared = comparisons(compiled)
    answering = [each for each in compared if each.old.version.id in asked]
    found = topics(compiled, table.rows, translate)
    return {
        "title": results.title or translate("采纳情况反馈"),
        "lead": lead(counts, translate),
        "periods": [dates.period(each, translate) for each in _windows(compiled, results)],
        "sources": sources(counts, translate),
        "topics": found[:MOST_TOPICS],
        "more_topics": len(found) - MOST_TOPICS,
        "most_points": MOST_POINTS,
        "figures": parts,
        # Below ten comments no bars are shown.
        "most": max((part[2] for part in parts), default=0) if counts.comments >= SPLIT_FROM else 0,
        "rates": rates(counts, translate),
        "unlisted": counts.comments - len(table.rows) if results.reconciliation else 0,
        "rounds": table.round_results(results) if len(results.rounds) > 1 else [],
        "groups": _groups(results, table, translate),
        "reconciliation": reconciliation(results, translate),
        "revised": compiled.latest.version.id not in asked,
        "changes": (answering or compared)[-1].folder if compared else "",
    }


def _windows(compiled: CompiledPolicy, results: Results) -> list[Window]:
    """Return the rounds that are answered; all of them where the outcome names none."""
    named = results.windows or tuple(each.window for each in results.rounds)
    return [each for each in compiled.policy.windows if not named or each.id in named]


def figures(results: Results, translate: Translate) -> list[tuple[str, str, int]]:
    """Return every part of what was received that is not empty: kind, name, number."""
    counts = results.counts
    rows = [
        (kind_of(kind), name, counts.of(kind))
        for kind, name in disposition_names(translate).items()
    ]
    waiting = results.reconciliation.comments.unresolved if results.reconciliation else 0
    rows += [
        ("referred", translate("其他转送"), counts.transferred_elsewhere),
        ("withdrawn", translate("参与人撤回"), counts.withdrawn),
        ("unresolved", translate("尚未答复"), waiting),
    ]
    return [row for row in rows if row[2]]


def _groups(results: Results, table: OutcomeTable, translate: Translate) -> list[dict[str, Any]]:
    """Return each group with its comments and what became of them."""
    found = []
    for group in results.groups:
        rows = [row for row in table.rows if row["group"] is group]
        numbers = Counter(row["fate"] for row in rows)
        said = fates(((each, numbers[each]) for each in Disposition), translate)
        found.append({"group": group, "rows": rows, "fates": translate("，").join(said)})
    return found
