"""The page of an outcome (采纳情况反馈): headline, figures, the table, clause by clause."""

from collections import Counter
from typing import Any

from markupsafe import Markup

from catalogue.results import SPLIT_FROM, Disposition, ResultRow, Results
from publisher.compile import CompiledPolicy
from publisher.pages.answered import Answered, answered_clauses
from publisher.pages.charts import Bar, bar_chart
from publisher.pages.clause_names import ClauseNames
from publisher.pages.outcome_words import (
    channel_names,
    disposition_names,
    fates,
    headline,
    rates,
    reconciliation,
    sources,
    withheld_names,
)
from publisher.pages.say import Say

RESULTS_FILE = "results.json"


def results_folder(policy: str) -> str:
    """Return the folder of a policy's outcome below the site."""
    return f"{policy}/results"


def outcome_summary(compiled: CompiledPolicy, say: Say) -> dict[str, Any] | None:
    """Return what a box on the policy's page says of the outcome; None before it is told.

    ``headline``, ``sources`` (sentences), ``published_on`` (a date), ``unit`` and ``folder``,
    where the outcome's page is below the site.
    """
    results = compiled.results
    if results is None:
        return None
    return {
        "headline": headline(results.counts, say),
        "sources": sources(results.counts, say),
        "published_on": results.published_on,
        "unit": results.unit,
        "folder": results_folder(results.policy) + "/",
    }


def answers_by_clause(compiled: CompiledPolicy, say: Say) -> dict[str, dict[str, str]]:
    """Return by wId of the latest version how many comments a clause had and what became of them.

    ``words`` is 意见3条：采纳2条，未采纳1条; ``path`` leads there from the site's root.
    """
    if compiled.results is None:
        return {}
    folder = results_folder(compiled.policy.id)
    return {
        each.now.anchor: {"words": _tally(each, say), "path": f"{folder}/#{each.anchor}"}
        for each in answered_clauses(compiled, compiled.results)
        if each.now
    }


def results_values(compiled: CompiledPolicy, results: Results, say: Say) -> dict[str, Any]:
    """Return what the template ``results.html`` shows; places are paths below the site."""
    counts = results.counts
    shown = _Rows(compiled, results, say)
    rows = [shown.values(index, row) for index, row in enumerate(results.rows)]
    return {
        "policy": compiled.policy,
        "title": results.title or say("采纳情况反馈"),
        "headline": headline(counts, say),
        "sources": sources(counts, say),
        "results": results,
        "figures": figures(results, say),
        "chart": chart(results, say),
        "rates": rates(counts, say),
        "rows": rows,
        "unlisted": counts.comments - len(rows) if results.reconciliation else 0,
        "has_rounds": len({row.window for row in results.rows}) > 1,
        "dispositions": [name for kind, name in shown.dispositions.items() if counts.of(kind)],
        "clauses": [
            {**shown.clause(each), "rows": [rows[index] for index in each.rows]}
            for each in answered_clauses(compiled, results)
        ],
        "groups": _groups(results, say),
        "reconciliation": reconciliation(results, say),
        "file": f"{results_folder(results.policy)}/{RESULTS_FILE}",
    }


def figures(results: Results, say: Say) -> list[tuple[str, int]]:
    """Return the table beside the chart: every part of what was received that is not empty."""
    counts = results.counts
    rows = [(name, counts.of(kind)) for kind, name in disposition_names(say).items()]
    waiting = results.reconciliation.comments.unresolved if results.reconciliation else 0
    rows += [(say("参与人撤回"), counts.withdrawn), (say("尚未答复"), waiting)]
    return [(name, number) for name, number in rows if number]


def chart(results: Results, say: Say) -> Markup | None:
    """Draw the dispositions; None below ten comments, where people could be guessed."""
    counts = results.counts
    if counts.comments < SPLIT_FROM:
        return None
    bars = [
        Bar(name, number, say("%(n)s条", n=number), kind.name.lower().replace("_", "-"))
        for kind, name in disposition_names(say).items()
        if (number := counts.of(kind))
    ]
    return Markup(bar_chart(bars, counts.comments, headline(counts, say)))  # noqa: S704 - escaped there


class _Rows:
    """Writes the rows of one outcome."""

    def __init__(self, compiled: CompiledPolicy, results: Results, say: Say) -> None:
        self.say = say
        self.page = f"{compiled.policy.id}/"
        self.clauses = ClauseNames(compiled)
        self.dispositions = disposition_names(say)
        self.channels = channel_names(say)
        self.withheld = withheld_names(say)
        self.groups = {group.id: group for group in results.groups}
        order = [window.id for window in compiled.policy.windows]
        self.rounds = {name: number for number, name in enumerate(order, 1)}

    def values(self, index: int, row: ResultRow) -> dict[str, Any]:
        """Return one row of the table as the template takes it."""
        return {
            "number": index + 1,
            "clause": row.clause or "",
            "citation": row.citation or self.say("全文"),
            "path": self.path(row.clause),
            "name": row.masked_name,
            "text": row.text,
            "withheld": self.withheld.get(row.withheld, row.withheld),
            "summarised": row.summarised,
            "disposition": self.dispositions[row.disposition],
            "kind": row.disposition.name.lower().replace("_", "-"),
            "reason": row.reason,
            "group": self.groups.get(row.group),
            "carried": self.carried(row),
            "later": row.later,
            "channel": self.channels.get(row.channel, row.channel),
            "round": self.rounds.get(row.window),
        }

    def path(self, name: str | None) -> str | None:
        """Return where a clause is now, as a path below the site's pages."""
        found = self.clauses.find(name) if name else None
        return f"{self.page}#{found.anchor}" if found else None

    def carried(self, row: ResultRow) -> dict[str, str] | None:
        """Return the clause that carries an adopted comment, as far as it is public."""
        found = self.clauses.find(row.to_wid) if row.to_wid else None
        return (
            {"citation": found.citation, "path": f"{self.page}#{found.anchor}"} if found else None
        )

    def clause(self, each: Answered) -> dict[str, Any]:
        """Return the head of one clause's section."""
        return {
            "anchor": each.anchor,
            "wid": each.wid or "",
            "citation": each.citation or self.say("全文"),
            "words": each.words,
            "asked": each.asked,
            "now": each.now,
            "path": self.path(each.wid),
            "changes": each.changes,
            "tally": _tally(each, self.say),
        }


def _tally(each: Answered, say: Say) -> str:
    numbers = Counter(each.results.rows[index].disposition for index in each.rows)
    told = fates(((kind, numbers[kind]) for kind in Disposition), say)
    return say("意见%(count)s条：%(fates)s", count=len(each.rows), fates=say("，").join(told))


def _groups(results: Results, say: Say) -> list[dict[str, Any]]:
    """Return each group with the numbers of its comments; people are still counted one by one."""
    names = disposition_names(say)
    return [
        {
            "id": group.id,
            "topic": group.topic,
            "reason": group.reason,
            "rows": [
                (index + 1, names[row.disposition])
                for index, row in enumerate(results.rows)
                if row.group == group.id
            ],
        }
        for group in results.groups
    ]
