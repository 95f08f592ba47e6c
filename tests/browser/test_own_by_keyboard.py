"""On a phone's width and by keyboard alone: a file attached, a comment corrected and withdrawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.looks import assert_clean
from tests.browser.test_dialog_files import assert_uploaded, attach, pdf
from tests.servers.live_service import Running

pytestmark = [pytest.mark.browser, pytest.mark.soak]


def test_a_comment_with_a_file_is_corrected_and_withdrawn(page: Page, running: Running) -> None:
    citizen = Citizen(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{running.address}/shiyan-industry-2018/#part_4__sec_1")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    citizen.comes_to("提意见：第四部分（一）")
    citizen.says_of_focused_clause("领导小组应当公开名单。")
    citizen.tabs_to(r"^input\|\|添加附件$")
    # The system's own window, which the keyboard opens here, is none of the page's.
    attach(page, pdf("名单.pdf"))
    assert_uploaded(page, "名单.pdf")
    citizen.tabs_to(r"^button\|\|删除附件“名单.pdf”$")
    citizen.tabs_to(r"^button\|\|下一步：留身份$")
    citizen.gives_name("林晓芸", "13800138000")
    citizen.sends_and_looks_up(1)

    citizen.tabs_to(r"^button\|\|修改第1条意见$")
    citizen.presses("Enter")
    page.wait_for_url("**/receipts/revision")
    citizen.tabs_to(r"^textarea\|reason\|")
    citizen.types("便于监督。")
    assert_clean(page)
    citizen.tabs_to(r"^button\|\|保存修改$")
    citizen.presses("Enter")
    expect(page.locator(".yl-banner:focus")).to_have_text("修改已经登记。")
    expect(page.locator("main .yl-said")).to_contain_text("便于监督。")
    expect(page.locator("main .yl-said")).to_contain_text("名单.pdf")

    citizen.tabs_to(r"^button\|\|撤回第1条意见$")
    citizen.presses("Enter")
    page.wait_for_url("**/receipts/withdrawal")
    expect(page.locator("h1")).to_have_text("确定撤回这条意见吗？")
    assert_clean(page)
    citizen.tabs_to(r"^button\|sure\|撤回本条$")
    citizen.presses("Enter")
    expect(page.locator(".yl-banner:focus")).to_have_text("这条意见已经撤回。")
    expect(page.get_by_role("button", name="修改第1条意见")).to_have_count(0)
    assert_clean(page)
