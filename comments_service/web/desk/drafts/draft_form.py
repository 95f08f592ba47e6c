"""What the builder found of a text, as a form that its drafter fills in or puts right."""

import re
from collections.abc import Mapping
from typing import Any

from comments_service.domain.drafts.draft_reading import DraftReading
from comments_service.domain.drafts.draft_record import DraftRecord
from comments_service.domain.register.code_words import CHANNELS
from interface.names import KIND_NAMES, PROCEDURES

LINES = {
    "title": "标题", "label": "稿次", "doc_no": "文号", "issuer": "发布机构", "index_no": "索引号",
    "subject": "主题分类", "written_on": "成文日期", "issued_on": "发布日期",
    "published_on": "公开日期",
}  # fmt: skip
CHOICES = {
    "kind": ("类别", KIND_NAMES),
    "procedure": ("制定程序", {each: each for each in PROCEDURES}),
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


def answers_of(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers of a form as ``build.py read --answers`` takes them; empty rows go."""
    said: dict[str, Any] = {
        name: sent[name].strip()[:_LONGEST] for name in (*LINES, *CHOICES) if name in sent
    }
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in ROWS}
    for name, value in sent.items():
        found = _CELL.fullmatch(name)
        if found and found[3] in ROWS[found[1]]:
            rows[found[1]].setdefault(int(found[2]), {})[found[3]] = value.strip()[:_LONGEST]
    for name, cells in rows.items():
        kept = [row for _, row in sorted(cells.items()) if any(row.values())]
        said[name] = [row for row in kept if row.get("kind", "-")]
    return said
