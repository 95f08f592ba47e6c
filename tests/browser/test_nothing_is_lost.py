"""What a reader wrote, and the receipt, survive a slow or silent service and a closed dialog."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.running import Running

pytestmark = pytest.mark.browser
SUBMISSIONS = "**/api/v1/submissions"


def begin(page: Page, running: Running, citation: str, words: str) -> None:
    if "shiyan" not in page.url:
        page.goto(f"{running.address}/shiyan-industry-2018/")
        expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    page.get_by_label(f"{citation} 操作", exact=True).click()
    page.get_by_role("button", name="提意见", exact=True).click()
    page.locator("textarea:focus").fill(words)


def identify(page: Page) -> None:
    page.locator("input[name=name]").fill("林晓芸")
    page.locator("input[name=phone]").fill("13800138000")
    page.locator("input[name=consent_notice]").check()


def submit(page: Page) -> None:
    page.get_by_role("button", name="提交", exact=True).click()


def comments(running: Running) -> int:
    import json
    import urllib.request

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


def test_what_was_changed_after_a_lost_answer_stays_to_be_sent(
    page: Page, running: Running
) -> None:
    begin(page, running, "第二部分", "第一稿。")
    identify(page)
    page.route(SUBMISSIONS, lose_answer, times=1)
    submit(page)
    expect(page.locator(".yl-faults")).to_be_visible()
    page.locator("textarea[name=body]").fill("第二稿。")
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
    held: list[Route] = []
    page.route(SUBMISSIONS, lambda route: held.append(route), times=1)  # noqa: PLW0108
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
    page.get_by_role("button", name="填写身份并提交").click()
    expect(page.locator("textarea[name=body]")).to_have_value("先写下来。")


def test_deleting_one_of_two_comments_keeps_the_focus_in_the_dialog(
    page: Page, running: Running
) -> None:
    begin(page, running, "第四部分（三）", "留下。")
    page.keyboard.press("Escape")
    begin(page, running, "第四部分（四）", "删去。")
    page.get_by_label("删除对第四部分（四）的意见").click()
    expect(page.locator("dialog h3:focus")).to_have_text("对第四部分（三）的意见")
