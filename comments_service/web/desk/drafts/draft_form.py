"""What the builder found of a text, as a form that its drafter fills in or puts right."""

import re
from collections.abc import Mapping
from typing import Any

from comments_service.domain.drafts.draft_reading import DraftReading
from comments_service.domain.drafts.draft_record import DraftRecord
from comments_service.domain.register.code_words import CHANNELS
from comments_service.services.drafts.draft_folders import PolicyDraft
from interface.names import KIND_NAMES

LINES = {
    "title": "标题", "label": "稿次", "doc_no": "文号", "issuer": "发布机构", "index_no": "索引号",
    "subject": "主题分类", "written_on": "成文日期", "issued_on": "发布日期",
    "published_on": "公开日期",
}  # fmt: skip
_PROCEDURES = ("政府规章", "重大行政决策", "行政规范性文件", "其他")
CHOICES = {
    "kind": ("类别", KIND_NAMES),
    "procedure": ("制定程序", {each: each for each in _PROCEDURES}),
}
ROWS = {
    "windows": {
        "opens": "征求意见开始", "closes": "征求意见截止", "shortened_reason": "缩短期限的理由",
    },
    "channels": {"kind": "渠道", "to": "地址或号码"},
}  # fmt: skip
CHANNEL_CHOICES = {"": "不用这一行", **CHANNELS}
_CELL = re.compile(r"(windows|channels)\[(\d{1,2})\]\.([a-z_]{2,20})")
_LONGEST = 2_000


def facts_of(record: DraftRecord, reading: DraftReading | None) -> dict[str, Any]:
    """Return what the form shows: what was found, and what was answered in its place."""
    facts = {**(reading.found if reading else {}), **record.answers}
    facts["windows"] = [*facts.get("windows", ())] or [{}]
    facts["channels"] = [*facts.get("channels", ()), {}]
    return facts


def answers_of(sent: Mapping[str, str], draft: PolicyDraft) -> dict[str, Any]:
    """Return the answers of a form as ``build.py read --answers`` takes them.

    Only what is other than what was shown is an answer: a field left empty takes away nothing
    that the policy has already.
    """
    before, shown = draft.record.answers, facts_of(draft.record, draft.reading)
    typed = {name: sent[name].strip()[:_LONGEST] for name in (*LINES, *CHOICES) if name in sent}
    if not typed.get("published_on"):
        # Nothing is published without a day.
        typed.pop("published_on", None)
    said: dict[str, Any] = {
        name: each for name, each in typed.items() if each != (shown.get(name) or "")
    }
    for name, cells in ROWS.items():
        rows = _rows(sent, name)
        there = [{cell: row[cell] for cell in cells if row.get(cell)} for row in shown[name]]
        if name == "channels":
            # A channel goes by its kind; an address that was typed without one is asked about.
            known = {row.get("to") for row in there}
            rows = [row for row in rows if "kind" in row or row["to"] not in known]
        if rows != [row for row in there if row]:
            # A row that was left as it is keeps what is not in the form, a postcode say.
            said[name] = [shown[name][there.index(row)] if row in there else row for row in rows]
    asked = draft.reading.questions if draft.reading else ()
    fates = {fate for each in asked for fate in each.fates}
    chosen = [line for name, line in sent.items() if name.startswith("decide") and line in fates]
    if chosen:
        said["decisions"] = [*before.get("decisions", ()), *chosen]
    return {**before, **said}


def _rows(sent: Mapping[str, str], name: str) -> list[dict[str, str]]:
    """Return the rows that are filled in, in their order."""
    cells: dict[int, dict[str, str]] = {}
    for field, value in sent.items():
        found = _CELL.fullmatch(field)
        if found and found[1] == name and found[3] in ROWS[name] and value.strip():
            cells.setdefault(int(found[2]), {})[found[3]] = value.strip()[:_LONGEST]
    return [row for _, row in sorted(cells.items())]
