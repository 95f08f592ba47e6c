"""What a reader wrote, and the receipt, survive a slow or silent service and a closed dialog."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from comments_service.domain.comments.receipt_number import read_copied
from tests.browser.dialog import SUBMISSIONS, begin, goes_to, identify, submit
from tests.browser.held_requests import HeldRequests
from tests.browser.looks import assert_clean
from tests.browser.rest import rest
from tests.servers.live_service import Running
from tests.servers.waiting import wait_for

pytestmark = pytest.mark.browser


def comments(running: Running) -> int:
    address = f"{running.address}/api/v1/policies/shiyan-industry-2018/tally"
    with urllib.request.urlopen(address) as answer:
        return int(json.load(answer)["comments"])


def lose_answer(route: Route) -> None:
    """Let the submission arrive, and its answer get lost."""
    route.fetch()
    route.abort()


def test_a_lost_answer_and_a_reload_register_once_and_give_the_receipt(
    page: Page, running: Running
) -> None:
    before = comments(running)
    begin(page, running, "第一部分", "答复丢失。")
    identify(page)
    page.route(SUBMISSIONS, lose_answer, times=1)
    submit(page)
    expect(page.locator(".yl-faults")).to_contain_text("不能确定是否送达")
    page.reload()
    page.get_by_role("button", name="再次提交").click()
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    assert comments(running) == before + 1


def test_a_token_that_is_refused_is_exchanged_and_nothing_is_asked_twice(
    page: Page, running: Running
) -> None:
    fault = {"code": "invalid", "errors": [{"field": "challenge", "message": "本页已经提交过一次"}]}
    given, sent = iter(("first", "second")), list[dict[str, Any]]()

    def refuse(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=422, json=fault)

    def give(route: Route) -> None:
        route.fulfill(json={"challenge": next(given), "wait_seconds": 0, "valid_seconds": 86_400})

    page.route("**/api/v1/challenge", give)
    begin(page, running, "第一部分", "带着令牌。")
    identify(page)
    page.route(SUBMISSIONS, refuse, times=1)
    with page.expect_request(
        lambda request: (request.post_data or "").find('"second"') > 0
    ) as last:
        submit(page)
        expect(page.locator("[data-receipt-no]")).to_be_visible()
    [first] = sent
    assert first["challenge"] == "first"
    assert last.value.post_data_json == {**first, "challenge": "second"}


def test_what_was_changed_after_a_lost_answer_stays_to_be_sent(
    page: Page, running: Running
) -> None:
    begin(page, running, "第二部分", "第一稿。")
    identify(page)
    page.route(SUBMISSIONS, lose_answer, times=1)
    submit(page)
    expect(page.locator(".yl-faults")).to_be_visible()
    goes_to(page, "写意见")
    page.locator("textarea[name=body]").fill("第二稿。")
    goes_to(page, "留身份")
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    expect(page.locator("dialog")).to_contain_text("另有1条意见还没有提交")


def test_a_first_try_that_never_arrived_is_sent_again(page: Page, running: Running) -> None:
    before = comments(running)
    begin(page, running, "第三部分", "没有送出。")
    identify(page)
    page.route(SUBMISSIONS, lambda route: route.abort(), times=1)
    submit(page)
    expect(page.locator(".yl-faults")).to_be_visible()
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    assert comments(running) == before + 1


def test_a_service_that_cannot_take_it_says_why_and_it_is_sent_again_by_its_key(
    page: Page, running: Running
) -> None:
    before = comments(running)
    words = "服务的时钟正在核对，暂时不能登记意见，请稍后再试"
    keys: list[str] = []

    def refuse(status: int, code: str) -> None:
        def answer(route: Route) -> None:
            keys.append(json.loads(route.request.post_data or "")["idempotency_key"])
            problem = {"code": code, "title": code, "detail": words, "errors": []}
            route.fulfill(status=status, json=problem)

        page.route(SUBMISSIONS, answer, times=1)

    begin(page, running, "第三部分", "时钟不准。")
    identify(page)
    refuse(503, "clock_unsure")
    submit(page)
    expect(page.locator(".yl-faults")).to_have_text(words)
    refuse(429, "too_many")
    submit(page)
    expect(page.locator(".yl-faults")).to_have_text(words)
    with page.expect_request(SUBMISSIONS) as sent:
        submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    keys.append(json.loads(sent.value.post_data or "")["idempotency_key"])
    assert len(set(keys)) == 1
    assert comments(running) == before + 1


def test_the_receipt_comes_back_after_escape_and_after_a_reload(
    page: Page, running: Running
) -> None:
    begin(page, running, "第四部分", "回执不能丢。")
    identify(page)
    submit(page)
    number = page.locator("[data-receipt-no]").text_content() or ""
    page.keyboard.press("Escape")
    page.get_by_role("button", name="查看回执").click()
    expect(page.locator("[data-receipt-no]")).to_have_text(number)
    page.keyboard.press("Escape")
    begin(page, running, "第四部分（一）", "还有一条。")
    page.keyboard.press("Escape")
    lines = page.locator(".yl-waiting p")
    expect(lines).to_have_text(
        ["已写1条意见，尚未提交查看并提交", f"回执 {number}查看回执"], use_inner_text=False
    )
    page.get_by_role("button", name="查看并提交").click()
    page.get_by_label("删除第1条意见").click()
    page.reload()
    page.get_by_role("button", name="查看回执").click()
    expect(page.locator("[data-receipt-no]")).to_have_text(number)
    page.get_by_role("button", name="已保存，完成").click()
    expect(page.locator(".yl-waiting")).to_have_count(0)


def test_while_it_is_sent_the_dialog_stays_and_cannot_be_changed(
    page: Page, running: Running
) -> None:
    begin(page, running, "第四部分（一）", "正在送出。")
    identify(page)
    held = HeldRequests(page, SUBMISSIONS)
    submit(page)
    expect(page.get_by_role("button", name="正在提交…")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(page.locator("#yl-form")).to_have_js_property("inert", True)  # noqa: FBT003
    held[0].continue_()
    expect(page.locator("[data-receipt-no]")).to_be_visible()


def test_a_draft_outlives_a_reload_while_the_service_is_away(page: Page, running: Running) -> None:
    begin(page, running, "第四部分（二）", "先写下来。")
    page.keyboard.press("Escape")
    page.context.route("**/api/**", lambda route: route.fulfill(status=404, json={}))
    page.reload()
    expect(page.locator("[data-state-of]")).to_contain_text("暂时连接不上")
    page.get_by_role("button", name="查看并提交").click()
    expect(page.locator("textarea[name=body]")).to_have_value("先写下来。")


def test_deleting_one_of_two_comments_keeps_the_focus_in_the_dialog(
    page: Page, running: Running
) -> None:
    begin(page, running, "第四部分（三）", "留下。")
    page.keyboard.press("Escape")
    begin(page, running, "第四部分（四）", "删去。")
    page.get_by_label("删除第2条意见").click()
    expect(page.locator("dialog h3:focus")).to_have_text("第1条意见：第四部分（三）")


def test_who_one_is_is_cleared_once_the_receipt_is_put_away(page: Page, running: Running) -> None:
    begin(page, running, "第四部分（一）", "我的意见。")
    identify(page)
    page.get_by_label("企业或组织", exact=True).check()
    page.locator("input[name=organisation]").fill("晨光机械")
    page.locator("input[name=consent_publish_name]").check()
    submit(page)
    code = page.locator("[data-query-code]").text_content() or "none"
    page.get_by_role("button", name="已保存，完成").click()
    assert code not in page.content()
    begin(page, running, "第四部分（二）", "下一位的意见。")
    for name in ("organisation", "name", "phone", "email", "place"):
        expect(page.locator(f"input[name={name}]")).to_have_value("")
    for name in ("consent_notice", "consent_publish_name"):
        expect(page.locator(f"input[name={name}]")).not_to_be_checked()
    expect(page.get_by_label("个人", exact=True)).to_be_checked()
    expect(page.locator("input[name=organisation]")).to_be_hidden()


def test_an_untouched_comment_is_dropped_when_the_dialog_closes(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "  ")
    page.keyboard.press("Escape")
    expect(page.locator(".yl-waiting")).to_have_count(0)
    begin(page, running, "第二部分", "写了。")
    page.keyboard.press("Escape")
    begin(page, running, "第三部分", "")
    page.keyboard.press("Escape")
    expect(page.locator(".yl-waiting")).to_contain_text("已写1条意见")
    page.get_by_role("button", name="查看并提交").click()
    expect(page.locator("dialog h3").first).to_have_text("第1条意见：第二部分")
    expect(page.locator("dialog textarea[name=body]")).to_have_count(1)


@pytest.mark.parametrize("path", ["", "en/"])
def test_the_notice_in_the_dialog_is_the_form_s(page: Page, running: Running, path: str) -> None:
    page.goto(f"{running.address}/{path}shiyan-industry-2018/#part_1")
    page.locator(".yl-say:focus").press("Enter")
    said = page.locator("dialog details dl").text_content() or ""
    assert "十堰市经济和信息化委员会" in said
    assert "syjxwtzk@163.com" in said
    version = page.locator("[data-notice-version]").get_attribute("data-notice-version")
    english = "&lang=en" if path else ""
    page.goto(f"{running.address}/forms/shiyan-industry-2018?version=v1{english}")
    assert said.split() == (page.locator(".yl-privacy dl").text_content() or "").split()
    assert page.locator("[name=notice_version]").get_attribute("value") == version
    assert str(version) in said


def assert_saves_a_picture(page: Page) -> None:
    with page.expect_download() as saved:
        page.get_by_role("button", name="保存为图片").click()
    assert (
        saved.value.suggested_filename == f"{page.locator('[data-receipt-no]').text_content()}.png"
    )
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    # Where nothing is saved by itself it can be held.
    expect(page.locator(".yl-receipt-picture")).to_have_js_property("naturalWidth", 750)


def assert_copies_without_rights(page: Page) -> None:
    refuse = (
        "() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')); }"
    )
    page.evaluate(refuse)
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="复制", exact=True).click()
    copied = page.locator("[data-slip-made] textarea").input_value()
    assert read_copied(copied) == (
        page.locator("[data-receipt-no]").text_content(),
        page.locator("[data-query-code]").text_content(),
    )
    assert "打印。" in copied


def test_a_receipt_in_the_dialog_is_saved_copied_and_printed_alone(
    fresh_page: Page, running: Running
) -> None:
    page = fresh_page
    begin(page, running, "第四部分（三）", "打印。")
    identify(page)
    page.emulate_media(media="print")
    expect(page.locator("dialog")).to_be_hidden()
    page.emulate_media(media="screen")
    submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("打印。")
    expect(page.locator("dialog .yl-course [aria-current]")).to_contain_text("已登记")
    assert_clean(page, ".yl-dialog")
    assert_saves_a_picture(page)
    assert_copies_without_rights(page)
    page.emulate_media(media="print")
    for shown in ("[data-receipt-no]", "[data-query-code]", ".yl-receipt-said", ".yl-receipt svg",
                  "dialog .yl-print-only"):  # fmt: skip
        expect(page.locator(shown)).to_be_visible()
    for words in ("若干政策意见(2018-2020)", "林晓芸", "十堰市经济和信息化委员会"):
        expect(page.locator(".yl-receipt")).to_contain_text(words)
    gone = ("h1", ".yl-body", ".yl-foot", "dialog button", "dialog form", "dialog h2", ".yl-course")
    for each in gone:
        expect(page.locator(each).first).to_be_hidden()
    # Put away, the text is what is printed again.
    page.emulate_media(media="screen")
    page.get_by_role("button", name="已保存，完成").click()
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()


def stays_when_asked(page: Page, leave: str) -> None:
    """Leave by a script, be asked first, and stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate(leave)
    # Looking at the page lets its events come in.
    wait_for(lambda: page.evaluate("1") and asked, "being asked before leaving")
    assert asked == ["beforeunload"]


AWAY = "location.assign('about:blank')"


def test_leaving_with_unsent_text_asks_first(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "还没提交。")
    stays_when_asked(page, AWAY)
    expect(page.locator("textarea[name=body]")).to_have_value("还没提交。")
    page.keyboard.press("Escape")
    stays_when_asked(page, "location.reload()")


def test_on_the_way_to_another_page_of_the_site_the_text_is_kept_and_nothing_asked(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "还没提交。")
    page.keyboard.press("Escape")
    with rest(page):
        page.get_by_role("link", name="首页").click()
        page.wait_for_url(f"{running.address}/")
    expect(page.locator(".yl-hero .yl-consulted")).to_be_visible()
    # There the browser asks too: the text would be gone with the tab.
    page.locator("input[name=q]").fill("企业")
    stays_when_asked(page, AWAY)


def test_leaving_after_all_is_sent_asks_nothing(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "提交了。")
    identify(page)
    submit(page)
    page.get_by_role("button", name="已保存，完成").click()
    page.goto("about:blank")
    assert page.url == "about:blank"
