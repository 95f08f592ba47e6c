"""表格 on the desk: out, in with a preview, taken as a whole or not at all, kept nowhere."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.web.desk.register import sheet_page
from tests.conftest import POLICY, World
from tests.http.html_page import Page
from tests.readers.desk_pages import sent
from tests.worlds.decision_sheets import LETTERS, TWO_LETTERS, edited, put
from tests.worlds.officers import Desk, signed_in

SHEET, DECISIONS = f"{POLICY}/sheet", f"{POLICY}/sheet/decisions"
FILLED = put(H4="采纳", I4="二、", H5="未采纳", J5="期限由上位法规定。")


@pytest.fixture
def app(world: World) -> Flask:
    made = world.app()
    sent(made, world, "门槛偏高。", "期限太短。")
    return made


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "zhoumin", Role.HANDLER, Role.REVIEWER)


def out(desk: Desk, place: str = DECISIONS) -> bytes:
    answer = desk.get(place)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    data = bytes(answer.data)
    answer.close()
    return data


def back(desk: Desk, data: bytes, place: str = DECISIONS) -> Any:
    form = {"file": (io.BytesIO(data), "filled.xlsx")}
    return desk.post(place, form, content_type="multipart/form-data")


def taken(desk: Desk, page: Any, place: str = DECISIONS) -> Any:
    """Press the button of a preview."""
    fields = dict(re.findall(r'name="(act|file)" value="([^"]+)"', page.text))
    assert set(fields) == {"act", "file"}
    return desk.post(place, fields, content_type="multipart/form-data")


def proposals(app: Flask) -> list[str | None]:
    service: Service = app.extensions["yanlu"]
    with service.database.read() as connection:
        found = list(comment_states.numbered(connection, POLICY))
    return [each.disposition for each in sorted(found, key=lambda each: each.position)]


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_every_change_is_shown_before_it_is_taken(app: Flask, desk: Desk, language: str) -> None:
    Page(f"/desk/{SHEET}", desk.get(SHEET + language))
    shown = back(desk, edited(out(desk), FILLED), DECISIONS + language)
    assert shown.status_code == 200
    page = Page(f"/desk/{DECISIONS}", shown)
    for words in ("1-1", "意见采纳情况表!H4", "第二部分", "期限由上位法规定。"):
        assert words in page.text
    assert proposals(app) == [None, None]
    assert taken(desk, shown).status_code == 303
    assert proposals(app) == ["adopted", "not_adopted"]


def test_thousands_of_changes_are_shown_page_by_page_and_taken_together(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_page, "_AT_ONCE", 1)
    first = back(desk, edited(out(desk), FILLED))
    assert ("意见采纳情况表!H4" in first.text, "意见采纳情况表!H5" in first.text) == (True, False)
    assert "第1至1条，共2条" in first.text
    fields = dict(re.findall(r'name="(act|file|from)" value="([^"]+)"', first.text))
    second = desk.post(DECISIONS, fields, content_type="multipart/form-data")
    Page(f"/desk/{DECISIONS}", second)
    assert ("意见采纳情况表!H4" in second.text, "意见采纳情况表!H5" in second.text) == (False, True)
    assert proposals(app) == [None, None]
    assert taken(desk, second).status_code == 303
    assert proposals(app) == ["adopted", "not_adopted"]


def test_what_was_taken_from_a_sheet_waits_for_another_person(app: Flask, desk: Desk) -> None:
    taken(desk, back(desk, edited(out(desk), FILLED)))
    page = desk.get(f"{POLICY}/release").text
    assert "自己拟办的不能自己审核" in page
    assert 'name="pick.' not in page
    service: Service = app.extensions["yanlu"]
    with service.database.read() as connection:
        states = list(comment_states.numbered(connection, POLICY))
    forged = {f"pick.{each.comment}": each.proposal for each in states}
    assert desk.post(f"{POLICY}/release", forged).status_code == 403
    assert {each.decision for each in states} == {None}


def test_a_fault_is_named_by_its_cell_and_nothing_is_taken(app: Flask, desk: Desk) -> None:
    wrong = edited(out(desk), put(H4="采纳", H5="也许"))
    answer = back(desk, wrong)
    assert answer.status_code == 422
    assert "意见采纳情况表!H5" in answer.text
    assert "没有“也许”这种采纳情况" in answer.text
    assert 'value="take"' not in answer.text
    forged = {"act": "take", "file": (io.BytesIO(wrong), "filled.xlsx")}
    again = desk.post(DECISIONS, forged, content_type="multipart/form-data")
    assert again.status_code == 422
    assert proposals(app) == [None, None]


def test_what_somebody_changed_after_the_preview_is_named_and_nothing_is_taken(
    app: Flask, desk: Desk
) -> None:
    data = out(desk)
    shown = back(desk, edited(data, FILLED))
    other = signed_in(app, "chen", Role.HANDLER)
    taken(other, back(other, edited(data, put(H5="无效", J5="重复。"))))
    answer = taken(desk, shown)
    assert answer.status_code == 422
    assert "导出之后这条意见改动过，现为“无效”" in answer.text
    assert proposals(app) == [None, "invalid"]


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 torn"])
def test_what_is_no_sheet_is_said_in_words(app: Flask, desk: Desk, data: bytes) -> None:
    assert back(desk, data).status_code == 422
    garbled = {"act": "take", "file": "ä" * 7}
    assert desk.post(DECISIONS, garbled, content_type="multipart/form-data").status_code == 422
    assert proposals(app) == [None, None]


def test_letters_are_entered_from_a_sheet_and_once_only(app: Flask, desk: Desk) -> None:
    place = f"{SHEET}/letters"
    filled = edited(out(desk, place), put(**TWO_LETTERS), LETTERS)
    shown = back(desk, filled, place)
    assert shown.status_code == 200, shown.text
    Page(f"/desk/{place}", shown)
    before = len(proposals(app))
    assert taken(desk, shown, place).status_code == 303
    entered = len(proposals(app))
    assert entered > before
    taken(desk, back(desk, filled, place), place)
    assert len(proposals(app)) == entered


def test_nothing_of_an_uploaded_sheet_is_left_on_the_disk(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    mark = "留在磁盘上的记号"
    back(desk, edited(out(desk), put(H4="未采纳", J4=mark)))
    for path in world.folder.rglob("*"):
        if path.is_file():
            assert mark.encode() not in path.read_bytes(), path
    assert not list(tmp_path.rglob("*.xlsx"))


def test_who_may_not_decide_gets_the_sheet_and_no_way_back(app: Flask) -> None:
    supervisor = signed_in(app, "dong", Role.SUPERVISOR)
    data = out(supervisor)
    assert 'type="file"' not in supervisor.get(SHEET).text
    assert back(supervisor, data).status_code == 403
    assert supervisor.get(f"{SHEET}/letters").status_code == 403
    assert supervisor.get(f"{SHEET}/other").status_code == 404
