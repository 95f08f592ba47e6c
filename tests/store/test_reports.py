"""Reports and the year's sheet from the database, held against an independent count."""

import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from sqlalchemy import text

from catalogue.results import Outcome, ResultCounts
from catalogue.window import day_start
from comments_service.domain.errors import NotReconciled
from comments_service.domain.ledger.decision_entries import OutcomePublished
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.services.appending import enter
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import Cut, cut_now, policy_cut
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.reports import report_data, report_file
from comments_service.services.outcome.yearly import year_data, year_file
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts, comment_states
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy
from tests.worlds.decided import propose, release, seal
from tests.worlds.ledgers import without_triggers

EDITIONS = ["public", "restricted"]
TABLES = (("comment_states", "comment"), ("comment_versions", "comment_id"), ("comments", "id"))


def decide(service: Service, given: dict[str, dict[str, Any]]) -> None:
    """Propose and release a decision for each comment."""
    pairs = [(comment, propose(service, comment, **said)) for comment, said in given.items()]
    release(service, POLICY, pairs)


def send(world: World, service: Service, number: int) -> list[str]:
    """Send so many comments, in letters of one to three, and return their ids."""
    chance = random.Random(number)
    before = 0
    while before < number:
        many = min(chance.randrange(1, 4), number - before)
        one = world.citizen()["comments"][0]
        said = [{**one, "body": f"意见{before + at}：门槛偏高。"} for at in range(many)]
        sender = chance.choice([world.citizen, world.company, world.department])
        submit(service, parse_submission(sender(comments=said)))
        before += many
    with service.database.read() as connection:
        return [each.comment for each in comment_states.numbered(connection, POLICY)]


def answered(world: World, service: Service, number: int) -> Counter[str]:
    """Decide at random on comments and return how many have which disposition."""
    chance = random.Random(number)
    given: dict[str, dict[str, Any]] = {}
    for comment in send(world, service, number):
        code = chance.choice([*DISPOSITIONS, ""])
        if code:
            given[comment] = {"disposition": code, "reason": f"理由{chance.randrange(4)}。"}
    decide(service, given)
    return Counter(each["disposition"] for each in given.values())


def write_any(service: Service, file_format: str, out: Path) -> None:
    if file_format == "docx":
        report_file(service, POLICY, "public", out)
    else:
        export_file(service, POLICY, "public", file_format, out)


def in_word(service: Service, folder: Path, edition: str = "public") -> Any:
    report_file(service, POLICY, edition, folder / "r.docx")
    return Document(str(folder / "r.docx"))


@pytest.mark.parametrize("number", [20, 41])
def test_the_reports_say_what_an_independent_count_says(
    world: World, service: Service, tmp_path: Path, number: int
) -> None:
    codes = answered(world, service, number)
    document = in_word(service, tmp_path)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    taken = codes["adopted"] + codes["partly_adopted"]
    assert text.count(f"{number}条意见，采纳或部分采纳{taken}条") == 3
    valid = number - codes["invalid"] - codes["petition"]
    assert f"（采纳{codes['adopted']}条÷有效意见{valid}条）" in text
    column = Counter(row.cells[4].text for row in document.tables[0].rows[1:])
    assert column.pop("尚未答复") == number - codes.total()
    assert column == {DISPOSITIONS[code]: count for code, count in codes.items()}


def test_word_and_json_hold_the_same_comments_in_the_same_order(
    world: World, service: Service, tmp_path: Path
) -> None:
    answered(world, service, 23)
    export_file(service, POLICY, "public", "json", tmp_path / "e.json")
    listed = json.loads((tmp_path / "e.json").read_text("utf-8"))["comments"]
    rows = in_word(service, tmp_path).tables[0].rows[1:]
    assert [row.cells[3].text for row in rows] == [each["body"] for each in listed]
    codes = {word: code for code, word in DISPOSITIONS.items()}
    fates = [codes.get(row.cells[4].text) for row in rows]
    assert fates == [each["disposition"] for each in listed]


@pytest.mark.parametrize("edition", EDITIONS)
def test_names_are_masked_in_the_public_edition_alone(
    world: World, service: Service, tmp_path: Path, edition: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    submit(service, parse_submission(world.company()))
    rows = in_word(service, tmp_path, edition).tables[0].rows[1:]
    masked, real = ["林*芸", "某企业(茅箭区)"], ["林晓芸", "茅箭区晨光机械有限公司"]
    assert [row.cells[1].text for row in rows] == (masked if edition == "public" else real)
    assert ((tmp_path / "r.docx").stat().st_mode & 0o777 == 0o600) == (edition == "restricted")


def test_a_secret_is_withheld_from_the_public_edition_and_counted(
    world: World, service: Service, tmp_path: Path
) -> None:
    one = {**world.citizen()["comments"][0], "confidential": True, "body": "成本三百万元"}
    submit(service, parse_submission(world.company(comments=[one])))
    document = in_word(service, tmp_path)
    assert document.tables[0].rows[1].cells[3].text == "（含商业秘密，内容不公开）"
    assert "意见1条" in "".join(paragraph.text for paragraph in document.paragraphs)


def test_a_sealed_comment_is_a_figure_and_no_row(
    world: World, service: Service, tmp_path: Path
) -> None:
    comments = send(world, service, 5)
    seal(service, POLICY, comments[0])
    document = in_word(service, tmp_path, "restricted")
    assert len(document.tables[0].rows) == 1 + 4
    told = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "按规定转有关部门处理1条" in told
    assert "转办、转送1" in told


def test_a_corrected_decision_is_told_with_both_answers(
    world: World, service: Service, tmp_path: Path
) -> None:
    (comment,) = send(world, service, 1)
    first = {"disposition": "not_adopted", "reason": "财力有限。"}
    decide(service, {comment: first})
    again = {"disposition": "adopted", "reason": "复核后采纳。"}
    decide(service, {comment: again})
    document = in_word(service, tmp_path)
    told = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "更正：1-1号意见（第一部分（一））原答复“未采纳”" in told
    assert "1条意见，采纳或部分采纳1条" in told


@pytest.mark.parametrize("file_format", ["docx", "json", "xlsx", "csv"])
def test_an_export_is_refused_where_a_comment_is_missing_and_names_it(
    world: World, service: Service, tmp_path: Path, file_format: str
) -> None:
    comments = send(world, service, 4)

    with service.database.write() as connection, without_triggers(connection):
        for table, column in TABLES:
            gone = text(f"DELETE FROM {table} WHERE {column} = :id")  # noqa: S608
            connection.execute(gone, {"id": comments[2]})
    out = tmp_path / "out"
    with pytest.raises(NotReconciled, match=comments[2]):
        write_any(service, file_format, out)
    assert not out.exists()


def test_a_consultation_without_a_comment_is_reported(service: Service, tmp_path: Path) -> None:
    document = in_word(service, tmp_path)
    assert "未收到意见建议" in "".join(paragraph.text for paragraph in document.paragraphs)


def test_the_values_are_those_of_the_policy(world: World, service: Service) -> None:
    send(world, service, 3)
    with service.database.read() as connection:
        data = report_data(service, policy_cut(service, connection, POLICY), "public")
        assert next(iter(data.rows)).number == "1-1"
        assert [row.comment for row in data.rows] == [row.comment for row in data.rows]
    assert (data.title, data.windows) == (the_policy().title, the_policy().windows)
    assert sum(data.channels.values()) == 3


# The year's sheet; the window ended on 2018-07-18, its outcome is due on 2018-08-17.

DUE = date(2018, 8, 17)
END_OF_YEAR = Cut(day_start(date(2018, 12, 31)), 10_000)


def publish_outcome(service: Service, day: date) -> None:
    body = OutcomePublished(digest="0" * 64, log_size=1, correction=False)
    event = Occurrence(POLICY, POLICY, "officer-1", body)
    with service.database.write() as connection:
        enter(connection, day_start(day), event)


@pytest.mark.parametrize(
    ("day", "on_time"), [(DUE, 1), (DUE + timedelta(1), 0), (date(2018, 7, 17), 0), (None, 0)]
)
def test_an_outcome_is_on_time_up_to_its_day_and_after_the_round(
    service: Service, day: date | None, on_time: int
) -> None:
    if day:
        publish_outcome(service, day)
    with service.database.read() as connection:
        (row,) = year_data(service, connection, 2018, END_OF_YEAR).rows
    assert (row.due, row.on_time, row.outcome_due) == (1, on_time, DUE)


def test_what_is_not_due_yet_is_in_no_denominator(service: Service) -> None:
    with service.database.read() as connection:
        (row,) = year_data(service, connection, 2018, cut_now(connection, service.clock)).rows
    assert (row.due, row.consultations) == (0, 1)


def test_an_outcome_that_only_the_site_knows_counts(world: World, service: Service) -> None:
    outcome = Outcome(POLICY, DUE, ResultCounts(0, 0, 0, 0))
    publish(world.site, the_policy(outcome=outcome))
    with service.database.read() as connection:
        (row,) = year_data(service, connection, 2018, END_OF_YEAR).rows
    assert (row.on_time, row.published_on) == (1, DUE)


def test_the_years_figures_are_those_of_an_independent_count(
    world: World, service: Service, tmp_path: Path
) -> None:
    codes = answered(world, service, 30)
    year_file(service, 2018, tmp_path / "y.xlsx")
    head, row = openpyxl.load_workbook(tmp_path / "y.xlsx")["按征求意见"].iter_rows(
        values_only=True
    )
    found = {str(name): value for name, value in zip(head, row, strict=True)}
    assert found["条数（条）"] == 30
    assert found["采纳数（条）"] == codes["adopted"]
    assert found["有效意见数（条）"] == 30 - codes["invalid"] - codes["petition"]
    export_file(service, POLICY, "public", "json", tmp_path / "e.json")
    tally = json.loads((tmp_path / "e.json").read_text("utf-8"))["tally"]
    assert found["件数（件）"] == tally["submissions"]
    assert found["人数（人）"] == tally["participants"]
    assert re.fullmatch(r"\d+条÷\d+条", str(found["采纳率算式"]))


def test_who_takes_part_in_two_rounds_of_a_year_is_one_participant(
    world: World, service: Service, database_url: str
) -> None:
    first = the_policy().windows[0]
    second = replace(first, id="w2", opens_at=first.closes_at, closes_at=day_start(DUE))
    publish(world.site, the_policy(windows=(first, second)))
    submit(service, parse_submission(world.citizen()))
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW="2018-07-20T10:00:00+08:00")
    for body in (world.citizen(), world.citizen(), world.company(), world.department()):
        submit(later, parse_submission(body))
    with later.database.read() as connection:
        (row,) = year_data(later, connection, 2018, cut_now(connection, later.clock)).rows
        of_second = comment_counts.of_rounds(connection, [POLICY], [(POLICY, "w2")])[POLICY]
    assert (row.submissions, row.comments, row.participants, row.departments) == (5, 5, 2, 1)
    figures = ("submissions", "comments", "participants", "departments")
    assert [of_second[name] for name in figures] == [4, 4, 2, 1]
    assert check(later).differences == []


def test_another_year_has_no_consultation(world: World, service: Service, tmp_path: Path) -> None:
    send(world, service, 2)
    year_file(service, 2017, tmp_path / "y.xlsx")
    book = openpyxl.load_workbook(tmp_path / "y.xlsx")
    assert book["按征求意见"]["A2"].value == "本年度没有截止的征求意见"
