"""Requests about one's own data: at the receipt, by the interface, and on the desk."""

import re
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from tests.conftest import POLICY, World
from tests.http.html_page import Page, Reader
from tests.worlds.officers import Desk, signed_in


@pytest.fixture
def receipt(world: World, app: Flask) -> dict[str, Any]:
    taken: dict[str, Any] = (
        app.test_client().post("/api/v1/submissions", json=world.citizen()).get_json()
    )
    return taken


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "zhoumin", Role.HANDLER)


def at_the_receipt(app: Flask, receipt: dict[str, Any]) -> tuple[Reader, Page]:
    reader = Reader(app.test_client())
    shown = {"no": receipt["receipt_no"], "code": receipt["query_code"]}
    return reader, reader.presses(reader.opens("/receipts/"), "查询", **shown)


def test_a_request_made_at_the_receipt_is_answered_on_the_desk_and_read_there(
    app: Flask, receipt: dict[str, Any], desk: Desk
) -> None:
    reader, page = at_the_receipt(app, receipt)
    wrong = reader.presses(page, "提交请求", kind="correction", words="")
    assert wrong.status == 422
    assert "请写明哪里不对、应当是什么" in wrong.text
    made = reader.presses(wrong, "提交请求", kind="correction", words="单位名称应为晨光公司。")
    assert made.status == 200
    assert "请求已登记" in made.text
    assert "8月14日前答复" in made.text

    assert "的个人信息请求等答复" in desk.get("").text
    listed = desk.get(f"{POLICY}/requests").text
    assert "单位名称应为晨光公司。" in listed
    comment = desk.get(f"{POLICY}/comments/{receipt['comments'][0]['id']}").text
    assert "更正、补充我的信息：待答复" in comment
    (asked,) = re.findall(r'name="request" value="(\w+)"', listed)
    empty = desk.post(f"{POLICY}/requests", {"request": asked, "state": "granted", "words": ""})
    assert empty.status_code == 422
    assert "请写明答复" in empty.text
    sent = {"request": asked, "state": "granted", "words": "已更正。"}
    assert desk.post(f"{POLICY}/requests", sent).status_code == 303
    assert "的个人信息请求等答复" not in desk.get("").text
    _, after = at_the_receipt(app, receipt)
    assert "已办理" in after.text
    assert "已更正。" in after.text


def test_a_request_too_many_is_told_and_its_words_stay(world: World) -> None:
    app = world.app(YANLU_LIMIT_PARTICIPANT_HOUR="1")
    sent: Any = app.test_client().post("/api/v1/submissions", json=world.citizen()).get_json()
    reader, page = at_the_receipt(app, sent)
    page = reader.presses(page, "提交请求", kind="access")
    late = reader.presses(page, "提交请求", kind="correction", words="单位名称应为晨光公司。")
    assert late.status == 429
    for words in ("单位名称应为晨光公司。", "您在一小时内已修改意见或提出请求1次"):
        assert words in late.text


def test_an_erased_submission_says_so_at_the_receipt_and_on_the_desk(
    app: Flask, receipt: dict[str, Any], desk: Desk
) -> None:
    reader, page = at_the_receipt(app, receipt)
    reader.presses(page, "提交请求", kind="erasure")
    (asked,) = re.findall(r'name="request" value="(\w+)"', desk.get(f"{POLICY}/requests").text)
    desk.post(f"{POLICY}/requests", {"request": asked, "state": "granted", "words": "已删除。"})
    _, after = at_the_receipt(app, receipt)
    assert "（原文已依法删除）" in after.text
    assert "提交请求" not in after.text
    comment = receipt["comments"][0]["id"]
    assert "（原文已依法删除）" in desk.get(f"{POLICY}/comments/{comment}").text
    refused = desk.post(f"{POLICY}/comments/{comment}/name", {"why": "电话核实"})
    assert "不能查看" in refused.text


def test_the_interface_takes_a_request_and_names_what_is_wrong(
    app: Flask, receipt: dict[str, Any]
) -> None:
    client, code = app.test_client(), {"X-Query-Code": receipt["query_code"]}
    place = f"/api/v1/receipts/{receipt['receipt_no']}/requests"
    made = client.post(place, json={"kind": "access"}, headers=code)
    assert made.status_code == 201
    answer = made.get_json()
    assert (answer["kind"], answer["state"], answer["due_on"]) == ("access", "open", "2018-08-14")
    wrong = client.post(place, json={"kind": "praise", "more": 1}, headers=code)
    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.get_json()["errors"]} == {"kind", "more"}
    unknown = client.post(place, json={"kind": "not_mine", "comment": "x"}, headers=code)
    assert unknown.get_json()["code"] == "unknown_comment"
    code["X-Query-Code"] = "000000000000"
    assert client.post(place, json={"kind": "access"}, headers=code).status_code == 404
