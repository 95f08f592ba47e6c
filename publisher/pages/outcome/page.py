"""The page of an outcome (采纳情况反馈): headline, figures, the table, clause by clause."""

import csv
import io
from collections import Counter
from typing import Any

from catalogue.citation import WHOLE_TEXT
from catalogue.csv_text import escape
from catalogue.results import SPLIT_FROM, Disposition, ResultRow, Results
from catalogue.window import Window
from interface import dates
from interface.language import Translate
from publisher.compile.comparisons import comparisons
from publisher.compile.policy import CompiledPolicy
from publisher.pages.outcome.by_clause import ClauseOutcome, clause_outcomes
from publisher.pages.outcome.three_columns import columns
from publisher.pages.policy.annotations import Annotation
from publisher.wording.outcome_words import (
    channel_names,
    disposition_names,
    fates,
    headline,
    lead,
    rates,
    reconciliation,
    sources,
    withheld_names,
)

RESULTS_FILE, CSV_FILE = "results.json", "results.csv"
_HEADS = ("序号", "反馈人", "条款", "意见内容或摘要", "采纳情况", "理由", "体现在", "渠道")


def results_folder(policy: str) -> str:
    """Return the folder of a policy's outcome below the site."""
    return f"{policy}/results"


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
        "folder": results_folder(results.policy) + "/",
    }


def outcomes_by_clause(
    compiled: CompiledPolicy, translate: Translate, home: str
) -> dict[str, list[Annotation]]:
    """Return by wId of the latest version how many comments a clause had and what became of them.

    ``name`` is 意见3条：采纳2条，未采纳1条; ``home`` is the way up to the pages.
    """
    if compiled.results is None:
        return {}
    page = f"{home}{results_folder(compiled.policy.id)}/"
    return {
        each.now.anchor: [Annotation(_tally(each, translate), "", f"{page}#{each.anchor}")]
        for each in clause_outcomes(compiled, compiled.results)
        if each.now
    }


def results_values(
    compiled: CompiledPolicy, results: Results, translate: Translate
) -> dict[str, Any]:
    """Return what the template ``results.html`` shows; places are paths below the site."""
    counts = results.counts
    shown = _Rows(compiled, results, translate)
    rows = [shown.values(index, row) for index, row in enumerate(results.rows)]
    parts = figures(results, translate)
    # Below ten comments no bars are shown.
    most = max((part[2] for part in parts), default=0) if counts.comments >= SPLIT_FROM else 0
    asked = set(results.versions) or {each.version for each in compiled.policy.windows}
    return {
        "policy": compiled.policy,
        "title": results.title or translate("采纳情况反馈"),
        "lead": lead(counts, translate),
        "periods": [dates.period(each, translate) for each in _windows(compiled, results)],
        "sources": sources(counts, translate),
        "results": results,
        "columns": columns(compiled, rows, translate),
        "figures": parts,
        "most": most,
        "rates": rates(counts, translate),
        "rows": rows,
        "unlisted": counts.comments - len(rows) if results.reconciliation else 0,
        "has_rounds": len({row.window for row in results.rows}) > 1,
        "rounds": shown.round_results(results) if len(results.rounds) > 1 else [],
        "fates": [
            (kind, name, number)
            for disposition, name in shown.dispositions.items()
            if (number := sum(row.disposition is disposition for row in results.rows))
            for kind in [_kind(disposition)]
        ],
        "clauses": [
            {**shown.clause(each), "rows": [rows[index] for index in each.rows]}
            for each in clause_outcomes(compiled, results)
        ],
        "groups": _groups(results, translate),
        "reconciliation": reconciliation(results, translate),
        "file": f"{results_folder(results.policy)}/{RESULTS_FILE}",
        "table": f"{results_folder(results.policy)}/{CSV_FILE}",
        "revised": compiled.latest.version.id not in asked,
        "changes": next((each.folder for each in reversed(comparisons(compiled))), ""),
    }


def results_table(compiled: CompiledPolicy, results: Results, translate: Translate) -> bytes:
    """Return the table of the page in CSV (RFC 4180, UTF-8 with BOM), in the page's words."""
    shown = _Rows(compiled, results, translate)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(map(translate, _HEADS))
    for index, row in enumerate(results.rows):
        each = shown.values(index, row)
        group, carried = each["group"], each["carried"]
        withheld = row.withheld and translate("内容不公开（%(reason)s）", reason=each["withheld"])
        where = [carried["citation"]] if carried else []
        where += [translate("将体现在修改稿中")] if row.forthcoming else []
        where += [translate("拟在后续文件中体现：") + row.later] if row.later else []
        reasons = [row.reason, group.reason if group else ""]
        cells = (
            index + 1, row.masked_name, each["citation"], withheld or row.text, each["disposition"],
            "\n".join(filter(None, reasons)), "\n".join(where), each["channel"],
        )  # fmt: skip
        writer.writerow(escape(str(cell)) for cell in cells)
    return table.getvalue().encode("utf-8-sig")


def _windows(compiled: CompiledPolicy, results: Results) -> list[Window]:
    """Return the rounds that are answered; all of them where the outcome names none."""
    named = results.windows or tuple(each.window for each in results.rounds)
    return [each for each in compiled.policy.windows if not named or each.id in named]


def figures(results: Results, translate: Translate) -> list[tuple[str, str, int]]:
    """Return every part of what was received that is not empty: kind, name, number."""
    counts = results.counts
    rows = [
        (_kind(kind), name, counts.of(kind)) for kind, name in disposition_names(translate).items()
    ]
    waiting = results.reconciliation.comments.unresolved if results.reconciliation else 0
    rows += [
        ("referred", translate("其他转送"), counts.transferred_elsewhere),
        ("withdrawn", translate("参与人撤回"), counts.withdrawn),
        ("unresolved", translate("尚未答复"), waiting),
    ]
    return [row for row in rows if row[2]]


def _kind(disposition: Disposition) -> str:
    return disposition.name.lower().replace("_", "-")


class _Rows:
    """Writes the rows of one outcome."""

    def __init__(self, compiled: CompiledPolicy, results: Results, translate: Translate) -> None:
        self.translate = translate
        self.page = f"{compiled.policy.id}/"
        self.clauses = compiled.names
        self.dispositions = disposition_names(translate)
        self.channels = channel_names(translate)
        self.withheld = withheld_names(translate)
        self.groups = {group.id: group for group in results.groups}
        order = [window.id for window in compiled.policy.windows]
        self.rounds = {name: number for number, name in enumerate(order, 1)}

    def values(self, index: int, row: ResultRow) -> dict[str, Any]:
        """Return one row of the table as the template takes it."""
        return {
            "number": index + 1,
            "clause": row.clause or "",
            "citation": self.cited(row.citation),
            "path": self.path(row.clause),
            "name": row.masked_name,
            "text": row.text,
            "withheld": self.withheld.get(row.withheld, row.withheld),
            "summarised": row.summarised,
            "disposition": self.dispositions[row.disposition],
            "kind": _kind(row.disposition),
            "fate": row.disposition,
            "reason": row.reason,
            "group": self.groups.get(row.group),
            "carried": self.place(row.to_wid),
            "later": row.later,
            "forthcoming": row.forthcoming,
            "corrections": [
                (each.on, self.dispositions[each.disposition], each.reason)
                for each in reversed(row.corrections)
            ],
            "channel": self.channels.get(row.channel, row.channel),
            "round": self.rounds.get(row.window),
        }

    def cited(self, citation: str) -> str:
        """Return a citation, or what the whole text is called in the page's language."""
        return self.translate(WHOLE_TEXT) if citation in {"", WHOLE_TEXT} else citation

    def place(self, name: str | None) -> dict[str, str] | None:
        """Return where a public clause is now: its wId, citation and path below the pages."""
        found = self.clauses.find(name) if name else None
        if found is None:
            return None
        path = f"{self.page}#{found.anchor}"
        return {"wid": found.anchor, "citation": found.citation, "path": path}

    def path(self, name: str | None) -> str | None:
        """Return where a clause is now, as a path below the site's pages."""
        return (self.place(name) or {}).get("path")

    def round_results(self, results: Results) -> list[tuple[str, str]]:
        """Return each round with what it brought, one that brought nothing too."""
        translate, none = self.translate, self.translate("未收到意见建议")
        return [
            (
                translate("第%(n)s轮", n=self.rounds.get(each.window, each.window)),
                translate("收到意见%(count)s条", count=each.comments) if each.comments else none,
            )
            for each in results.rounds
        ]

    def clause(self, each: ClauseOutcome) -> dict[str, Any]:
        """Return the head of one clause's section."""
        return {
            "anchor": each.anchor,
            "wid": each.wid or "",
            "citation": self.cited(each.citation),
            "words": each.words,
            "asked": each.asked,
            "now": each.now,
            "path": self.path(each.wid),
            "changes": each.changes,
            "tally": _tally(each, self.translate),
        }


def _tally(each: ClauseOutcome, translate: Translate) -> str:
    numbers = Counter(each.results.rows[index].disposition for index in each.rows)
    parts = fates(((kind, numbers[kind]) for kind in Disposition), translate)
    return translate(
        "意见%(count)s条：%(fates)s", count=len(each.rows), fates=translate("，").join(parts)
    )


def _groups(results: Results, translate: Translate) -> list[dict[str, Any]]:
    """Return each group with the numbers of its comments."""
    names = disposition_names(translate)
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
