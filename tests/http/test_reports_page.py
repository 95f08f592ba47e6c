"""报表 and 年度报表: every file by its own button, in the edition that the officer may have."""

import io
import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from comments_service.web.desk.outcome.reports_page import NAMES
from tests.conftest import POLICY, World
from tests.http.html_page import Page
from tests.store.test_outcome import delete_by_hand
from tests.worlds.decided import decide, seal
from tests.worlds.officers import Desk, signed_in

REPORTS = f"{POLICY}/reports"
AFTER = "2018-08-01T10:00:00+08:00"


@pytest.fixture
def three(world: World, service: Service) -> list[str]:
    """Three comments: adopted, not adopted, an accusation."""
    comment = {"clause": "v1.part_1__sec_1", "stance": "suggest"}
    said = [{**comment, "body": each} for each in ("门槛偏高。", "期限太短。", "请核查某人。")]
    sent = submit(service, parse_submission(world.citizen(comments=said)))
    one, two, three = (each.id for each in sent.comments)
    decide(service, POLICY, one, "adopted", to_wid="v1.part_1__sec_1")
    decide(service, POLICY, two, "not_adopted", reason="期限由上位法规定。")
    seal(service, POLICY, three)
    return [one, two, three]


def got(desk: Desk, place: str, **query: str) -> Any:
    answer = desk.get(place, query_string=query)
    assert answer.status_code == 200, answer.text
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.usefixtures("three")
def test_each_file_has_its_own_button_and_comes_whole(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = tmp_path / "rest"
    rest.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(rest))
    desk = signed_in(app, "chen", Role.SUPERVISOR)
    page = Page(f"/desk/{REPORTS}", got(desk, REPORTS))
    links = [each["href"] for each in page.main.every("a") if "download" in each.attrs]
    assert [link.rpartition("/")[2] for link in links] == [f"{n}?edition=public" for n in NAMES]
    for name in NAMES:
        answer = got(desk, f"{REPORTS}/{name}")
        told = unquote(answer.headers["Content-Disposition"])
        assert told.startswith("attachment")
        assert f"{NAMES[name]}-公开版-{POLICY}-2018-07-15" in told
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert answer.headers["Cache-Control"] == "no-store"
        if not name.endswith((".csv", ".json")):
            assert ZipFile(io.BytesIO(answer.data)).testzip() is None
        assert "请核查某人" not in answer.data.decode("utf-8", "replace")
    assert list(rest.iterdir()) == []


@pytest.mark.usefixtures("three")
def test_the_figures_of_every_file_are_the_same(app: Flask) -> None:
    desk = signed_in(app, "chen", Role.SUPERVISOR)
    whole = json.loads(got(desk, f"{REPORTS}/comments.json").data)
    assert whole["reconciliation"]["comments"]["received"] == 3
    assert whole["reconciliation"]["comments"]["transferred"] == 1
    paper = Document(io.BytesIO(got(desk, f"{REPORTS}/statement.docx").data))
    said = "".join(each.text for each in paper.paragraphs)
    assert "3条意见，采纳或部分采纳1条" in said


@pytest.mark.usefixtures("three")
def test_names_and_contacts_are_for_those_who_may_see_them(app: Flask) -> None:
    desk = signed_in(app, "chen", Role.SUPERVISOR)
    assert "林晓芸" not in got(desk, f"{REPORTS}/comments.csv").text
    assert "林*芸" in got(desk, f"{REPORTS}/comments.csv").text
    refused = desk.get(f"{REPORTS}/comments.csv", query_string={"edition": "restricted"})
    assert refused.status_code == 403
    assert "edition=restricted" not in got(desk, REPORTS).text
    handler = signed_in(app, "zhoumin", Role.HANDLER)
    assert "edition=restricted" in got(handler, REPORTS).text
    shown = got(handler, f"{REPORTS}/comments.csv", edition="restricted")
    assert "林晓芸" in shown.text
    assert "-内部版-" in unquote(shown.headers["Content-Disposition"])


@pytest.mark.parametrize("place", [f"{REPORTS}/other.docx", f"{REPORTS}?edition=whole"])
def test_what_is_not_there_is_not_found(app: Flask, place: str) -> None:
    assert signed_in(app, "chen", Role.HANDLER).get(place).status_code == 404


@pytest.mark.sqlite
def test_a_row_that_is_gone_is_named_and_no_file_is_given(
    app: Flask, service: Service, three: list[str]
) -> None:
    desk = signed_in(app, "chen", Role.HANDLER)
    delete_by_hand(service, "comment_versions")
    for name in NAMES:
        refused = desk.get(f"{REPORTS}/{name}")
        assert refused.status_code == 500, name
        assert three[0] in refused.text
        assert "attachment" not in refused.headers.get("Content-Disposition", "")


@pytest.mark.usefixtures("three")
def test_the_year_shows_each_rate_with_its_fraction_and_gives_the_same_as_a_sheet(
    world: World,
) -> None:
    later = world.app(YANLU_NOW=AFTER)
    desk = signed_in(later, "chen", Role.SUPERVISOR)
    page = got(desk, "year").text
    for shown in ("2018年度征求意见情况", "33.3%", "1条÷3条", "无到期事项"):
        assert shown in page
    book = openpyxl.load_workbook(io.BytesIO(got(desk, "year/sheet", year="2018").data))
    heads, row = list(book["按征求意见"].values)[:2]
    found = dict(zip(heads, row, strict=True))
    assert (found["件数（件）"], found["条数（条）"], found["采纳率算式"]) == (1, 3, "1条÷3条")
    assert "这一年没有截止的征求意见" in got(desk, "year", year="2017").text


@pytest.mark.usefixtures("three")
def test_the_year_holds_the_officers_own_consultations_alone(app: Flask) -> None:
    desk = signed_in(app, "chen", Role.SUPERVISOR, policies=("another-policy",))
    assert "这一年没有截止的征求意见" in got(desk, "year").text
    book = openpyxl.load_workbook(io.BytesIO(got(desk, "year/sheet").data))
    assert POLICY not in str([list(sheet.values) for sheet in book])
    assert "十堰" not in str([list(sheet.values) for sheet in book])
