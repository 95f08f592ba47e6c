"""What everyone needs of every page: no axe violation, no sideways scrolling, no shouting."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dialog import goes_to, submit
from tests.browser.looks import (
    LONG,
    LOOKS,
    assert_clean,
    assert_clean_for_everyone,
    assert_clean_in_both_languages,
)
from tests.servers.live_service import Running

pytestmark = [pytest.mark.browser, pytest.mark.soak]

# The language of the page, and the words on what is pressed there.
CHINESE = ("", "提交", "查询办理情况", "修改第1条意见")
ENGLISH = ("?lang=en", "Send", "See what became of them", "Change comment 1")
FORM = "/forms/shiyan-industry-2018?version=v1&clause=v1.part_3__sec_3"
# One page of each kind in Chinese and in English; versions stand in Chinese alone.
PAGES = [
    ("/", "/en/"),
    ("/list/", "/en/list/consultation/"),
    ("/no-such-page/", "/en/no-such-page/"),
    ("/search/?q=专项资金", "/en/search/?q=专项资金"),
    *([("/shiyan-industry-2018/", "/en/shiyan-industry-2018/")] if LONG else []),
    ("/taian-factor-support-2023/", "/en/taian-factor-support-2023/"),
    *([("/shiyan-industry-2018/v1/", "/shiyan-industry-2018/v1/")] if LONG else []),
    ("/follow/", "/en/shiyan-industry-2018/follow/"),
    ("/receipts/", "/receipts/?lang=en"),
    (FORM, f"{FORM}&lang=en"),
    ("/forms/shiyan-industry-2018?version=v9", "/forms/shiyan-industry-2018?version=v9&lang=en"),
    ("/forms/no-such-policy", "/forms/no-such-policy?lang=en"),
]


@pytest.mark.parametrize(("chinese", "english"), PAGES)
def test_axe_finds_nothing_and_nothing_overflows(
    page: Page, running: Running, chinese: str, english: str
) -> None:
    site = running.address
    assert_clean_in_both_languages(page, site + chinese, site + english)


def test_axe_finds_nothing_on_the_longest_page(page: Page, running: Running) -> None:
    assert_clean_for_everyone(page, f"{running.address}/shiyan-industry-2018/", LOOKS[:1])


@pytest.mark.parametrize("width", [1280, 390] if LONG else [390])
def test_axe_finds_nothing_in_the_menu_and_the_dialog(
    page: Page, running: Running, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{running.address}/shiyan-industry-2018/#part_1__sec_1")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    page.get_by_role("button", name="第一部分（一） 操作").click()
    assert_clean(page, None if LONG else ".yl-menu")
    page.locator(".yl-menu").get_by_role("button", name="提意见", exact=True).click()
    expect(page.locator(".yl-dialog")).to_be_visible()
    assert_clean(page, None if LONG else ".yl-dialog")
    goes_to(page, "留身份")
    submit(page)
    expect(page.locator(".yl-faults")).to_be_visible()
    assert_clean(page, None if LONG else ".yl-dialog")
    # In the largest type too it scrolls down alone.
    page.evaluate("document.documentElement.dataset.size = 'huge'")
    for step in ("写意见", "留身份"):
        goes_to(page, step)
        assert page.locator(".yl-dialog-body").evaluate("(e) => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize(
    ("width", "query", "send", "look", "change"),
    [
        (width, *words)
        for width, shown in ((1280, CHINESE), (390, ENGLISH))
        for words in ((CHINESE, ENGLISH) if LONG else (shown,))
    ],
)
def test_axe_finds_nothing_from_a_refused_form_to_its_receipt(  # noqa: PLR0913, PLR0917 - words
    page: Page, running: Running, width: int, query: str, send: str, look: str, change: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{running.address}/forms/shiyan-industry-2018{query}")
    main = page.locator("main")
    main.get_by_role("button", name=send, exact=True).click()
    expect(page.locator("#faults")).to_be_focused()
    assert_clean(page)
    page.locator("#comments-0-body").fill("Clear.")
    page.locator("#comments-0-stance-support").check()
    page.locator("#name").fill("Lin Xiaoyun")
    page.locator("#phone").fill("13800138000")
    page.locator("#consent_notice").check()
    main.get_by_role("button", name=send, exact=True).click()
    expect(page.locator("[data-query-code]")).to_be_visible()
    assert_clean(page)
    main.get_by_role("button", name=look).click()
    expect(main).to_contain_text("Clear.")
    assert_clean(page)
    main.get_by_role("button", name=change).click()
    expect(page.locator("#body")).to_have_value("Clear.")
    assert_clean(page)


def test_the_language_is_changed_by_keyboard_and_what_was_typed_stays(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.address}/forms/shiyan-industry-2018?clause=v1.part_1")
    page.locator("#comments-0-body").fill("Clear.")
    page.get_by_role("button", name="English").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#comments-0-body")).to_have_value("Clear.")
    page.locator("#name").press("Enter")
    expect(page.locator("#faults")).to_be_visible()


def test_a_bookmark_of_a_clause_by_its_lasting_name_leads_to_it(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.address}/shiyan-industry-2018/#v1.part_4__sec_2")
    expect(page.locator("#part_4__sec_2")).to_be_in_viewport()


def test_no_two_controls_of_the_policy_page_share_a_name(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/shiyan-industry-2018/")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    names = page.locator(".yl-tools a").evaluate_all("es => es.map(e => e.ariaLabel)")
    assert len(names) == len(set(names)) == 140


def test_when_the_service_is_silent_the_dates_and_the_search_remain(
    page: Page, running: Running
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.on("console", lambda _: None)
    page.goto(f"{running.address}/search/?q=专项资金")
    expect(page.locator(".yl-count")).to_contain_text("共6个条款")


def test_the_head_of_a_narrow_english_page_is_low_and_links_are_high(
    page: Page, running: Running
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{running.address}/en/no-such-page/")
    head = page.locator(".yl-top").bounding_box()
    assert head
    assert head["height"] <= 110
    links = page.locator(".yl-missing-links a")
    heights = [each.bounding_box() for each in links.all()]
    assert len(heights) == 3
    assert [each for each in heights if each and each["height"] < 44] == []
