"""What the public reads of comments: by the interface, on the page, and decided on at the desk."""

import re
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.intake.own_submission import revise
from comments_service.services.intake.receipt_holder import ShownReceipt
from tests.conftest import POLICY, World, publish, the_policy
from tests.http.html_page import Reader
from tests.worlds.officers import Desk, signed_in

BODY = "资金门槛偏高，请找林晓芸，电话13807281234。\n<b>另</b>请明确期限。"
PLANTED = ("林晓芸", "13807281234", "138 0728 1234", "商业的秘密", "没有审核的")
API, PAGE = f"/api/v1/policies/{POLICY}/comments", f"/forms/{POLICY}/comments"
PROPOSED = "设立专项资金8000万元。"


@pytest.fixture
def app(world: World) -> Flask:
    publish(world.site, the_policy(publish_comments="during"))
    return world.app()


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "chenjing", Role.REVIEWER)


@pytest.fixture
def receipt(app: Flask, world: World) -> dict[str, Any]:
    """Return the receipt of three comments, of which the first is fit to be shown."""
    (said,) = world.citizen()["comments"]
    comments = [
        {**said, "body": BODY, "proposed_text": PROPOSED, "reason": "同类城市更高。"},
        {**said, "body": "商业的秘密", "confidential": True},
        {**said, "body": "没有审核的"},
    ]
    sent = world.citizen(comments=comments)
    taken: dict[str, Any] = app.test_client().post("/api/v1/submissions", json=sent).get_json()
    return taken


def place(receipt: dict[str, Any], number: int = 0) -> str:
    return f"{POLICY}/comments/{receipt['comments'][number]['id']}/public"


def decided(receipt: dict[str, Any], desk: Desk, **sent: str) -> Any:
    words = "林晓芸\n13807281234"
    form = {"version": "1", "shown": "yes", "words": words, "reason": "个人信息", **sent}
    return desk.post(place(receipt), form)


def test_a_released_comment_is_read_by_all_without_what_was_left_out(
    app: Flask, desk: Desk, receipt: dict[str, Any]
) -> None:
    client = app.test_client()
    assert client.get(API).get_json()["comments"] == []
    assert decided(receipt, desk).status_code == 303
    answer = client.get(API)
    (shown,) = answer.get_json()["comments"]
    assert shown == {
        "id": shown["id"], "who": "林*芸", "participant": "person", "day": "2018-07-15",
        "version": "v1", "wid": "v1.part_1__sec_1", "eid": "part_1__sec_1",
        "citation": "第一部分（一）", "stance": "suggest", "reason": "同类城市更高。",
        "body": "资金门槛偏高，请找〔隐去〕，电话〔隐去〕。\n<b>另</b>请明确期限。",
        "proposed_text": PROPOSED,
    }  # fmt: skip
    hidden = (*PLANTED, receipt["comments"][0]["id"], receipt["receipt_no"])
    for where in (API, PAGE, f"{PAGE}?lang=en", f"/api/v1/policies/{POLICY}/tally"):
        assert [each for each in hidden if each in client.get(where).text] == []
    again = client.get(API, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, answer.headers["Cache-Control"]) == (304, "no-cache")


def test_the_page_tells_gaps_and_changes_to_eyes_and_ears(
    app: Flask, desk: Desk, receipt: dict[str, Any]
) -> None:
    decided(receipt, desk)
    page = Reader(app.test_client()).opens(PAGE)
    html = app.test_client().get(PAGE).text
    assert '<meta name="robots" content="noindex">' in html
    assert "&lt;b&gt;另&lt;/b&gt;" in html
    assert "此处有隐去的文字" in page.text
    assert "<del>" in html
    assert ("林*芸" in page.text, "个人" in page.text, "2018年7月15日" in page.text) == (True,) * 3
    english = Reader(app.test_client()).opens(f"{PAGE}?lang=en").text
    assert "[left out]words are left out here" in english
    on_another = app.test_client().get(f"{PAGE}?clause=part_2").text
    assert "第二部分" in on_another
    assert "资金门槛" not in on_another


def test_a_policy_that_publishes_none_has_no_page_and_lists_nothing(world: World) -> None:
    client = world.client()
    assert client.get(PAGE).status_code == 404
    assert client.get(API).get_json() == {
        "policy": POLICY, "publish_comments": "none", "comments": [], "next": None,
    }  # fmt: skip
    assert client.get("/api/v1/policies/nothing/comments").get_json()["code"] == "unknown_policy"


@pytest.mark.parametrize("after", ["x", "w1.1", "w1.9999999999999999999.1", "w1.1.1'--"])
def test_a_key_that_no_page_gave_is_malformed(app: Flask, after: str) -> None:
    client = app.test_client()
    assert client.get(API, query_string={"after": after}).get_json()["code"] == "malformed"
    assert client.get(PAGE, query_string={"after": after}).status_code == 400


def test_the_reviewer_is_shown_what_looks_personal_and_decides(
    desk: Desk, receipt: dict[str, Any]
) -> None:
    listed = desk.get(f"{POLICY}/public").text
    assert re.findall(r"comments/\w+/public", listed) == [
        place(receipt, number).partition("/")[2] for number in (0, 2)
    ]
    page = desk.get(place(receipt)).text
    assert "林晓芸\n13807281234</textarea>" in page
    assert page.count('<mark class="yl-redacted">') == 2
    looked = decided(receipt, desk, then="look", words="门槛").text
    assert '<mark class="yl-redacted">门槛</mark>' in looked
    wrong = decided(receipt, desk, words="林晓云", reason="", shown="")
    assert wrong.status_code == 422
    for said in (
        "这条意见里没有“林晓云”，请照原文填写",
        "请写明隐去或者不公开的理由",
        "请从给定的选项中选择",
    ):
        assert said in wrong.text
    assert "林晓云</textarea>" in wrong.text
    barred = desk.post(place(receipt, 1), {"version": "1", "shown": "yes"})
    assert (barred.status_code, "含商业秘密" in barred.text) == (422, True)
    assert decided(receipt, desk).status_code == 303
    assert place(receipt).partition("/")[2] in desk.get(f"{POLICY}/public?decided=yes").text
    assert "定下是否公开" in desk.get(place(receipt).removesuffix("/public")).text


def test_words_that_changed_meanwhile_are_not_released_unseen(
    app: Flask, desk: Desk, receipt: dict[str, Any]
) -> None:
    shown = ShownReceipt(receipt["receipt_no"], receipt["query_code"])
    new = {"stance": "oppose", "body": "没有审核的"}
    revise(app.extensions["yanlu"], shown, receipt["comments"][0]["id"], new)
    answer = decided(receipt, desk, words="")
    assert answer.status_code == 409
    assert "这条意见的内容改过" in answer.text
    assert app.test_client().get(API).get_json()["comments"] == []
    assert decided(receipt, desk, words="", version="2").status_code == 303
    assert len(app.test_client().get(API).get_json()["comments"]) == 1
