"""The same figures everywhere, from any list: random comments, sent, decided on, counted here."""

import json
import os
import random
import re
import secrets
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import text

from catalogue.codec import load_results
from catalogue.results import Disposition
from comments_service.domain.errors import NotReconciled
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.services.database.check import check
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import publish_outcome
from comments_service.services.outcome.reports import report_file
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.unit.comments_service.exports.test_agreement import from_csv, from_xlsx, workbook
from tests.worlds.counted_list import Count, Office, a_list
from tests.worlds.ledgers import without_triggers

LONG = os.environ.get("YANLU_SOAK") == "long"
SEEDS = [secrets.randbelow(2**32) for _ in range(10)] if LONG else [20180712, 7]


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_six_outputs_say_what_the_list_says(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    said = a_list(chance)
    ids = office.receive(said)
    assert len(ids) == len(said)
    office.decide(said, ids, chance)
    office.outputs()
    count = Count(said)
    assert_tally(office.tally(), count)
    assert_json(json.loads((office.folder / "out.json").read_text("utf-8")), count)
    assert Counter(row["disposition"] for row in from_csv(office.folder)) == count.listed
    assert_xlsx(office.folder, count)
    assert_docx(office.folder / "out.docx", count)
    assert_outcome(office, count)


def assert_tally(tally: dict[str, Any], count: Count) -> None:
    totals = (tally["submissions"], tally["comments"], tally["participants"], tally["departments"])
    assert totals == (count.letters, count.comments, count.participants, count.departments)
    assert {row["citation"]: row["comments"] for row in tally["by_clause"]} == count.clauses
    stances = {
        (row["citation"], stance): number
        for row in tally["by_clause"]
        for stance, number in row["stances"].items()
        if number
    }
    assert stances == count.stances
    assert {row["day"]: row["comments"] for row in tally["by_day"]} == count.days
    assert {row["participant"]: row["comments"] for row in tally["by_participant"]} == count.kinds


def assert_json(found: dict[str, Any], count: Count) -> None:
    assert_tally(found["tally"], count)
    assert Counter(row["disposition"] for row in found["comments"]) == count.listed
    comments = found["reconciliation"]["comments"]
    assert {name: comments[name] for name in count.partition} == count.partition
    assert found["reconciliation"]["balanced"] is True


def assert_xlsx(folder: Path, count: Count) -> None:
    assert Counter(row["disposition"] for row in from_xlsx(folder, "意见明细")) == count.words
    lines = workbook(folder)["概览"].iter_rows(values_only=True)
    shown = {line[0]: line[1] for line in lines}
    totals = [shown[label] for label in ("来件数", "意见数", "参与人数", "机关单位数")]
    assert totals == [count.letters, count.comments, count.participants, count.departments]
    by_clause = from_xlsx(folder, "分条款")
    assert {row["citation"]: row["comments"] for row in by_clause} == count.clauses
    assert sum(row["comments"] for row in from_xlsx(folder, "分日")) == count.comments
    checked = {row["unit"]: row for row in from_xlsx(folder, "勾稽核对")}["意见"]
    assert {name: checked[name] for name in count.partition} == count.partition
    assert checked["balanced"] == "是"


def assert_docx(path: Path, count: Count) -> None:
    document = Document(str(path))
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"{count.comments}条意见，采纳或部分采纳{count.taken}条" in whole
    for word, number in count.words.items():
        assert f"{word}{number}条" in whole
    came = f"收到来件{count.letters}件、意见{count.comments}条，来自{count.participants}人"
    assert came in whole
    rows = document.tables[-1].rows
    fate = [cell.text for cell in rows[0].cells].index("采纳情况")
    assert Counter(row.cells[fate].text for row in rows[1:]) == count.words


def assert_outcome(office: Office, count: Count) -> None:
    results = load_results((office.policies / POLICY / "results.json").read_text("utf-8"))
    counts = results.counts
    by_code = {
        code: counts.by_disposition[Disposition(word)] for code, word in DISPOSITIONS.items()
    }
    assert by_code == {code: count.fates[code] for code in DISPOSITIONS}
    totals = (counts.submissions, counts.comments, counts.participants, counts.departments)
    assert totals == (count.letters, count.comments, count.participants, count.departments)
    assert counts.transferred == count.transferred
    page = office.page()
    headline = re.sub(r"<[^>]+>", "", page[page.index("<h1") : page.index("</h1>")])
    assert headline == f"{count.comments}条意见，采纳或部分采纳{count.taken}条"
    shown = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="yl-number-cell">(\d+)', page))
    for word, number in count.words.items():
        assert shown[word] == str(number), word


@pytest.fixture
def decided(office: Office) -> str:
    """A list that was decided on; the id of one that was adopted comes back."""
    chance = random.Random(3)
    said = a_list(chance)
    ids = office.receive(said)
    office.decide(said, ids, chance)
    return next(each for each, one in zip(ids, said, strict=True) if one.fate == "adopted")


def by_hand(office: Office, words: str, comment: str) -> None:
    with writing(office.service.database) as connection, without_triggers(connection):
        connection.execute(text(words), {"comment": comment})


@pytest.mark.sqlite
def test_one_row_deleted_by_hand_stops_every_output_and_is_named(
    office: Office, decided: str
) -> None:
    by_hand(office, "DELETE FROM decisions WHERE comment_id = :comment", decided)
    out = office.folder / "out"
    writes: list[Callable[[], object]] = [
        lambda: export_file(office.service, POLICY, "public", "xlsx", out),
        lambda: export_file(office.service, POLICY, "public", "json", out),
        lambda: export_file(office.service, POLICY, "public", "csv", out),
        lambda: report_file(office.service, POLICY, "public", out),
        lambda: publish_outcome(office.service, POLICY, out, office.chen.id),
    ]
    for write_output in writes:
        with pytest.raises(NotReconciled, match=decided):
            write_output()
    assert not out.exists()


@pytest.mark.parametrize(
    ("table", "column"), [("decisions", "comment_id"), ("comment_states", "comment")]
)
@pytest.mark.sqlite
def test_one_disposition_altered_by_hand_is_named_by_the_check(
    office: Office, decided: str, table: str, column: str
) -> None:
    assert check(office.service).differences == []
    words = f"UPDATE {table} SET disposition = 'referred' WHERE {column} = :comment"  # noqa: S608
    by_hand(office, words, decided)
    differences = check(office.service).differences
    with office.service.database.read() as connection:
        decision = comment_states.named(connection, [decided])[decided].decision
    assert differences
    assert all(decided in each or str(decision) in each for each in differences)
