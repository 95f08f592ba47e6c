"""Senders change and withdraw what they sent, at their receipt, without a script."""

from typing import Any
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from tests.conftest import CLOSES, Send, World
from tests.http.html_page import Page, Reader, form_pairs


class Holder:
    """Somebody who holds the receipt of two comments and presses buttons."""

    def __init__(
        self, world: World, client: FlaskClient, send: Send, first: str = "资金门槛偏高。"
    ) -> None:
        selector = {"exact": "专项资金", "prefix": "设立", "suffix": ""}
        on_words = {**world.citizen()["comments"][0], "body": first, "selector": selector}
        comments = [on_words, {"stance": "support", "body": "Good."}]
        sent: Any = send(world.citizen(comments=comments, consent_publish_name=True)).get_json()
        self.reader, self.comments = Reader(client), [each["id"] for each in sent["comments"]]
        self.opens = {"no": sent["receipt_no"], "code": sent["query_code"]}

    def posts(self, act: str, **fields: str) -> Page:
        path = f"/receipts/{act}"
        return Page(path, self.reader.sends(path, [*{**self.opens, **fields}.items()]))

    def looks_up(self) -> Page:
        return self.posts("")

    def begins(self, page: Page, label: str) -> Page:
        """Press a button of the receipt, by what it is called."""
        for form in page.main.every("form"):
            for button in form.every("button"):
                if label in {button["aria-label"], button.text}:
                    path = urljoin(page.path, button["formaction"] or form["action"])
                    return Page(path, self.reader.sends(path, form_pairs(form, button.text, {})))
        raise AssertionError(label)

    def revises(self, **typed: str) -> Page:
        page = self.begins(self.looks_up(), "修改第1条意见")
        return self.reader.presses(page, "保存修改", **typed)


@pytest.fixture
def holder(world: World, client: FlaskClient, send: Send) -> Holder:
    return Holder(world, client, send)


def test_a_comment_is_changed_and_still_on_the_words_selected(holder: Holder) -> None:
    page = holder.revises(stance="oppose", body="门槛应当取消。\n改为备案。")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert "修改已经登记。" in page.text
    said = [each.text for each in page.main.every("dd") if each["class"] == "yl-exact"]
    assert said == ["专项资金", "门槛应当取消。\n改为备案。", "Good."]
    assert "反对" in page.text
    assert holder.looks_up().text.count("门槛应当取消。") == 1


def test_a_fault_is_told_at_its_field_and_what_was_typed_stays(holder: Holder) -> None:
    page = holder.revises(body=" ", reason="小企业够不着。")
    assert page.status == 422
    assert page.faults == {"body": "请填写意见内容"}
    assert page.main.one("textarea", name="reason").text == "\n小企业够不着。"
    assert "资金门槛偏高。" in holder.looks_up().text


def test_a_comment_is_withdrawn_once_that_is_sure(holder: Holder) -> None:
    page = holder.begins(holder.looks_up(), "撤回第1条意见")
    assert (page.status, "资金门槛偏高。" in page.text) == (200, True)
    assert "已撤回" not in holder.looks_up().text
    page = holder.reader.presses(page, "撤回本条")
    assert "这条意见已经撤回。" in page.text
    labels = {each["aria-label"] for each in page.main.every("button")}
    assert labels >= {"修改第2条意见", "撤回第2条意见"}
    assert "撤回第1条意见" not in labels
    # Pressed once more, it stays so; changed it cannot be.
    again = holder.posts("withdrawal", comment=holder.comments[0], sure="yes")
    assert "这条意见已经撤回。" in again.text
    page = holder.posts("revision", comment=holder.comments[0])
    assert (page.status, "已经撤回" in page.text) == (409, True)


def test_the_consent_to_the_name_is_taken_back(holder: Holder) -> None:
    page = holder.begins(holder.looks_up(), "不再同意公开姓名")
    assert "公开姓名的同意已经撤回。" in page.text
    assert "不再同意公开姓名" not in [each.text for each in page.main.every("button")]
    assert "不再同意公开姓名" not in holder.looks_up().text


def test_after_the_close_a_sentence_says_so_and_what_was_typed_is_shown(
    world: World, holder: Holder
) -> None:
    form = holder.begins(holder.looks_up(), "修改第1条意见")
    late = holder.reader = Reader(world.client(YANLU_NOW=CLOSES))
    page = holder.looks_up()
    assert "征求意见已截止，意见不能再修改或撤回。" in page.text
    assert [each.text for each in page.main.every("button")] == ["不再同意公开姓名", "提交请求"]
    page = late.presses(form, "保存修改", body="来晚了。")
    assert (page.status, "来晚了。" in page.text) == (409, True)
    assert "征求意见已于2018年7月18日24:00截止" in page.text
    assert [each.text for each in page.main.every("button")] == ["不修改，返回办理情况"]
    for act in ("revision", "withdrawal"):
        page = holder.posts(act, comment=holder.comments[0])
        assert (page.status, "征求意见已于2018年7月18日24:00截止" in page.text) == (409, True)


@pytest.mark.parametrize("act", ["revision", "withdrawal", "name"])
def test_without_its_code_nothing_is_done(holder: Holder, act: str) -> None:
    holder.opens["code"] = "0000 0000 0000"
    page = holder.posts(act, comment=holder.comments[0], body="假的。", sure="yes")
    assert (page.status, "没有查到" in page.text) == (404, True)


def test_another_one_s_comment_is_none(holder: Holder, world: World, send: Send) -> None:
    other: Any = send(world.citizen(name="王一")).get_json()["comments"][0]["id"]
    page = holder.posts("withdrawal", comment=other, sure="yes")
    assert (page.status, "没有这条意见" in page.text) == (404, True)


def test_all_of_it_is_there_in_english(world: World, client: FlaskClient, send: Send) -> None:
    holder = Holder(world, client, send, "Too high.")
    for act in ("", "revision", "withdrawal", "withdrawal?sure"):
        path, _, sure = act.partition("?")
        fields = {"comment": holder.comments[0], **({"sure": "yes"} if sure else {})}
        page = holder.reader.switches(holder.posts(path, **fields))
        assert (page.status, page.root.one("html")["lang"]) == (200, "en")
    assert page.root.one("h1").text == "What became of your comments"
