"""What everyone needs of every page: no axe violation, no sideways scrolling, no shouting."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/search/?q=专项资金",
    "/shiyan-industry-2018/",
    "/shiyan-industry-2018/v1/",
    "/taian-factor-support-2023/",
    "/receipts/",
    "/forms/shiyan-industry-2018?version=v1&clause=v1.part_3__sec_3",
    "/no-such-page/",
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("light", 390), ("dark", 390)])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(
    page: Page, running: Running, path: str, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(running.address + path)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_menu_and_the_dialog(
    page: Page, running: Running, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{running.address}/shiyan-industry-2018/#part_1__sec_1")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    page.get_by_label("第一部分（一） 操作").click()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="提意见", exact=True).click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".yl-faults")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_bookmark_of_a_clause_by_its_lasting_name_leads_to_it(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.address}/shiyan-industry-2018/#v1.part_4__sec_2")
    expect(page.locator("#part_4__sec_2")).to_be_in_viewport()


def test_no_two_controls_of_the_policy_page_share_a_name(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/shiyan-industry-2018/")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    names = page.locator(".yl-menu-button").evaluate_all("es => es.map(e => e.ariaLabel)")
    assert len(names) == len(set(names)) == 70


def test_when_the_service_is_silent_the_dates_and_the_search_remain(
    page: Page, running: Running
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.on("console", lambda _: None)
    page.goto(f"{running.address}/search/?q=专项资金")
    expect(page.locator(".yl-count")).to_contain_text("共6个条款")
