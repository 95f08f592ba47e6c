"""What was written outlives the tab where one asks for that, and the close of the window."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dialog import SUBMISSIONS, begin, identify, submit
from tests.servers.live_service import Running
from tests.servers.waiting import wait_for

pytestmark = pytest.mark.browser


def test_a_draft_kept_on_the_device_outlives_the_tab_for_seven_days(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "关了也在。")
    page.get_by_label("在本机保留草稿").check()
    identify(page)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "关了也在。" in kept
    assert "林晓芸" not in kept
    # Nobody is asked before leaving, and what the tab had is gone.
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.get_by_role("button", name="查看并提交").click()
    expect(page.locator("textarea[name=body]")).to_have_value("关了也在。")
    expect(page.locator("input[name=name]")).to_have_value("")
    page.get_by_role("button", name="清除").click()
    expect(page.get_by_label("在本机保留草稿")).not_to_be_checked()
    assert "关了也在。" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_label("在本机保留草稿").check()
    page.evaluate("""() => {
      const key = Object.keys(localStorage).find((each) => each.startsWith("yanlu-draft:"));
      const kept = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...kept, saved: kept.saved - 7 * 24 * 3600 * 1000 });
      sessionStorage.clear();
    }""")
    page.reload()
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    wait_for(
        lambda: "关了也在。" not in page.evaluate("JSON.stringify(localStorage)"),
        "the old draft to go",
    )


def test_after_the_close_the_words_can_be_copied_and_the_office_be_reached(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "迟了一步。")
    identify(page)
    problem = {"code": "window_closed", "title": "已截止", "detail": "征求意见已截止", "errors": []}
    page.route(SUBMISSIONS, lambda route: route.fulfill(status=409, json=problem), times=1)
    submit(page)
    expect(page.locator(".yl-faults")).to_have_text("征求意见已截止")
    words = "第1条意见：第一部分\n意见内容：迟了一步。"
    expect(page.get_by_label("您填写的意见没有登记")).to_have_value(words)
    # The shell of Chromium lets no page write to a clipboard.
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.resolve(); }")
    page.get_by_role("button", name="复制意见").click()
    expect(page.get_by_role("status").filter(has_text="意见已复制")).to_be_visible()
    expect(page.locator(".yl-closed dl")).to_contain_text("syjxwtzk@163.com")
