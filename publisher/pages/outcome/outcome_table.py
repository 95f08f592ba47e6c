"""The table of an outcome (意见采纳情况表): its rows by clause, as pages show them and as CSV."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalogue.citation import WHOLE_TEXT
from catalogue.csv_text import escape
from catalogue.results import Disposition, ResultRow, Results
from interface.language import Translate
from publisher.compile.policy import CompiledPolicy
from publisher.pages.outcome.by_clause import (
    ROWS_A_PAGE,
    ClauseOutcome,
    clause_outcomes,
    way_to,
)
from publisher.wording.outcome_words import (
    channel_names,
    disposition_names,
    fates,
    withheld_names,
)

_HEADS = ("序号", "反馈人", "条款", "意见内容或摘要", "采纳情况", "理由", "体现在", "渠道")


class OutcomeTable:
    """The rows of one outcome as templates take them, in the order of their numbers."""

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
        self.outcomes = clause_outcomes(compiled, results)
        ordered = (results.rows[index] for each in self.outcomes for index in each.rows)
        self.rows = [self._row(number, row) for number, row in enumerate(ordered, 1)]

    def pages(self) -> Iterator[list[dict[str, Any]]]:
        """Yield the clauses of each page, each with its rows there; one page of no rows."""
        for start in range(0, len(self.rows) or 1, ROWS_A_PAGE):
            end = min(start + ROWS_A_PAGE, len(self.rows))
            yield [
                {
                    **self.clause(each),
                    "begins": first >= start,
                    "rows": self.rows[max(first, start) : min(first + len(each.rows), end)],
                }
                for each in self.outcomes
                for first in [each.first - 1]
                if first < end and first + len(each.rows) > start
            ]

    def _row(self, number: int, row: ResultRow) -> dict[str, Any]:
        return {
            "number": number,
            "href": way_to(number),
            "clause": row.clause,
            "citation": self.cited(row.citation),
            "name": row.masked_name,
            "text": row.text,
            "withheld": self.withheld.get(row.withheld, row.withheld),
            "summarised": row.summarised,
            "disposition": self.dispositions[row.disposition],
            "kind": kind_of(row.disposition),
            "fate": row.disposition,
            "reason": row.reason,
            "group": self.groups.get(row.group),
            "carried": self._place(row.to_wid),
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

    def _place(self, name: str | None) -> dict[str, str] | None:
        """Return where a public clause is now: its wId, citation and path below the pages."""
        found = self.clauses.find(name) if name else None
        if found is None:
            return None
        path = f"{self.page}#{found.anchor}"
        return {"wid": found.anchor, "citation": found.citation, "path": path}

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
        """Return the head of one clause's rows."""
        return {
            "anchor": each.anchor,
            "href": way_to(each.first, each.anchor),
            "citation": self.cited(each.citation),
            "words": each.words,
            "asked": each.asked,
            "now": each.now,
            "path": each.now and f"{self.page}#{each.now.anchor}",
            "changes": each.changes,
            "tally": tally(each, self.translate),
            "count": len(each.rows),
        }

    def as_csv(self) -> bytes:
        """Return the whole table in CSV (RFC 4180, UTF-8 with BOM), in the page's words."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(map(self.translate, _HEADS))
        for row in self.rows:
            writer.writerow(escape(str(cell)) for cell in self._cells(row))
        return text.getvalue().encode("utf-8-sig")

    def _cells(self, row: dict[str, Any]) -> tuple[object, ...]:
        group, carried, translate = row["group"], row["carried"], self.translate
        withheld = row["withheld"] and translate("内容不公开（%(reason)s）", reason=row["withheld"])
        where = [carried["citation"]] if carried else []
        where += [translate("将体现在修改稿中")] if row["forthcoming"] else []
        where += [translate("拟在后续文件中体现：") + row["later"]] if row["later"] else []
        reasons = [row["reason"], group.reason if group else ""]
        return (
            row["number"], row["name"], row["citation"], withheld or row["text"],
            row["disposition"], "\n".join(filter(None, reasons)), "\n".join(where), row["channel"],
        )  # fmt: skip


def kind_of(disposition: Disposition) -> str:
    """Return a disposition's name in the stylesheet."""
    return disposition.name.lower().replace("_", "-")


def tally(each: ClauseOutcome, translate: Translate) -> str:
    """Write 意见3条：采纳2条，未采纳1条 of a clause."""
    numbers = Counter(each.results.rows[index].disposition for index in each.rows)
    parts = fates(((kind, numbers[kind]) for kind in Disposition), translate)
    return translate(
        "意见%(count)s条：%(fates)s", count=len(each.rows), fates=translate("，").join(parts)
    )
