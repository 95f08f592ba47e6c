import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.held_requests import HeldRequests
from tests.servers.live_service import Running

pytestmark = pytest.mark.browser


def test_a_citizen_searches_comments_on_two_clauses_and_looks_up_the_receipt_by_keyboard(
    page: Page, running: Running
) -> None:
    citizen = Citizen(page)
    page.goto(running.address + "/")
    expect(page.locator(".yl-hero .yl-state-open")).to_be_visible()

    citizen.searches("专项资金")
    clause = citizen.opens_hit()
    assert clause == "part_3__sec_2__para_1"
    citizen.says_of_focused_clause("设立多少专项资金应当写明。")
    citizen.tabs_to("再评一条")
    citizen.presses("Enter")
    citizen.comes_to("a||提意见：第三部分（二）第1自然段")

    citizen.tabs_to(r"^a\|\|提意见：第三部分（三）第1自然段")
    citizen.says_of_focused_clause("3000万元分几年安排？")
    citizen.gives_name("林晓芸", "13800138000")
    citizen.sends_and_looks_up(2)
    expect(page.locator("main")).to_contain_text("设立多少专项资金应当写明。")
    expect(page.locator("main")).to_contain_text("3000万元分几年安排？")


def test_the_focus_is_at_the_clause_where_the_browser_took_it_away_meanwhile(
    fresh_page: Page, running: Running
) -> None:
    page = fresh_page
    held = HeldRequests(page, "**/held.png")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { new Image().src = '/held.png'; })"
    )
    citizen = Citizen(page)
    address = f"{running.address}/shiyan-industry-2018/#part_4__sec_1"
    page.goto(address, wait_until="commit")
    expect(page.locator("#part_4__sec_1 > .yl-line .yl-say")).to_be_visible()
    # As it does at its own coming to the clause, in a frame before the page has loaded.
    page.evaluate("document.activeElement.blur()")
    held[0].abort()
    citizen.comes_to("提意见：第四部分（一）")


def test_escape_leaves_the_menu_and_the_focus_stays_at_the_clause(
    page: Page, running: Running
) -> None:
    citizen = Citizen(page)
    page.goto(f"{running.address}/shiyan-industry-2018/#part_4__sec_1")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    citizen.comes_to("提意见：第四部分（一）")
    citizen.tabs_to("第四部分（一） 操作", most=1)
    citizen.presses("Space")
    citizen.comes_to("button||提意见")
    citizen.presses("Escape")
    citizen.comes_to("第四部分（一） 操作")
    expect(page.locator(".yl-menu")).to_have_count(0)
    page.locator(".yl-fold summary").first.focus()
    expect(page.locator(".yl-fold summary").first).to_have_css("outline-style", "solid")
