"""征求部门意见: units are asked, and reply by a letter, one click or a sheet."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.database.check import check
from tests.conftest import POLICY, World
from tests.worlds.letters import AFTER, ENTER, entered, send
from tests.worlds.officers import Desk, signed_in


@pytest.fixture
def app(world: World) -> Flask:
    return world.app(YANLU_NOW=AFTER)


@pytest.fixture
def heli(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.REGISTRAR)


def test_units_reply_by_one_click_or_a_letter_and_the_tab_counts_them(heli: Desk) -> None:
    units = f"{POLICY}/units"
    wrong = heli.post(units, {"names": "市财政局\n市财政局", "due_on": ""})
    assert (wrong.status_code, "已在名单上" in wrong.text) == (422, True)
    assert (
        heli.post(units, {"names": "市财政局\n市科技局", "due_on": "2018-07-25"}).status_code == 303
    )
    page = heli.get(units).text
    finance, science = re.findall(r'data-unit="([0-9a-f]{32})"', page)
    assert heli.post(units + "/none", {"unit": science}).status_code == 303
    assert ">1/2<" in heli.get(units).text
    form = heli.get(f"{ENTER}?channel=official_letter&unit={finance}&organisation=市财政局").text
    assert 'value="市财政局"' in form
    sent = {"unit": finance, "kind": "department", "organisation": "市财政局", "name": ""}
    entered(send(heli, channel="official_letter", **sent))
    page = heli.get(units).text
    assert (">2/2<" in page, "7月20日有意见" in page, "7月25日无意见" in page) == (True, True, True)
    assert heli.post(units + "/none", {"unit": "0" * 32}).status_code == 404


def test_a_unit_that_does_not_reply_is_overdue(world: World, heli: Desk) -> None:
    heli.post(f"{POLICY}/units", {"names": "市财政局", "due_on": "2018-07-25"})
    later = world.app(YANLU_NOW="2018-07-27T10:00:00+08:00")
    page = Desk(later, "heli").get(f"{POLICY}/units").text
    assert 'class="yl-late">7月25日 逾期2天' in page


def filled(desk: Desk, place: str, **cells: str) -> bytes:
    """The sheet of a unit, filled in at these cells."""
    with desk.get(place) as sheet:
        book = openpyxl.load_workbook(BytesIO(sheet.data))
    for cell, words in cells.items():
        book.worksheets[0][cell] = words
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def reply(desk: Desk, data: bytes) -> Any:
    sent = {"sheet": (BytesIO(data), "征求意见表.xlsx")}
    return desk.post(f"{POLICY}/units/sheet", sent, content_type="multipart/form-data")


def test_a_unit_replies_by_the_sheet_that_it_was_sent(app: Flask, heli: Desk) -> None:
    units = f"{POLICY}/units"
    heli.post(units, {"names": "市财政局\n市科技局", "due_on": "2018-07-25"})
    finance, science = re.findall(r'data-unit="([0-9a-f]{32})"', heli.get(units).text)
    told = filled(heli, f"{units}/{finance}/sheet", D6="请写明由谁解释。", D8="资金门槛偏高。")
    assert reply(heli, told).status_code == 303
    assert reply(heli, told).status_code == 303
    assert reply(heli, filled(heli, f"{units}/{science}/sheet", D5="无意见")).status_code == 303
    page = heli.get(units).text
    assert (">2/2<" in page, "有意见" in page, "无意见" in page) == (True, True, True)
    assert check(app.extensions["yanlu"]).comments == 2
    assert check(app.extensions["yanlu"]).differences == []


def test_a_sheet_with_a_fault_is_named_by_cell_and_nothing_is_entered(
    app: Flask, heli: Desk
) -> None:
    units = f"{POLICY}/units"
    heli.post(units, {"names": "市财政局", "due_on": "2018-07-25"})
    (finance,) = re.findall(r'data-unit="([0-9a-f]{32})"', heli.get(units).text)
    place = f"{units}/{finance}/sheet"
    both = reply(heli, filled(heli, place, D5="无意见", D8="资金门槛偏高。"))
    assert (both.status_code, "D5" in both.text) == (422, True)
    stranger = reply(heli, filled(heli, place, D4="某局", D5="无意见"))
    assert (stranger.status_code, "不在征求意见的名单上" in stranger.text) == (422, True)
    assert reply(heli, b"no workbook").status_code == 422
    assert check(app.extensions["yanlu"]).submissions == 0
    assert heli.get(f"{units}/{'0' * 32}/sheet").status_code == 404
