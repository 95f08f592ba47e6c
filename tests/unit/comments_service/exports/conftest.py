"""A consultation to export: an office reads what 林晓芸, a company and a bureau wrote."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from comments_service.domain.states.reconciliation import reconcile
from comments_service.exports.export_data import ExportData

Row = dict[str, Any]
STANCES = ("support", "oppose", "suggest", "question")
CONTACT = {
    "attachments": "测算表.pdf", "attachment_text": "门槛偏高。",
    "automatic": False, "assurance": "declared", "phone": "+8613900000000",
    "email": "lin@example.org", "uscc": "", "guardian": "",
}  # fmt: skip


def comment(number: int, **changed: Any) -> Row:
    row = {
        "receipt_no": f"20180712-0000-{number:04}-1",
        "comment_id": f"c-{number}",
        "received_at": f"2018-07-{12 + number % 3}T09:30:00.123+08:00",
        "wid": f"w{number % 4}" if number % 4 else None,
        "eid": f"sec_{number % 4}" if number % 4 else None,
        "version": "v1",
        "citation": f"第{number % 4}条" if number % 4 else "全文",
        "clause_text": "一、设立专项资金。",
        "selected_text": "",
        "stance": STANCES[number % 4],
        "body": f"意见{number}：太笼统",
        "proposed_text": "",
        "reason": "",
        "name": "林*芸",
        "participant": "person",
        "channel": "web",
        "state": "received",
        "disposition": None,
        "answer": "",
        "summary": "",
        "to_citation": "",
        "later": "",
        "organisation": "",
        "place": "张湾区",
        "consent_publish_name": False,
        "confidential": number % 5 == 0,
        "withheld": "",
    }
    return {**row, **changed}


def count_clauses(rows: list[Row]) -> list[Row]:
    found = []
    for wid in dict.fromkeys(row["wid"] for row in rows):
        mine = [row for row in rows if row["wid"] == wid]
        stances = Counter(row["stance"] for row in mine if row["state"] != "withdrawn")
        gone = len(mine) - stances.total()
        counts = {"comments": len(mine), "participants": 1, "withdrawn": gone}
        names = {key: mine[0][key] for key in ("wid", "eid", "citation")}
        found.append({**names, **counts, "stances": {s: stances[s] for s in STANCES}})
    return found


def count(key: str, values: list[str]) -> list[Row]:
    return [
        {key: value, "submissions": n, "comments": n, "participants": 1}
        for value, n in sorted(Counter(values).items())
    ]


def tally(rows: list[Row], *, split: bool) -> Row:
    totals = {"submissions": len(rows), "comments": len(rows), "participants": 1}
    head = {"policy": "shiyan-industry-2018", "as_of": "2018-07-19T10:00:00+08:00", "log_size": 12}
    by_clause = count_clauses(rows)
    gone = {"withdrawn": sum(row["withdrawn"] for row in by_clause)}
    found = {**head, **totals, "departments": 0, **gone, "by_clause": by_clause}
    if split:
        found["by_day"] = count("day", [row["received_at"][:10] for row in rows])
        found["by_participant"] = count("participant", [r["participant"] for r in rows])
    return found


def manifest(edition: str) -> Row:
    return {
        "policy": "shiyan-industry-2018",
        "title": "若干政策意见",
        "edition": edition,
        "as_of": "2018-07-19T10:00:00+08:00",
        "log_size": 12,
        "versions": [{"id": "v1", "label": "送审稿", "digest": "sha256:v1"}],
        "windows": [
            {
                "id": "w1",
                "version": "v1",
                "opens_at": "2018-07-12T00:00:00+08:00",
                "closes_at": "2018-07-19T00:00:00+08:00",
            }
        ],
        "time_zone": "Asia/Shanghai",
        "names_withdrawn_on": "2018-07-16",
        "filter": {},
    }


@pytest.fixture(scope="session")
def make_comment() -> Callable[..., Row]:
    return comment


@pytest.fixture(scope="session")
def make_data() -> Callable[..., ExportData]:
    """Make an export of so many comments, or of these; the rows can be read once only."""

    def make(rows: int | list[Row] = 12, edition: str = "public") -> ExportData:
        listed = [comment(n) for n in range(1, rows + 1)] if isinstance(rows, int) else rows
        if edition == "restricted":
            listed = [{**row, **CONTACT} for row in listed]
        split = edition == "restricted" or len(listed) >= 10
        standing = [(r["receipt_no"], r["state"], r["disposition"], False, None) for r in listed]
        return ExportData(
            manifest=manifest(edition),
            tally=tally(listed, split=split),
            comments=iter([[*row.values()] for row in listed]),
            reconciliation=reconcile(standing),
        )

    return make
