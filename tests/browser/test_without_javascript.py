import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.servers.live_service import Running

pytestmark = pytest.mark.browser


def test_the_home_page_shows_the_dates_without_javascript(
    plain_page: Page, running: Running
) -> None:
    plain_page.goto(running.address + "/")
    card = plain_page.locator('[data-policy="shiyan-industry-2018"]')
    expect(card).to_contain_text("2018年7月12日至2018年7月18日24时")


def test_a_citizen_comments_on_two_clauses_without_javascript(
    plain_page: Page, running: Running
) -> None:
    page = plain_page
    page.goto(f"{running.address}/shiyan-industry-2018/#part_3__sec_3")
    page.get_by_label("提意见：第三部分（三）", exact=True).click()
    expect(page.locator("main")).to_contain_text("支持工业企业转型升级")
    page.locator("textarea").first.fill("奖励标准请写明。")
    page.get_by_role("button", name=re.compile("再加一条")).press("Enter")
    second = page.locator("select").nth(1)
    clause = second.locator("option", has_text="第四部分（一）").first.get_attribute("value")
    second.select_option(clause)
    bodies = page.get_by_label("意见内容")
    expect(bodies.first).to_have_value("奖励标准请写明。")
    bodies.nth(1).fill("领导小组应当公开名单。")
    for stance in page.get_by_label("建议", exact=True).all():
        stance.check()
    page.get_by_label(re.compile("^姓名")).fill("林晓芸")
    page.get_by_label(re.compile("^电话")).fill("13800138000")
    page.get_by_label(re.compile("我已阅读")).press("Space")
    page.get_by_role("button", name="提交", exact=True).press("Enter")

    receipt = page.locator("main").inner_text()
    number = re.search(r"\d{8}-\d{4}-\d{4}-\d", receipt)
    code = re.search(r"\b\d{4} \d{4} \d{4}\b", receipt)
    assert number
    assert code
    page.goto(running.address + "/receipts/")
    citizen = Citizen(page)
    page.locator("input[name=no]").focus()
    citizen.types(number[0])
    citizen.presses("Tab")
    citizen.types(code[0])
    citizen.presses("Enter")
    expect(page.locator("main")).to_contain_text("奖励标准请写明。")
    expect(page.locator("main")).to_contain_text("领导小组应当公开名单。")
