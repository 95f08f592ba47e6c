"""Consultations that a report is made of: rows as the register has them, counted here anew."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from catalogue.results import Disposition, Partition, Reconciliation, ResultCounts
from catalogue.window import CHINA, Window
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.exports.reports.report_values import ReportData

TITLE = "十堰市推进工业经济稳增长快转型高质量发展若干政策意见（2018-2020）"
WINDOW = Window(
    "w1",
    "v1",
    datetime(2018, 7, 12, 8, 30, tzinfo=CHINA),
    datetime(2018, 7, 19, tzinfo=CHINA),
)


def register_row(number: int, disposition: str | None = "adopted", **changed: Any) -> RegisterRow:
    """Make a row; ``disposition`` None is a comment that nobody decided on."""
    carried = disposition in {"adopted", "partly_adopted"}
    values: dict[str, Any] = {
        "comment": f"c{number}",
        "number": f"{number}-1",
        "changed": number,
        "wid": f"v1.sec_{number % 5}",
        "citation": f"第二部分（{'一二三四五'[number % 5]}）",
        "clause_text": "设立专项资金。",
        "body": f"意见{number}：专项资金的条件太笼统，建议写明申报条件和办理时限。",
        "proposed_text": "",
        "comment_reason": "",
        "stance": "suggest",
        "who": "林*芸",
        "kind": "person",
        "channel": "web",
        "posted_on": None,
        "received_on": date(2018, 7, 13),
        "late": False,
        "state": "answered" if disposition else "received",
        "disposition": disposition,
        "released": disposition is not None,
        "reason": "" if disposition == "adopted" else "上位法已有规定，不再重复。",
        "summary": "",
        "to_wid": "v2.sec_1" if carried else None,
        "to_citation": f"第二部分（{'一二三四五'[number % 5]}）" if carried else "",
        "later": "",
        "withheld": "",
    }
    return RegisterRow(**{**values, **changed})


def report_data(rows: Sequence[RegisterRow], **changed: Any) -> ReportData:
    """Count rows as the ledger would and make the values of their report."""
    released = Counter(row.disposition for row in rows if row.released)
    numbers = {code: released[code] for code in DISPOSITIONS}
    counts = ResultCounts(
        comments=len(rows),
        **numbers,
        valid=len(rows) - numbers["invalid"] - numbers["petition"],
        submissions=len(rows),
        participants=sum(row.kind != "department" for row in rows),
        departments=sum(row.kind == "department" for row in rows),
        department_comments=sum(row.kind == "department" for row in rows),
    )
    values: dict[str, Any] = {
        "policy": "shiyan-industry-2018",
        "title": TITLE,
        "unit": "十堰市经济和信息化委员会",
        "edition": "public",
        "as_of": datetime(2018, 8, 14, 10, tzinfo=CHINA),
        "windows": (WINDOW,),
        "counts": counts,
        "channels": Counter(row.channel for row in rows),
        "reconciliation": Reconciliation(_partition(rows)),
        "rows": tuple(rows),
    }
    return ReportData(**{**values, **changed})


def _partition(rows: Sequence[RegisterRow]) -> Partition:
    places = Counter(_place(row) for row in rows)
    withheld = Counter(row.withheld for row in rows if _place(row) == "withheld")
    names = ("withdrawn", "invalid", "transferred", "unresolved", "withheld", "published")
    numbers = {name: places[name] for name in names}
    late = sum(row.late for row in rows)
    return Partition(len(rows), **numbers, withheld_by_reason=dict(withheld), late=late)


def _place(row: RegisterRow) -> str:
    if not row.released:
        return "unresolved"
    if row.disposition in {"referred", "petition"}:
        return "transferred"
    if row.disposition == "invalid":
        return "invalid"
    return "withheld" if row.withheld else "published"


def fifteen() -> list[RegisterRow]:
    """Make fifteen comments of which six were adopted, wholly or in part."""
    codes: list[str | None] = ["adopted", "adopted", "adopted", "adopted"]
    codes += ["partly_adopted"] * 2 + ["not_adopted"] * 3
    codes += ["already_provided", "out_of_scope", "referred", "petition", "invalid", None]
    assert {Disposition(DISPOSITIONS[code]) for code in codes if code} == set(Disposition)
    rows = [register_row(number, code) for number, code in enumerate(codes, 1)]
    unit = {"who": "十堰市财政局", "kind": "department", "channel": "official_letter"}
    rows[1] = register_row(2, "adopted", **unit)
    rows[7] = register_row(8, "not_adopted", withheld="commercial_secret", body="")
    return rows
